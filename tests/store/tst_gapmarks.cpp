// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/arrivalorder.h"
#include "store/recordstore.h"

#include <QTest>

#include <string>

using namespace Store;

namespace {

Domain::Record recordAt(std::int64_t offset, std::int32_t partition = 0)
{
    Domain::Record record;
    record.partition = Domain::PartitionId(partition);
    record.offset = Domain::Offset(offset);
    record.value = "v";
    return record;
}

Domain::Gap gapOf(std::int64_t from, std::int64_t to, bool isMark, std::int32_t partition = 0)
{
    return {.partition = Domain::PartitionId(partition), .from = Domain::Offset(from), .to = Domain::Offset(to), .isMark = isMark};
}

/// "5 [7-9) 9+2": a record at 5, a gap row, a record at 9 with two offsets missing before it; "p" in front names other partitions.
QString told(RecordStore &store)
{
    ArrivalOrder order;
    order.append(store.takeNewRuns());
    QStringList rows;
    std::vector<Domain::Header> headers;
    Row row;
    for (std::uint64_t i = 0; i < order.size(); ++i) {
        const ArrivalOrder::Place place = order.at(i);
        if (!store.snapshot().read(place.run, place.index, row, headers))
            return QStringLiteral("unreadable");
        const auto number = [](Domain::Offset offset) { return QString::number(offset.value()); };
        const int partition = row.isGap ? row.gap.partition.value() : row.record.partition.value();
        QString text = partition == 0 ? QString() : QStringLiteral("p%1:").arg(partition);
        if (row.isGap)
            text += QStringLiteral("[%1-%2)").arg(number(row.gap.from), number(row.gap.to));
        else
            text += number(row.record.offset) + (row.record.missingBefore ? QStringLiteral("+%1").arg(row.record.missingBefore) : QString());
        rows.append(text);
    }
    return rows.join(u' ');
}

} // namespace

class TestGapMarks : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        m_store = std::make_unique<RecordStore>(std::size_t(64) << 20);
        m_writer = m_store->openWriter(false);
    }

    void aMarkStandsOnTheNextRecord()
    {
        m_writer->record(recordAt(5));
        m_writer->gap(gapOf(6, 8, true));
        m_writer->record(recordAt(8));
        m_writer->record(recordAt(9));
        m_writer->publish();
        QCOMPARE(told(*m_store), QStringLiteral("5 8+2 9"));
    }

    void aGapThatIsNoMarkIsARow()
    {
        m_writer->gap(gapOf(0, 8, false));
        m_writer->record(recordAt(8));
        m_writer->publish();
        QCOMPARE(told(*m_store), QStringLiteral("[0-8) 8"));
    }

    void theMarkOfOnePartitionIsNotPutOnAnother()
    {
        m_writer->gap(gapOf(6, 7, true));
        m_writer->record(recordAt(1, 3));
        m_writer->record(recordAt(7));
        m_writer->publish();
        QCOMPARE(told(*m_store), QStringLiteral("p3:1 7+1"));
    }

    void marksThatTouchAreOne()
    {
        m_writer->gap(gapOf(6, 7, true));
        m_writer->gap(gapOf(7, 10, true));
        m_writer->record(recordAt(10));
        m_writer->publish();
        QCOMPARE(told(*m_store), QStringLiteral("10+4"));
    }

    void aMarkFollowedByAnotherGapIsARow()
    {
        m_writer->gap(gapOf(6, 7, true));
        m_writer->gap(gapOf(7, 90, false));
        m_writer->record(recordAt(90));
        m_writer->publish();
        QCOMPARE(told(*m_store), QStringLiteral("[6-7) [7-90) 90"));
    }

    void noOffsetIsLostWhenTheReadEndsOnAMark()
    {
        m_writer->record(recordAt(5));
        m_writer->gap(gapOf(6, 7, true));
        m_writer->publish();
        QCOMPARE(told(*m_store), QStringLiteral("5"));
        m_writer.reset(); // the end of the read
        QCOMPARE(told(*m_store), QStringLiteral("[6-7)"));
    }

    void hugeMarksAndWideRowsComeBack()
    {
        const std::int64_t far = std::int64_t(1) << 62;
        m_writer->record(recordAt(0));
        m_writer->gap(gapOf(1, far, true));
        m_writer->record(recordAt(far));
        const std::string large(std::size_t(3) << 20, 'x'); // outside the chunk
        Domain::Record record = recordAt(far + 2);
        record.value = large;
        m_writer->gap(gapOf(far + 1, far + 2, true));
        m_writer->record(record);
        m_writer->publish();
        QCOMPARE(told(*m_store), QStringLiteral("0 %1+%2 %3+1").arg(far).arg(far - 1).arg(far + 2));
    }

private:
    std::unique_ptr<RecordStore> m_store;
    std::unique_ptr<Domain::RecordSink> m_writer;
};

QTEST_APPLESS_MAIN(TestGapMarks)
#include "tst_gapmarks.moc"
