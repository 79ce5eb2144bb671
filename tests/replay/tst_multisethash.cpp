// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/multisethash.h"

#include <QtTest>

#include <random>
#include <set>
#include <string>
#include <vector>

using namespace Replay;

class TestMultisetHash : public QObject
{
    Q_OBJECT
private slots:
    void sumsCarry();
    void orderOfASumDoesNotMatter();
    void nullEmptyAndSplitsDiffer();
    void everyBitCounts();
    void placesAndTimesCount();
    void hexGoesThereAndBack();
};

void TestMultisetHash::sumsCarry()
{
    Hash128 sum{~0ULL, 1};
    sum += {1, 2};
    QCOMPARE(sum.low, 0ULL);
    QCOMPARE(sum.high, 4ULL);
}

void TestMultisetHash::orderOfASumDoesNotMatter()
{
    std::vector<Hash128> all;
    for (int i = 0; i < 1000; ++i)
        all.push_back(contentHash(std::to_string(i), std::nullopt, {}));
    Hash128 one;
    for (const Hash128 &h : all)
        one += h;
    std::shuffle(all.begin(), all.end(), std::mt19937(7));
    Hash128 two;
    for (const Hash128 &h : all)
        two += h;
    QVERIFY(one == two);
    two += all.front(); // a record that came twice
    QVERIFY(!(one == two));
}

void TestMultisetHash::nullEmptyAndSplitsDiffer()
{
    const Domain::BytesView empty("");
    const Domain::Header null{"a", std::nullopt};
    const Domain::Header none{"a", empty};
    const Domain::Header ab[] = {{"a", "1"}, {"b", "2"}};
    const Domain::Header ba[] = {{"b", "2"}, {"a", "1"}};
    const Domain::Header twice[] = {{"a", "1"}, {"a", "1"}};
    std::set<std::string> seen;
    const auto isNew = [&seen](const Hash128 &h) { return seen.insert(hexOf(h)).second; };
    QVERIFY(isNew(contentHash(std::nullopt, std::nullopt, {})));
    QVERIFY(isNew(contentHash(empty, std::nullopt, {})));
    QVERIFY(isNew(contentHash(std::nullopt, empty, {})));
    QVERIFY(isNew(contentHash(empty, empty, {})));
    QVERIFY(isNew(contentHash("ab", "c", {})));
    QVERIFY(isNew(contentHash("a", "bc", {})));
    QVERIFY(isNew(contentHash("abc", empty, {})));
    QVERIFY(isNew(contentHash(std::string_view("abc\0", 4), empty, {})));
    QVERIFY(isNew(contentHash(empty, empty, {&null, 1})));
    QVERIFY(isNew(contentHash(empty, empty, {&none, 1})));
    QVERIFY(isNew(contentHash(empty, empty, ab)));
    QVERIFY(isNew(contentHash(empty, empty, ba)));
    QVERIFY(isNew(contentHash(empty, empty, twice)));
    QVERIFY(isNew(contentHash(empty, empty, {twice, 1})));
}

void TestMultisetHash::everyBitCounts()
{
    std::mt19937_64 random(42);
    for (const std::size_t size : {1U, 7U, 8U, 15U, 16U, 17U, 63U, 300U}) {
        std::string value(size, '\0');
        for (char &c : value)
            c = static_cast<char>(random());
        const Hash128 whole = contentHash("key", value, {});
        for (std::size_t bit = 0; bit < size * 8; ++bit) {
            std::string flipped = value;
            flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
            const Hash128 other = contentHash("key", flipped, {});
            QVERIFY2(other.low != whole.low && other.high != whole.high, qPrintable(QString::number(bit))); // each half notices it by itself
        }
    }
}

void TestMultisetHash::placesAndTimesCount()
{
    const Hash128 h = contentHash("k", "v", {});
    QVERIFY(!(mixed(h, 1, 2) == mixed(h, 2, 1)));
    QVERIFY(!(mixed(h, 1, 2) == mixed(h, 1, 3)));
    QVERIFY(mixed(h, 1, 2) == mixed(h, 1, 2));
}

void TestMultisetHash::hexGoesThereAndBack()
{
    const Hash128 h{0x0123456789abcdefULL, 0xfedcba9876543210ULL};
    QCOMPARE(hexOf(h), std::string("fedcba98765432100123456789abcdef"));
    QVERIFY(hashOfHex(hexOf(h)) == h);
    QVERIFY(!hashOfHex("fedc"));
    QVERIFY(!hashOfHex("gedcba98765432100123456789abcdef"));
}

QTEST_APPLESS_MAIN(TestMultisetHash)
#include "tst_multisethash.moc"
