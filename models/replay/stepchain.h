// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "replay/replayplan.h"

#include <memory>
#include <string>
#include <vector>

namespace Replay {

/// A record on its way through the steps. Fields that no step has touched borrow from the record that came in; what steps make lives in
/// `made`, which is used again for the next record.
struct StepRecord
{
    const std::string *topic = nullptr;                 ///< target topic; null: the plan's mapping
    std::optional<Domain::PartitionId> partition = {};  ///< set by OriginalPlaceStep only
    std::optional<std::int64_t> timestampMs = {};       ///< none: the source has no time, or "now" (see isNow)
    bool isNow = false;
    std::optional<Domain::BytesView> key = {};
    std::optional<Domain::BytesView> value = {};
    std::vector<Domain::Header> headers = {};
    int droppedBy = 0;                                  ///< step 1 …; 0: not dropped
    std::vector<std::unique_ptr<std::string>> made = {};
    std::size_t madeCount = 0;                          ///< of `made`, in use for this record

    void take(const Domain::Record &record); ///< starts with the record as it is
    /// An empty text for bytes that a step makes; it stays where it is until the next take().
    std::string &make();
};

/// The steps of a plan, compiled. Immutable; each thread asks for an Application of its own.
class StepChain
{
public:
    /// Error BadStep with args step (1 …), problem, position, length, suggestion.
    static Domain::Result<std::shared_ptr<const StepChain>> compile(const std::vector<Step> &steps);
    virtual ~StepChain() = default;

    class Application
    {
    public:
        virtual ~Application() = default;
        /// Changes `out` in place. `source`: where the record comes from (its topic index means `topics` below). Error StepFailed: the record is as it was before
        /// the failing step and must not be sent.
        virtual Domain::Status apply(StepRecord &out, const Domain::Record &source) = 0;
    };
    virtual std::unique_ptr<Application> application(std::shared_ptr<const std::vector<std::string>> topics) const = 0;
    /// No step is on: every record stays as it is, so there is no need to apply anything.
    virtual bool isEmpty() const = 0;
    /// Timestamps are made at sending: they cannot be foretold (verification compares what was sent).
    virtual bool makesTimestamps() const = 0;
};

} // namespace Replay
