// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/recordsource.h"
#include "kafka/readcontext.h"

#include <memory>

namespace Kafka {

/// Starts a read on a thread and handle of its own; called by the cluster, from any thread, returns at once. Trouble comes
/// through the status. The source may outlive its cluster.
std::unique_ptr<Domain::RecordSource> startRead(const ReadContext &context, const Domain::ReadPlan &plan,
                                                Domain::RecordSinkFactory sinkFactory);

} // namespace Kafka
