// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// Entry points that are declared and not written yet, so that everything links. Whoever writes one takes it out of here; the file goes with the last.
#include "replay/replayrun.h"
#include "replay/runjournal.h"

namespace Replay {

namespace {

Domain::Error notYet()
{
    return {.code = Domain::ErrorCode::Unsupported, .args = {{"what", "replay"}}};
}

void endAtOnce(RunBoard &board)
{
    board.update([](RunStatus &status) {
        status.state = RunState::Ended;
        status.error = notYet();
    });
}

} // namespace

void verifyRun(Domain::Cluster &, Domain::Cluster &, const std::string &, const std::string &, RunBoard &board, const std::stop_token &) { endAtOnce(board); }

} // namespace Replay
