// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "replay/replayplan.h"
#include "session/recordpass.h"

#include <QObject>

#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace Session {

class RecordRows;

/// What a replay page is opened with.
struct ReplayStart
{
    Replay::Source source = {};
    Replay::Tempo tempo = Replay::AsFastAsPossible{};
};

/// A whole topic, or several: everything that they hold when the plan is fixed.
Replay::Source wholeTopics(std::vector<std::string> topics);
/// What `plan` reads, as a source: in the order of offsets, with an end.
Replay::Source sourceOfPlan(const Domain::ReadPlan &plan);

/// Takes down which records stand at some rows, in a thread of the pool, and makes a source of them: exactly these offsets. GUI
/// thread; owned by who waits for it.
class ReplaySelection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReplaySelection)
public:
    /// More offsets than that do not belong into a plan: the range with its filter does.
    static constexpr quint64 mostRecords = 1'000'000;

    explicit ReplaySelection(QObject *parent = nullptr);
    ~ReplaySelection() override;

    /// Once. `ranges`: positions, first and count.
    void start(const RecordRows &rows, std::vector<std::pair<quint64, quint64>> ranges);
    const Replay::Source &source() const { return m_source; }

signals:
    void finished(); ///< the source is there

private:
    struct Found;
    void take();

    std::shared_ptr<Found> m_found;
    RecordPass m_pass;
    Domain::ReadPlan m_plan;
    Replay::Source m_source;
};

} // namespace Session
