// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "replay/runjournal.h"
#include "session/handover.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace Session {

/// The replays whose journals lie in a folder, read in a thread of the pool. GUI thread; owned by who shows them.
class RunList final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunList)
public:
    explicit RunList(const QString &folder, QObject *parent = nullptr);

    /// Looks again; changed() follows. Asking while it looks has it look once more.
    void refresh();
    /// Removes the journal of a run for good; changed() or forgetFailed() follows.
    void forget(const std::string &runId);
    const std::vector<Replay::RunSummary> &runs() const { return m_runs; } ///< newest first
    bool isKnown() const { return m_isKnown; }                            ///< it has looked at least once
    /// The newest run that stands still before its end; none: there is no such run.
    const Replay::RunSummary *stopped() const;

signals:
    void changed();
    void forgetFailed(const Domain::Error &error);

private:
    void take(std::vector<Replay::RunSummary> runs);

    const std::string m_folder;
    std::vector<Replay::RunSummary> m_runs;
    bool m_isLooking = false;
    bool m_looksAgain = false;
    bool m_isKnown = false;
    Handover m_handover; // last: answers that come later find nobody
};

} // namespace Session
