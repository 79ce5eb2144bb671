// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/arrivalorder.h"

#include <QTest>

#include <deque>
#include <random>

using namespace Store;

namespace {

Run run(std::uint32_t slot, std::uint32_t first, std::uint32_t count, std::uint32_t gaps = 0)
{
    return {slot, first, count, slot + 100, gaps};
}

/// Every row of the order, one by one.
std::vector<RowId> rowsOf(const ArrivalOrder &order)
{
    std::vector<RowId> rows;
    for (std::uint64_t i = 0; i < order.size(); ++i)
        rows.push_back(order.idAt(i));
    return rows;
}

void push(std::deque<RowId> &rows, const Run &r, bool front)
{
    for (std::uint32_t i = 0; i < r.count; ++i) {
        if (front)
            rows.push_front(rowId(r.slot, r.first + r.count - 1 - i));
        else
            rows.push_back(rowId(r.slot, r.first + i));
    }
}

} // namespace

class TestArrivalOrder : public QObject
{
    Q_OBJECT
private slots:
    void runsFollowEachOther();
    void neighboursAreJoined();
    void prependedRunsKeepTheirOwnOrder();
    void droppingAtOneEnd();
    void rowsBetweenDroppedOnesGoToo();
    void whatIsNotListedIsNotDropped();
    void randomWorkMatchesAPlainList();
};

void TestArrivalOrder::runsFollowEachOther()
{
    ArrivalOrder order;
    QCOMPARE(order.size(), std::uint64_t(0));
    order.append({run(1, 0, 2), run(2, 5, 3, 1), run(1, 7, 0), run(3, 0, 1)});
    QCOMPARE(order.size(), std::uint64_t(6));
    QCOMPARE(order.recordCount(), std::uint64_t(5));
    QCOMPARE(order.gapCount(), std::uint64_t(1));
    QCOMPARE(rowsOf(order), (std::vector<RowId>{rowId(1, 0), rowId(1, 1), rowId(2, 5), rowId(2, 6), rowId(2, 7), rowId(3, 0)}));
    QCOMPARE(order.at(3).run, run(2, 5, 3, 1));
    QCOMPARE(order.at(3).index, 6U);
    order.clear();
    QCOMPARE(order.size(), std::uint64_t(0));
    QVERIFY(order.runs().empty());
}

void TestArrivalOrder::neighboursAreJoined()
{
    ArrivalOrder order;
    for (std::uint32_t i = 0; i < 1000; ++i)
        order.append({run(1, i * 10, 10, 1)});
    QCOMPARE(order.runs(), (std::vector<Run>{run(1, 0, 10'000, 1000)}));
    order.append({{1, 10'000, 5, 777, 0}}); // the slot again, but another generation of it
    QCOMPARE(order.runs().size(), std::size_t(2));
}

void TestArrivalOrder::prependedRunsKeepTheirOwnOrder()
{
    ArrivalOrder order;
    order.append({run(1, 0, 2)});
    order.prepend({run(2, 0, 2), run(3, 0, 1)});
    order.prepend({run(4, 0, 1)});
    QCOMPARE(rowsOf(order), (std::vector<RowId>{rowId(4, 0), rowId(2, 0), rowId(2, 1), rowId(3, 0), rowId(1, 0), rowId(1, 1)}));
}

void TestArrivalOrder::droppingAtOneEnd()
{
    ArrivalOrder order;
    order.append({run(1, 0, 4, 1), run(2, 0, 3), run(3, 0, 2)});
    ArrivalOrder::Dropped dropped = order.drop({run(1, 0, 4, 1)});
    QCOMPARE(dropped.front, std::uint64_t(4));
    QCOMPARE(dropped.frontRecords, std::uint64_t(3));
    QCOMPARE(dropped.back, std::uint64_t(0));
    dropped = order.drop({run(3, 0, 2)}, false);
    QCOMPARE(dropped.back, std::uint64_t(2));
    QCOMPARE(dropped.backRecords, std::uint64_t(2));
    QCOMPARE(dropped.front, std::uint64_t(0));
    QCOMPARE(order.runs(), (std::vector<Run>{run(2, 0, 3)}));
    QCOMPARE(order.gapCount(), std::uint64_t(0));
}

void TestArrivalOrder::rowsBetweenDroppedOnesGoToo()
{
    ArrivalOrder order; // two writers, turn by turn
    order.append({run(1, 0, 10), run(2, 0, 5), run(1, 10, 10), run(2, 5, 5)});
    QCOMPARE(order.wouldDrop({run(1, 0, 20)}).front, std::uint64_t(25));
    QCOMPARE(order.size(), std::uint64_t(30));
    QCOMPARE(order.drop({run(1, 0, 20)}).front, std::uint64_t(25));
    QCOMPARE(rowsOf(order).front(), rowId(2, 5));
    QCOMPARE(order.drop({run(2, 0, 10)}).front, std::uint64_t(5));
    QCOMPARE(order.size(), std::uint64_t(0));
}

void TestArrivalOrder::whatIsNotListedIsNotDropped()
{
    ArrivalOrder order;
    order.append({run(1, 0, 10)});
    QCOMPARE(order.drop({run(9, 0, 10), {1, 0, 10, 5, 0}}).front, std::uint64_t(0));
    QCOMPARE(order.drop({}).front, std::uint64_t(0));
    QCOMPARE(order.size(), std::uint64_t(10));
}

void TestArrivalOrder::randomWorkMatchesAPlainList()
{
    std::mt19937 random(7);
    ArrivalOrder order;
    std::deque<RowId> rows;
    std::uint32_t slot = 0;
    for (int step = 0; step < 3000; ++step) {
        const Run next = run(slot, 0, random() % 9, 0);
        switch (random() % 5) {
        case 0:
        case 1:
        case 2:
            order.append({next});
            push(rows, next, false);
            ++slot;
            break;
        case 3:
            order.prepend({next});
            push(rows, next, true);
            ++slot;
            break;
        default:
            if (order.size() > 0) {
                const bool front = random() % 2;
                const Run end = front ? order.runs().front() : order.runs().back();
                const ArrivalOrder::Dropped dropped = order.drop({end}, front);
                QCOMPARE(front ? dropped.front : dropped.back, std::uint64_t(end.count));
                for (std::uint32_t i = 0; i < end.count; ++i)
                    front ? rows.pop_front() : rows.pop_back();
            }
        }
        QCOMPARE(order.size(), std::uint64_t(rows.size()));
        if (step % 50 == 0)
            QCOMPARE(rowsOf(order), std::vector<RowId>(rows.begin(), rows.end()));
    }
    QCOMPARE(rowsOf(order), std::vector<RowId>(rows.begin(), rows.end()));
}

QTEST_APPLESS_MAIN(TestArrivalOrder)
#include "tst_arrivalorder.moc"
