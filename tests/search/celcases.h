// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/search/celtext.h"

#include <QTest>

/// Tables of expressions, each with what it gives.
namespace CelTest {

struct Case
{
    const char *expression;
    const char *expected; ///< "error: x" is satisfied by every error that says x
};

inline void add(std::initializer_list<Case> cases)
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("expected");
    for (const Case &c : cases)
        QTest::newRow(QByteArray(c.expression).left(80).constData()) << QByteArray(c.expression) << QByteArray(c.expected);
}

inline bool fits(const std::string &actual, const std::string &expected)
{
    return expected.starts_with("error") ? actual.starts_with("error") && actual.find(expected.substr(std::min<std::size_t>(7, expected.size()))) != std::string::npos : actual == expected;
}

/// Checks one row of the table. `record` null: none.
inline void check(const Domain::Record *record = nullptr)
{
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, expected);
    const std::string actual = outcome(expression.toStdString(), record);
    QVERIFY2(fits(actual, expected.toStdString()), ("got " + actual + ", expected " + expected.toStdString()).c_str());
}

} // namespace CelTest
