// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/preferences.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using Session::Preferences;

class TestPreferences : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        folder = std::make_unique<QTemporaryDir>();
        file = folder->filePath(QStringLiteral("deep/er/settings.json"));
    }

    void beginsWithDefaults()
    {
        const Preferences p(file);
        QCOMPARE(p.theme(), Session::ThemeChoice::System);
        QCOMPARE(p.timeZone(), Session::TimeZoneChoice::Local);
        QCOMPARE(p.zoomSteps(), 0);
        QCOMPARE(p.memoryBudget(), 2'000'000'000u);
        QCOMPARE(p.sessionBudget(), 500'000'000u);
        QVERIFY(p.windowGeometry().isEmpty());
        QVERIFY(p.favouriteTopics(QStringLiteral("a")).isEmpty());
        QVERIFY(!p.loadError());
    }

    void remembersEverything()
    {
        const QByteArray blob("\0\xff binary \n", 11);
        {
            Preferences p(file);
            p.setTheme(Session::ThemeChoice::Dark);
            p.setTimeZone(Session::TimeZoneChoice::Utc);
            p.setZoomSteps(3);
            p.setMemoryBudget(8'000'000'000);
            p.setWindow(blob, "state");
            p.setSplitterState(QStringLiteral("inspector"), blob);
            p.setFavouriteTopics(QStringLiteral("a"), {QStringLiteral("orders"), QStringLiteral("a.b-c_ü")});
            p.setColumnState(QStringLiteral("a"), QStringLiteral("orders"), blob);
            p.setValueFormat(QStringLiteral("a"), QStringLiteral("orders"), QStringLiteral("json"));
        }
        const Preferences p(file);
        QCOMPARE(p.theme(), Session::ThemeChoice::Dark);
        QCOMPARE(p.timeZone(), Session::TimeZoneChoice::Utc);
        QCOMPARE(p.zoomSteps(), 3);
        QCOMPARE(p.memoryBudget(), 8'000'000'000u);
        QCOMPARE(p.sessionBudget(), 512u * 1024 * 1024);
        QCOMPARE(p.windowGeometry(), blob);
        QCOMPARE(p.windowState(), QByteArray("state"));
        QCOMPARE(p.splitterState(QStringLiteral("inspector")), blob);
        QCOMPARE(p.favouriteTopics(QStringLiteral("a")), (QStringList{QStringLiteral("orders"), QStringLiteral("a.b-c_ü")}));
        QCOMPARE(p.columnState(QStringLiteral("a"), QStringLiteral("orders")), blob);
        QCOMPARE(p.valueFormat(QStringLiteral("a"), QStringLiteral("orders")), QStringLiteral("json"));
        QVERIFY(p.columnState(QStringLiteral("b"), QStringLiteral("orders")).isEmpty());
    }

    void saysWhatChangedOnlyWhenItDid()
    {
        Preferences p(file);
        QSignalSpy changed(&p, &Preferences::changed);
        p.setTheme(Session::ThemeChoice::Dark);
        p.setTheme(Session::ThemeChoice::Dark);
        QCOMPARE(changed.count(), 1);
        p.setValueFormat(QStringLiteral("a"), QStringLiteral("t"), {});
        QCOMPARE(changed.count(), 1);
        p.setZoomSteps(99);
        QCOMPARE(p.zoomSteps(), 10);
        p.setZoomSteps(10);
        QCOMPARE(changed.count(), 2);
    }

    void writesByItselfALittleLater()
    {
        Preferences p(file);
        p.setZoomSteps(2);
        QVERIFY(!QFile::exists(file));
        QTRY_VERIFY(QFile::exists(file));
    }

    void takesNonsenseForTheDefault()
    {
        QVERIFY(QDir().mkpath(QFileInfo(file).path()));
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(R"({"version":1,"settings":{"theme":"pink","zoomSteps":"many","memoryBudget":-5,"favourites/a":[1,"x",null]}})");
        out.close();
        const Preferences p(file);
        QVERIFY(!p.loadError());
        QCOMPARE(p.theme(), Session::ThemeChoice::System);
        QCOMPARE(p.zoomSteps(), 0);
        QCOMPARE(p.memoryBudget(), 64u * 1024 * 1024);
        QCOMPARE(p.favouriteTopics(QStringLiteral("a")), QStringList{QStringLiteral("x")});
    }

private:
    std::unique_ptr<QTemporaryDir> folder;
    QString file;
};

QTEST_GUILESS_MAIN(TestPreferences)
#include "tst_preferences.moc"
