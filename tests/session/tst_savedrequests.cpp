// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/savedrequests.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using Session::SavedRequests;

namespace {

Produce::ProduceRequest someRequest()
{
    Produce::ProduceRequest request;
    request.topic = "orders";
    request.key = {Produce::FieldKind::Text, "user-{{int(1, 500)}}"};
    request.value = {Produce::FieldKind::Json, "{\n  \"id\": \"{{uuid()}}\"\n}"};
    request.headers = {{"source", {Produce::FieldKind::Text, "a"}}, {"source", {Produce::FieldKind::Null, {}}}};
    request.repeat = Produce::Times{1000};
    request.perSecond = 50;
    return request;
}

} // namespace

/// A folder of requests that the user and other programs may change.
class tst_SavedRequests : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void init() { folder = std::make_unique<QTemporaryDir>(); }
    void savesAndOpens();
    void followsTheFolder();
    void makesTheFolderWhenItIsNeeded();
    void takesOnlyNamesThatAreFiles();
    void saysWhatIsWrongWithAFile();
    void isReadableText();

private:
    std::unique_ptr<QTemporaryDir> folder;
};

void tst_SavedRequests::savesAndOpens()
{
    SavedRequests requests(folder->path());
    QVERIFY(requests.names().isEmpty());
    QVERIFY(requests.save(QStringLiteral("Load b"), someRequest()).ok());
    QVERIFY(requests.save(QStringLiteral("load a"), someRequest()).ok());
    QCOMPARE(requests.names(), (QStringList{QStringLiteral("load a"), QStringLiteral("Load b")}));
    const auto loaded = requests.load(QStringLiteral("Load b"));
    QVERIFY(loaded.ok());
    QVERIFY(loaded.value() == someRequest());
    QVERIFY(requests.remove(QStringLiteral("load a")).ok());
    QCOMPARE(requests.names(), QStringList{QStringLiteral("Load b")});
    QVERIFY(!requests.remove(QStringLiteral("load a")).ok());
}

void tst_SavedRequests::followsTheFolder()
{
    SavedRequests requests(folder->path());
    QSignalSpy changed(&requests, &SavedRequests::changed);
    QFile file(folder->filePath(QStringLiteral("other.kafka.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    QTRY_COMPARE(requests.names(), QStringList{QStringLiteral("other")});
    QVERIFY(QFile::remove(file.fileName()));
    QTRY_VERIFY(requests.names().isEmpty());
    QVERIFY(changed.size() >= 2);
}

void tst_SavedRequests::makesTheFolderWhenItIsNeeded()
{
    SavedRequests requests(folder->filePath(QStringLiteral("a/b")));
    QVERIFY(!QDir(requests.folder()).exists());
    QVERIFY(requests.save(QStringLiteral("one"), someRequest()).ok());
    QCOMPARE(requests.names(), QStringList{QStringLiteral("one")});
    requests.setFolder(folder->path());
    QVERIFY(requests.names().isEmpty());
}

void tst_SavedRequests::takesOnlyNamesThatAreFiles()
{
    SavedRequests requests(folder->path());
    for (const QString &name : {QString(), QStringLiteral("../out"), QStringLiteral("a/b"), QStringLiteral(".hidden"), QStringLiteral("a\nb"), QStringLiteral(" a"), QString(101, u'a')})
        QVERIFY2(!requests.save(name, someRequest()).ok(), qPrintable(name));
    QCOMPARE(QDir(folder->path()).entryList(QDir::Files).size(), 0);
    QVERIFY(requests.save(QStringLiteral("Größe & Co. (2)"), someRequest()).ok());
}

void tst_SavedRequests::saysWhatIsWrongWithAFile()
{
    SavedRequests requests(folder->path());
    QFile file(folder->filePath(QStringLiteral("broken.kafka.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"topic\": ");
    file.close();
    const auto broken = requests.load(QStringLiteral("broken"));
    QVERIFY(!broken.ok());
    QCOMPARE(int(broken.error().code), int(Domain::ErrorCode::BadRequestFile));
    QVERIFY(broken.error().args.at("file").ends_with("broken.kafka.json"));
    QVERIFY(!requests.load(QStringLiteral("missing")).ok());
}

void tst_SavedRequests::isReadableText()
{
    SavedRequests requests(folder->path());
    QVERIFY(requests.save(QStringLiteral("one"), someRequest()).ok());
    QFile file(requests.file(QStringLiteral("one")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.count('\n') > 5);
    QVERIFY(text.contains("\"topic\": \"orders\""));
    QCOMPARE(SavedRequests::textOf(someRequest()).toUtf8(), text);
    QVERIFY(SavedRequests::fromText(QString::fromUtf8(text)).value() == someRequest());
}

QTEST_GUILESS_MAIN(tst_SavedRequests)
#include "tst_savedrequests.moc"
