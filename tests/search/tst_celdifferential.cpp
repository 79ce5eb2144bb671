// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/search/celdifference.h"

#include <QTest>

#include <random>

/// Thousands of made expressions over made records: the evaluator and a naive one give the same.
class TestCelDifferential : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithTheNaiveEvaluator();
    void agreesWithoutARecord();
    void survivesDamagedExpressions();
};

void TestCelDifferential::agreesWithTheNaiveEvaluator()
{
    int compared = 0;
    int values = 0;
    for (std::uint32_t seed = 1; seed <= 8'000; ++seed) {
        std::mt19937 random(seed);
        CelTest::Generator make([&random] { return static_cast<std::uint32_t>(random()); });
        const CelTest::Sample sample(make);
        const std::string expression = seed % 2 == 0 ? make.expression() : make.condition();
        std::vector<Domain::Header> headers;
        const Domain::Record record = sample.borrow(headers);
        const std::string difference = CelTest::difference(expression, &record, compared);
        values += Search::evaluate(expression, &record, "orders").ok() ? 1 : 0;
        QVERIFY2(difference.empty(), (difference + "\n  seed " + std::to_string(seed) + ": " + expression + "\n  value: " + sample.value.value_or("(null)")
                                      + "\n  key: " + sample.key.value_or("(null)")).c_str());
    }
    QVERIFY2(compared > 6'800, std::to_string(compared).c_str()); // or it compares nothing
    QVERIFY2(values > 1'200, std::to_string(values).c_str());
}

void TestCelDifferential::agreesWithoutARecord()
{
    int compared = 0;
    for (std::uint32_t seed = 1; seed <= 2'000; ++seed) {
        std::mt19937 random(seed);
        CelTest::Generator make([&random] { return static_cast<std::uint32_t>(random()); });
        const std::string expression = make.expression();
        const std::string difference = CelTest::difference(expression, nullptr, compared);
        QVERIFY2(difference.empty(), (difference + "\n  seed " + std::to_string(seed) + ": " + expression).c_str());
    }
    QVERIFY2(compared > 1'500, std::to_string(compared).c_str());
}

void TestCelDifferential::survivesDamagedExpressions()
{
    int compared = 0;
    for (std::uint32_t seed = 1; seed <= 3'000; ++seed) {
        std::mt19937 random(seed);
        CelTest::Generator make([&random] { return static_cast<std::uint32_t>(random()); });
        std::string expression = make.expression();
        for (int i = 0; i < 1; ++i) {
            const std::size_t at = random() % (expression.size() + 1);
            if (random() % 2 == 0 && at < expression.size())
                expression.erase(at, 1 + random() % 3);
            else
                expression.insert(at, 1, "()[]{}.,:?!-+*/%<>=&|'\"\\`ux0b \n\xC3\xFF"[random() % 32]);
        }
        const std::string difference = CelTest::difference(expression, nullptr, compared);
        QVERIFY2(difference.empty(), (difference + "\n  seed " + std::to_string(seed) + ": " + expression).c_str());
    }
    QVERIFY2(compared > 200, std::to_string(compared).c_str());
}

QTEST_APPLESS_MAIN(TestCelDifferential)
#include "tst_celdifferential.moc"
