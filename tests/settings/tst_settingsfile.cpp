// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/settingsfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using Domain::ErrorCode;
using Settings::SettingsFile;

class TestSettingsFile : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        folder = std::make_unique<QTemporaryDir>();
        file = folder->filePath(QStringLiteral("settings.json"));
    }

    void write(const QByteArray &content) const
    {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        QCOMPARE(out.write(content), content.size());
    }
    static QByteArray read(const QString &name)
    {
        QFile in(name);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

    void keepsValuesByTheirType()
    {
        {
            SettingsFile settings(file);
            QVERIFY(settings.set(QStringLiteral("text"), QStringLiteral("ü")));
            QVERIFY(settings.set(QStringLiteral("number"), qint64(9'007'199'254'740'993))); // 2^53 + 1
            QVERIFY(settings.set(QStringLiteral("bytes"), QByteArray("\0\xff", 2)));
            QVERIFY(settings.set(QStringLiteral("list"), QStringList{QStringLiteral("a"), QString()}));
            QVERIFY(!settings.set(QStringLiteral("text"), QStringLiteral("ü")));
        }
        const SettingsFile settings(file);
        QCOMPARE(settings.text(QStringLiteral("text")), QStringLiteral("ü"));
        QCOMPARE(settings.number(QStringLiteral("number"), 0), 9'007'199'254'740'993);
        QCOMPARE(settings.bytes(QStringLiteral("bytes")), QByteArray("\0\xff", 2));
        QCOMPARE(settings.list(QStringLiteral("list")), (QStringList{QStringLiteral("a"), QString()}));
        QCOMPARE(settings.text(QStringLiteral("number"), QStringLiteral("other")), QStringLiteral("other"));
        QCOMPARE(settings.number(QStringLiteral("text"), 5), 5);
        QVERIFY(settings.list(QStringLiteral("nothing")).isEmpty());
    }

    void emptyValuesLeaveTheFile()
    {
        SettingsFile settings(file);
        QVERIFY(settings.set(QStringLiteral("text"), QStringLiteral("x")));
        QVERIFY(settings.set(QStringLiteral("text"), QString()));
        QVERIFY(settings.save());
        QVERIFY(!read(file).contains("text"));
    }

    void takesNoValueWithoutBounds()
    {
        SettingsFile settings(file);
        QVERIFY(!settings.set(QStringLiteral("big"), QString(100'000, u'x')));
        QVERIFY(!settings.set(QString(2000, u'k'), QStringLiteral("x")));
        QVERIFY(settings.save());
        QVERIFY(!QFile::exists(file)); // nothing to write
    }

    void keepsABrokenFileAside_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("word");
        QTest::newRow("empty") << QByteArray("") << QStringLiteral("broken");
        QTest::newRow("cut") << QByteArray("{\"version\":1,\"sett") << QStringLiteral("broken");
        QTest::newRow("binary") << QByteArray("\0\1\2", 3) << QStringLiteral("broken");
        QTest::newRow("array") << QByteArray("[1]") << QStringLiteral("broken");
        QTest::newRow("no version") << QByteArray("{\"settings\":{}}") << QStringLiteral("broken");
        QTest::newRow("no settings") << QByteArray("{\"version\":1}") << QStringLiteral("broken");
        QTest::newRow("a million brackets") << QByteArray(1'000'000, '[') << QStringLiteral("broken");
        QTest::newRow("large") << QByteArray("{\"version\":1,\"settings\":{}}") + QByteArray(17'000'000, ' ') << QStringLiteral("broken");
        QTest::newRow("newer") << QByteArray("{\"version\":2,\"settings\":{\"theme\":\"dark\"}}") << QStringLiteral("newer");
    }
    void keepsABrokenFileAside()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, word);
        write(content);
        SettingsFile settings(file);
        QVERIFY(settings.loadError());
        const QString keptAs = QString::fromStdString(settings.loadError()->arg("keptAs"));
        QVERIFY2(keptAs.startsWith(file + u'.' + word + u'-'), qPrintable(keptAs));
        QCOMPARE(read(keptAs), content);
        QVERIFY(settings.set(QStringLiteral("theme"), QStringLiteral("light")));
        QVERIFY(settings.save());
        QCOMPARE(read(keptAs), content);
        QVERIFY(!SettingsFile(file).loadError());
    }

    void keepsKeysItDoesNotKnow()
    {
        write("{\"version\":1,\"other\":{\"a\":1},\"settings\":{\"later\":{\"b\":[true]}}}");
        {
            SettingsFile settings(file);
            QVERIFY(settings.set(QStringLiteral("theme"), QStringLiteral("dark")));
        }
        const QByteArray text = read(file);
        QVERIFY(text.contains("\"other\"") && text.contains("\"later\"") && text.contains("\"dark\""));
    }

    void aPlaceThatCannotBeWrittenIsSaid()
    {
        QVERIFY(QDir().mkpath(file));
        SettingsFile settings(file);
        QVERIFY(settings.loadError());
        QVERIFY(settings.set(QStringLiteral("theme"), QStringLiteral("dark")));
        QCOMPARE(settings.text(QStringLiteral("theme")), QStringLiteral("dark")); // for this run
        QCOMPARE(settings.save().error().code, ErrorCode::FileUnreadable);
        QVERIFY(QFileInfo(file).isDir());
    }

private:
    std::unique_ptr<QTemporaryDir> folder;
    QString file;
};

QTEST_GUILESS_MAIN(TestSettingsFile)
#include "tst_settingsfile.moc"
