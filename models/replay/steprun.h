// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/stepchain.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace Replay {

/// Where the record that is changed comes from.
struct StepContext
{
    const Domain::Record &source;
    std::string_view topic; ///< its name
    int step;               ///< number of the step, 1 …
};

/// One step at work, for one thread.
class StepRun
{
public:
    using Problem = std::optional<std::string>; ///< none: done
    virtual ~StepRun() = default;
    /// A problem leaves the record as it was.
    virtual Problem apply(StepRecord &record, const StepContext &context) = 0;
};

/// Makes a StepRun for a thread; what is compiled is shared. `topics`: names for Record::topic.
using StepFactory = std::function<std::unique_ptr<StepRun>(const std::shared_ptr<const std::vector<std::string>> &topics)>;

// Errors: BadStep with problem, position, length, suggestion; StepChain adds the number.
Domain::Result<StepFactory> compileStep(const KeepStep &step);
Domain::Result<StepFactory> compileStep(const DropStep &step);
Domain::Result<StepFactory> compileStep(const SetHeaderStep &step);
Domain::Result<StepFactory> compileStep(const RemoveHeaderStep &step);
Domain::Result<StepFactory> compileStep(const PatchStep &step);
Domain::Result<StepFactory> compileStep(const RekeyStep &step);
Domain::Result<StepFactory> compileStep(const OriginalPlaceStep &step);
Domain::Result<StepFactory> compileStep(const TimestampStep &step);
Domain::Result<StepFactory> compileStep(const RedactStep &step);

/// The record as the steps before have left it, as an expression sees it: place and kind of time are those of the source.
Domain::Record currentRecord(const StepRecord &record, const Domain::Record &source);

Domain::Error badStep(std::string problem, std::size_t position = 0, std::size_t length = 0);
/// BadFilter as BadStep; `shift`: where the expression begins.
Domain::Error badStep(const Domain::Error &error, std::size_t shift = 0);

} // namespace Replay
