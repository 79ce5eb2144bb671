// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/clustersnapshot.h"

#include <memory>

namespace Session {

using SharedSnapshot = std::shared_ptr<const Domain::ClusterSnapshot>;

// Comparing, copying and freeing the snapshot of a large cluster (100,000 partitions) each take longer than the GUI thread
// may be held up. So answers are made ready in the cluster's thread; these functions are for any thread.

/// Shares a snapshot; whoever lets go of it last does not pay for freeing it.
SharedSnapshot shared(Domain::ClusterSnapshot snapshot);

/// Metadata tells no racks, and with KRaft names any broker as the controller: what DescribeCluster told goes over it, for
/// brokers that are still there. `known` itself if the result is the same.
SharedSnapshot merged(Domain::ClusterSnapshot fresh, const Domain::ClusterSnapshot &told, const SharedSnapshot &known);

} // namespace Session
