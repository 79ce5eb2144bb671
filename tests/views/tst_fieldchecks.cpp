// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/connection/fieldchecks.h"

#include <QTest>

using namespace Views;

class tst_FieldChecks : public QObject
{
    Q_OBJECT
private slots:
    void addresses_data();
    void addresses();
    void loopback_data();
    void loopback();
    void properties_data();
    void properties();
    void linesBecomeValues();
};

void tst_FieldChecks::addresses_data()
{
    QTest::addColumn<QString>("servers");
    QTest::addColumn<bool>("good");
    QTest::newRow("host and port") << "localhost:9092" << true;
    QTest::newRow("several") << "a.example:9092, b.example:9093" << true;
    QTest::newRow("no port") << "broker" << true;
    QTest::newRow("ipv6") << "[::1]:9092" << true;
    QTest::newRow("ipv6 without port") << "[2001:db8::1]" << true;
    QTest::newRow("port 0") << "a:0" << false;
    QTest::newRow("port too large") << "a:65536" << false;
    QTest::newRow("port with sign") << "a:+90" << false;
    QTest::newRow("empty port") << "a:" << false;
    QTest::newRow("no host") << ":9092" << false;
    QTest::newRow("gap") << "a:1,,b:2" << false;
    QTest::newRow("url") << "http://a:9092" << false;
    QTest::newRow("space inside") << "a b:9092" << false;
    QTest::newRow("ipv6 unclosed") << "[::1:9092" << false;
    QTest::newRow("ipv6 empty") << "[]:9092" << false;
    QTest::newRow("bare ipv6") << "::1:9092" << false;
}

void tst_FieldChecks::addresses()
{
    QFETCH(QString, servers);
    QFETCH(bool, good);
    QCOMPARE(!firstBadAddress(servers).has_value(), good);
}

void tst_FieldChecks::loopback_data()
{
    QTest::addColumn<QString>("servers");
    QTest::addColumn<bool>("isLoopback");
    QTest::newRow("name") << "localhost:9092" << true;
    QTest::newRow("v4") << "127.0.0.1:9092,127.1.2.3:1" << true;
    QTest::newRow("v6") << "[::1]:9092" << true;
    QTest::newRow("one is not") << "localhost:9092,kafka:9092" << false;
    QTest::newRow("looks like it") << "127.example.com:9092" << false;
    QTest::newRow("localhost of somebody") << "localhost.example.com:9092" << false;
}

void tst_FieldChecks::loopback()
{
    QFETCH(QString, servers);
    QFETCH(bool, isLoopback);
    QCOMPARE(isLoopbackOnly(servers), isLoopback);
}

void tst_FieldChecks::properties_data()
{
    QTest::addColumn<QString>("lines");
    QTest::addColumn<int>("reason");
    QTest::addColumn<int>("line");
    const auto row = [](const char *name, const char *lines, BadLine::Reason reason, int line) { QTest::newRow(name) << QString::fromLatin1(lines) << int(reason) << line; };
    row("none", "", BadLine::Reason::None, 0);
    row("good", "socket.timeout.ms=1000\n\nclient.rack = a", BadLine::Reason::None, 0);
    row("no value", "a=b\nsocket.timeout.ms", BadLine::Reason::NoValue, 2);
    row("no name", "=b", BadLine::Reason::NoValue, 1);
    row("twice", "a=1\nb=2\na=3", BadLine::Reason::Twice, 3);
    row("secret", "sasl.password=x", BadLine::Reason::Secret, 1);
    row("field", "bootstrap.servers=x", BadLine::Reason::HasField, 1);
}

void tst_FieldChecks::properties()
{
    QFETCH(QString, lines);
    QFETCH(int, reason);
    QFETCH(int, line);
    const BadLine bad = firstBadProperty(lines);
    QCOMPARE(int(bad.reason), reason);
    QCOMPARE(bad.line, line);
}

void tst_FieldChecks::linesBecomeValues()
{
    QCOMPARE(groupsOf(QStringLiteral(" billing \n\nbilling\nother")), (std::vector<std::string>{"billing", "other"}));
    const auto map = propertiesOf(QStringLiteral("a = b=c\nbroken\n d=e "));
    QCOMPARE(map.size(), 2u);
    QCOMPARE(map.at("a"), std::string("b=c"));
    QCOMPARE(map.at("d"), std::string("e"));
}

QTEST_APPLESS_MAIN(tst_FieldChecks)
#include "tst_fieldchecks.moc"
