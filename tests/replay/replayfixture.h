// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/replayrun.h"
#include "replay/runjournal.h"
#include "tests/replay/fakelog.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

/// A source with records, a target that takes them, a folder for journals.
struct ReplayFixture
{
    explicit ReplayFixture(std::vector<TestSupport::FakeRecord> records, int partitions = 3)
        : sent(std::move(records)), sourceScript(std::make_shared<TestSupport::FakeScript>()), log(std::make_shared<FakeLog>("target", partitions))
    {
        sourceScript->addTopic("orders", partitions);
        sourceScript->setRecords("orders", sent);
        source = TestSupport::fakeCluster(sourceScript);
        target = log->cluster();
        plan.source.read.topics = {"orders"};
        for (int p = 0; p < partitions; ++p) {
            std::int64_t end = 0;
            for (const auto &r : sent)
                if (r.partition == p)
                    end = std::max(end, r.offset + 1);
            plan.source.read.fromPerPartition[{0, Domain::PartitionId(p)}] = Domain::AtOffset{Domain::Offset(0)};
            plan.source.read.untilPerPartition[{0, Domain::PartitionId(p)}] = Domain::Offset(end);
        }
        plan.target.topic = "target";
    }

    std::string folder() const { return dir.path().toStdString(); }
    Replay::RunStatus start()
    {
        Replay::RunBoard board;
        Replay::startRun(*source, *target, plan, runId, folder(), board, stop.get_token());
        return board.status();
    }
    Replay::RunStatus resume()
    {
        Replay::RunBoard board;
        stop = std::stop_source();
        Replay::resumeRun(*source, *target, runId, folder(), board, stop.get_token());
        return board.status();
    }
    Replay::RunStatus verify()
    {
        Replay::RunBoard board;
        Replay::verifyRun(*source, *target, runId, folder(), board, std::stop_token());
        return board.status();
    }

    /// Records as text, ours taken off, for a comparison that knows nothing of hashes.
    static std::string line(const TestSupport::FakeRecord &r, bool withTime = true)
    {
        std::string text = std::to_string(r.partition) + '|' + r.key.value_or("<null>") + '|' + r.value.value_or("<null>");
        if (withTime)
            text += '|' + std::to_string(r.timestampMs);
        for (const auto &[name, value] : r.headers)
            if (name != Replay::runHeader && name != Replay::sourceHeader)
                text += '|' + name + '=' + value.value_or("<null>");
        return text;
    }
    /// By partition, in the order of the log.
    static std::map<int, std::vector<std::string>> lines(const std::vector<TestSupport::FakeRecord> &records)
    {
        std::map<int, std::vector<std::string>> all;
        for (const auto &r : records)
            all[r.partition].push_back(line(r));
        return all;
    }
    bool isEqual() const { return lines(sent) == lines(log->records()); }

    std::vector<TestSupport::FakeRecord> sent;
    std::shared_ptr<TestSupport::FakeScript> sourceScript;
    std::shared_ptr<FakeLog> log;
    std::unique_ptr<TestSupport::FakeCluster> source;
    std::unique_ptr<TestSupport::FakeCluster> target;
    Replay::Plan plan;
    std::string runId = Replay::newRunId();
    QTemporaryDir dir;
    std::stop_source stop;
};

/// fakeRecords() with tombstones, null keys, repeated and null headers, odd times.
inline std::vector<TestSupport::FakeRecord> oddRecords(int partitions, int count)
{
    std::vector<TestSupport::FakeRecord> records = TestSupport::fakeRecords(partitions, count);
    for (std::size_t i = 0; i < records.size(); ++i) {
        TestSupport::FakeRecord &r = records[i];
        if (i % 7 == 1)
            r.value.reset();
        if (i % 11 == 2)
            r.key.reset();
        if (i % 5 == 3)
            r.headers = {{"a", "1"}, {"a", std::nullopt}, {"", std::string("\0\xff", 2)}};
        if (i % 13 == 4)
            r.timestampMs = -5000;
    }
    return records;
}
