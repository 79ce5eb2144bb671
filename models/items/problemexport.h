// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "produce/producerequest.h"
#include "session/handover.h"

#include <QObject>
#include <QString>

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace Items {

/// Writes records of a run that did not arrive as JSON Lines, to be sent again later. They are made anew from the request and its seed
/// (what was sent is not kept), so times of {{now()}} are those of the run's start. Works in a pool thread; GUI thread otherwise.
class ProblemExport final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProblemExport)
public:
    explicit ProblemExport(QObject *parent = nullptr) : QObject(parent), m_handover(this) {}
    ~ProblemExport() override { *m_isGone = true; }

    /// Once. `numbers`: of the records (1 …), rising.
    void start(const Produce::ProduceRequest &request, qint64 startedMs, std::vector<std::uint64_t> numbers, const QString &file);

signals:
    void finished(quint64 records, const QString &problem); ///< `problem` empty: all of them are in the file

private:
    std::shared_ptr<std::atomic<bool>> m_isGone = std::make_shared<std::atomic<bool>>(false);
    Session::Handover m_handover; ///< last: dies first
};

} // namespace Items
