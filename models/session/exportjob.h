// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/exportfile.h"
#include "session/recordpass.h"

namespace Session {

/// One export: of rows that are loaded, or of a whole plan straight from the cluster. GUI thread (asserted); owned by the dialog. Writes in
/// another thread; nothing here waits. What fails for want of room leaves FILE.part, what is cancelled leaves nothing.
class ExportJob final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExportJob)
public:
    explicit ExportJob(ExportTarget target, QObject *parent = nullptr);
    ~ExportJob() override; ///< < 1 ms: cancels

    /// The rows at these positions (first, count). Once, and one of the two.
    void startRows(const RecordRows &rows, std::vector<std::pair<quint64, quint64>> ranges);
    /// Everything the plan asks for that the filter (null: none) matches.
    void startRead(Domain::Cluster &cluster, const Domain::ReadPlan &plan, std::shared_ptr<const Search::Filter> filter = {});
    void cancel();

    using State = JobState;
    struct Progress
    {
        State state = State::Idle;
        quint64 done = 0;       ///< rows, or offsets of the log
        quint64 total = 0;      ///< 0: not known yet
        quint64 records = 0;    ///< written
        quint64 nullValues = 0; ///< left out by ExportFormat::Values
        /// Failed: why. Incomplete (the file is there): what could not be read.
        std::optional<Domain::Error> error = {};
    };
    const Progress &progress() const { return m_progress; }
    const ExportTarget &target() const { return m_target; }

signals:
    void progressChanged();
    void finished(); ///< Done, Incomplete, Cancelled or Failed

private:
    bool open();
    void look();
    void finishFile();
    void end(State state, std::optional<Domain::Error> error = {});

    const ExportTarget m_target;
    Progress m_progress;
    std::shared_ptr<ExportFile> m_file;
    RecordPass m_pass;
    Handover m_handover; // last: answers that come later find nobody
};

} // namespace Session
