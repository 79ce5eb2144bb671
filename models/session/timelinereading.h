// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/recordreader.h"

#include <QObject>

#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace Session {

/// Reads the times of all records of a small log or a recording, for a timeline that counts them exactly. GUI thread; owned by
/// Timeline.
class TimelineReading final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimelineReading)
public:
    /// Time and offset of each record, by partition.
    using Times = std::map<Domain::TopicPartition, std::vector<std::pair<qint64, qint64>>>;

    TimelineReading(Domain::Cluster &cluster, Domain::ReadPlan plan, QObject *parent = nullptr);

    void start();
    /// After finished(): what was read; `complete` false: some partition could not be read to its end.
    Times takeTimes();
    bool isComplete() const;
    bool hasTimelessRecords() const;

signals:
    void finished();

private:
    struct Kept
    {
        std::mutex mutex;
        Times times;
        bool timeless = false; ///< a record carries no time
    };
    class Sink;

    std::shared_ptr<Kept> m_kept;
    RecordReader m_reader;
};

} // namespace Session
