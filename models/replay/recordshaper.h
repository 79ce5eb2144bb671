// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/outgoing.h"
#include "replay/multisethash.h"
#include "replay/replayplan.h"
#include "replay/stepchain.h"

#include <memory>
#include <string>
#include <vector>

namespace Replay {

/// Makes what is sent of what was read: steps, target, our headers. Used by a run, and by the verification to learn what a run has sent.
/// One thread.
class RecordShaper
{
public:
    /// Errors: BadStep.
    static Domain::Result<std::unique_ptr<RecordShaper>> make(const Plan &plan, const std::string &runId);

    enum class Shape : std::uint8_t {
        Send,
        Dropped,
        Refused ///< cannot be sent as asked: error()
    };
    Shape shape(const Domain::Record &source);

    /// After Send; valid until the next shape(), as is what it was made of.
    const Domain::OutgoingRecord &outgoing() const { return m_outgoing; }
    const std::string &targetTopic() const { return *m_topic; }
    /// Of key, value and headers without ours.
    Hash128 content() const { return contentHash(m_outgoing.key, m_outgoing.value, ownHeaders()); }
    std::span<const Domain::Header> ownHeaders() const { return m_outgoing.headers.first(m_outgoing.headers.size() - m_added); }
    /// False: it was made when the record was shaped.
    bool isTimeOfSource() const { return m_isTimeOfSource; }
    const Domain::Error &error() const { return m_error; }

private:
    RecordShaper(const Plan &plan, std::string runId, const StepChain &chain);
    Shape refuse(Domain::Error error, const Domain::Record &source);
    void addProvenance(const Domain::Record &source);

    const Target m_target;
    const Mode m_mode;
    const std::string m_runId;
    const std::shared_ptr<const std::vector<std::string>> m_topics;
    const std::vector<const std::string *> m_targetOf; ///< by source topic
    std::unique_ptr<StepChain::Application> m_steps;
    StepRecord m_record;
    Domain::OutgoingRecord m_outgoing;
    const std::string *m_topic = nullptr;
    std::string m_place;
    std::size_t m_added = 0;
    bool m_isTimeOfSource = true;
    Domain::Error m_error;
};

} // namespace Replay
