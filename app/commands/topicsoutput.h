// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"

#include <string>
#include <vector>

namespace App {

/// What `playhead topics` prints. The answers are those to Beginning of every partition in snapshot order, then End of every
/// partition; fewer answers mean unknown.
class TopicsOutput
{
public:
    TopicsOutput(const Domain::ClusterSnapshot &snapshot, const std::vector<Domain::OffsetAnswer> &answers);

    /// {"clusterId","brokers":[{"id","host","port"}],"topics":[{"name","partitions":[{"id","leader","replicas","isr","low","high"}]}]}
    /// and LF. Leader −1 and null watermarks where unknown.
    std::string json() const;
    /// For eyes; not stable.
    std::string table() const;
    /// Every leader and watermark is known.
    bool complete() const;

private:
    std::optional<Domain::Offset> low(std::size_t partition) const;
    std::optional<Domain::Offset> high(std::size_t partition) const;

    const Domain::ClusterSnapshot &m_snapshot;
    const std::vector<Domain::OffsetAnswer> &m_answers;
    std::size_t m_partitions = 0; ///< of all topics
};

} // namespace App
