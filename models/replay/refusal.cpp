// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/refusal.h"

namespace Replay {

namespace {

const char *detailOf(const std::string &problem)
{
    static const std::map<std::string, const char *> details{
        {"loop", "the record has been through several replays already and would go round in a circle"},
        {"no-target", "there is no topic to send the record to"},
        {"partitions", "the target has no partition of that number"},
        {"topics", "the records name too many different target topics"},
        {"window-removed", "the target has removed what the last window wrote, so nothing tells whether it was committed"},
        {"journal-behind", "the target holds records of this run that its journal does not know, so another process has gone on with it; resume it there, or from what the target holds"},
        {"no-headers", "at least once leaves no marks by which its records could be found"},
        {"compacted", "the target is compacted, so the run's newest record may be gone"},
        {"not-complete", "the run has not come to its end"},
        {"refused-records", "records of it were refused"},
        {"vanished", "records of the source were removed before they could be read"},
    };
    const auto it = details.find(problem);
    return it == details.end() ? "" : it->second;
}

} // namespace

Domain::Error refusal(const std::string &problem, std::map<std::string, std::string> args)
{
    args["problem"] = problem;
    args["detail"] = detailOf(problem);
    return {.code = Domain::ErrorCode::ReplayRefused, .args = std::move(args)};
}

} // namespace Replay
