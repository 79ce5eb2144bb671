// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/writegate.h"
#include "kafka/clustercore.h"
#include "kafka/threadreaper.h"

#include <memory>

namespace Kafka {

/// The door to writes of one cluster; writegate.cpp is the only file with calls of librdkafka that change a cluster (a test looks at
/// the object files). It lives as long as somebody holds it and needs its cluster no more once that had contact.
/// `journal` null: every write fails with JournalUnwritable. Handles are destroyed in a thread of `reaper`.
std::shared_ptr<Domain::WriteGate> makeWriteGate(std::shared_ptr<ClusterCore> core, std::shared_ptr<ThreadReaper> reaper,
                                                 std::shared_ptr<Domain::WriteJournal> journal);

} // namespace Kafka
