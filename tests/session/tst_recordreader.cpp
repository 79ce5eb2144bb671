// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/recordreader.h"
#include "tests/support/fakecluster.h"

#include <QSignalSpy>
#include <QTest>

using namespace TestSupport;
using Domain::ReadState;
using Session::RecordReader;

namespace {

/// What a command's writer keeps; owned by the sinks, since they may outlive the reader.
struct Output
{
    std::mutex mutex;
    std::vector<std::int64_t> offsets;
    int sinksAlive = 0;
};

class OutputSink final : public Domain::RecordSink
{
public:
    explicit OutputSink(std::shared_ptr<Output> output) : m_output(std::move(output))
    {
        const std::lock_guard lock(m_output->mutex);
        ++m_output->sinksAlive;
    }
    ~OutputSink() override
    {
        const std::lock_guard lock(m_output->mutex);
        --m_output->sinksAlive;
    }
    void record(const Domain::Record &record) override { m_pending.push_back(record.offset.value()); }
    void gap(const Domain::Gap &) override {}
    void publish() override
    {
        const std::lock_guard lock(m_output->mutex);
        m_output->offsets.insert(m_output->offsets.end(), m_pending.begin(), m_pending.end());
        m_pending.clear();
    }

private:
    std::shared_ptr<Output> m_output;
    std::vector<std::int64_t> m_pending;
};

} // namespace

class TestRecordReader : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        script = std::make_shared<FakeScript>();
        script->addTopic("orders", 1);
        script->setRecords("orders", fakeRecords(1, 100));
        cluster = fakeCluster(script);
        output = std::make_shared<Output>();
        plan = {};
        plan.topics = {"orders"};
    }

    Domain::RecordSinkFactory sinks() const
    {
        return [output = output] { return std::make_unique<OutputSink>(output); };
    }

    void finishesWithEverythingHandedOver()
    {
        plan.from = Domain::AtOffset{Domain::Offset(40)};
        RecordReader reader(*cluster, plan, sinks());
        QSignalSpy finished(&reader, &RecordReader::finished);
        reader.start(std::chrono::milliseconds(5));
        QVERIFY(finished.wait());
        QCOMPARE(reader.status().state, ReadState::Finished);
        QVERIFY(reader.status().complete());
        QCOMPARE(output->offsets.size(), 60u);
        QCOMPARE(output->offsets.front(), 40);
        QCOMPARE(reader.plan(), plan);
        QTRY_COMPARE(output->sinksAlive, 0);
        QCOMPARE(finished.count(), 1);
    }

    void stopsOfALiveRead()
    {
        plan.until = Domain::UntilLive{};
        RecordReader reader(*cluster, plan, sinks());
        QSignalSpy finished(&reader, &RecordReader::finished);
        reader.start(std::chrono::milliseconds(5));
        QTRY_COMPARE(reader.status().state, ReadState::Waiting);
        reader.pause();
        QTRY_COMPARE(reader.status().state, ReadState::Paused);
        reader.resume();
        QTRY_COMPARE(reader.status().state, ReadState::Reading);
        QCOMPARE(finished.count(), 0);
        reader.stop();
        QVERIFY(finished.wait());
        QCOMPARE(reader.status().state, ReadState::Stopped);
        QVERIFY(!reader.status().complete());
    }

    void tellsAFailureThatWasThereFromTheBeginning()
    {
        script->setRecords("orders", {});
        plan.topics = {"nothing"};
        RecordReader reader(*cluster, plan, sinks());
        QSignalSpy finished(&reader, &RecordReader::finished);
        reader.start(std::chrono::milliseconds(5));
        Domain::Error error;
        error.code = Domain::ErrorCode::UnknownTopic;
        script->lastRead()->setState(ReadState::Failed, error);
        QVERIFY(finished.wait());
        QCOMPARE(reader.status().error->code, Domain::ErrorCode::UnknownTopic);
    }

    void sinksMayOutliveTheReader()
    {
        script->hold();
        auto reader = std::make_unique<RecordReader>(*cluster, plan, sinks());
        reader->start();
        const auto read = script->lastRead();
        reader.reset();
        QVERIFY(read->isSourceGone());
        script->release();
        script->settle();
        QCOMPARE(output->sinksAlive, 0);
    }

private:
    std::shared_ptr<FakeScript> script;
    std::unique_ptr<FakeCluster> cluster;
    std::shared_ptr<Output> output;
    Domain::ReadPlan plan;
};

QTEST_GUILESS_MAIN(TestRecordReader)
#include "tst_recordreader.moc"
