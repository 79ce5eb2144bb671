// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "items/recordtable.h"
#include "session/clustersession.h"
#include "session/preferences.h"
#include "tests/support/fakecluster.h"
#include "views/appearance.h"
#include "views/recordpage/readbar.h"
#include "views/recordpage/recordpage.h"
#include "views/recordview/recordview.h"
#include "views/widgets/banner.h"
#include "views/widgets/scanstrip.h"
#include "views/widgets/toolbutton.h"

using Items::RecordTable;
using Views::RecordPage;
using Views::RecordView;

namespace {

/// Orders of a small shop: tombstones, null keys, empties, the text "null", JSON and bytes.
std::vector<TestSupport::FakeRecord> shopRecords(int count)
{
    std::vector<TestSupport::FakeRecord> records;
    for (int i = 0; i < count; ++i) {
        TestSupport::FakeRecord r;
        r.partition = i * 7 % 12;
        r.offset = 3'400'000 + i / 12;
        r.timestampMs = 1'795'271'527'000 + i * 13;
        r.key = "order-" + std::to_string(700183 + i);
        r.value = R"({"orderId":90071992547)" + std::to_string(40993 + i) + R"(,"status":")" + (i % 3 ? "PAID" : "CANCELLED") + R"(","amount":)"
            + std::to_string(20 + i % 700) + ".90" + R"(,"currency":"EUR","items":[{"sku":"KB-417","qty":1},{"sku":"MS-220","qty":2}],"gift":null,"express":true})";
        r.headers = {{"traceId", "7f3a90c15be204d6"}, {"source", "web"}, {"retry", std::nullopt}};
        switch (i % 23) {
        case 4:
            r.key.reset();
            break;
        case 8:
            r.value.reset();
            break;
        case 11:
            r.value = std::string("\x00\x00\x00\x03\x96\x02\x48\x0a\x7b\x22\x6f\xff\x01", 13);
            break;
        case 14:
            r.value = "";
            break;
        case 17:
            r.value = "null";
            break;
        default:
            break;
        }
        records.push_back(std::move(r));
    }
    return records;
}

} // namespace

class TestRecordPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void looksLikeThePictures_data();
    void looksLikeThePictures();

private:
    void open(const QString &topic, QSize size = {1180, 760});
    void shoot(const QString &name);
    template<typename T>
    T *child(const char *name) const
    {
        T *found = m_page->findChild<T *>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    RecordView *table() const { return child<RecordView>("recordTable"); }
    Views::Banner *banner() const { return child<Views::Banner>("pageBanner"); }
    Views::ScanStrip *strip() const { return child<Views::ScanStrip>("scanStrip"); }
    Views::FieldButton *field(const char *name) const { return child<Views::FieldButton>(name); }
    QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }

    QTemporaryDir m_dir;
    std::unique_ptr<Session::Preferences> m_preferences;
    std::unique_ptr<Views::Appearance> m_appearance;
    std::shared_ptr<TestSupport::FakeScript> m_script;
    std::unique_ptr<Session::ClusterSession> m_cluster;
    std::unique_ptr<RecordPage> m_page;
};

void TestRecordPage::initTestCase()
{
    m_preferences = std::make_unique<Session::Preferences>(m_dir.filePath(QStringLiteral("settings.json")));
    m_preferences->setTheme(Session::ThemeChoice::Dark);
    m_preferences->setTimeZone(Session::TimeZoneChoice::Utc);
    m_appearance = std::make_unique<Views::Appearance>(*m_preferences);
}

void TestRecordPage::init()
{
    m_script = std::make_shared<TestSupport::FakeScript>();
    m_script->addTopic("orders", 12);
    Domain::ConnectionProfile profile;
    profile.id = "shop";
    profile.name = "shop production";
    profile.bootstrapServers = "kafka-1:9092";
    m_cluster = std::make_unique<Session::ClusterSession>(profile, TestSupport::fakeCluster(m_script));
}

void TestRecordPage::cleanup()
{
    m_page.reset();
    m_cluster.reset();
    m_script.reset();
}

void TestRecordPage::open(const QString &topic, QSize size)
{
    m_page = std::make_unique<RecordPage>(*m_cluster, topic, *m_preferences, *m_appearance);
    m_page->resize(size);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_cluster->refresh();
}

void TestRecordPage::shoot(const QString &name)
{
    const QString folder = qEnvironmentVariable("PLAYHEAD_SHOTS");
    if (!folder.isEmpty())
        QVERIFY(m_page->grab().save(QDir(folder).filePath(name + QStringLiteral(".png"))));
}

void TestRecordPage::looksLikeThePictures_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QSize>("size");
    QTest::newRow("dark-1440") << true << QSize(1188, 790);
    QTest::newRow("light-1440") << false << QSize(1188, 790);
    QTest::newRow("dark-1024") << true << QSize(772, 600);
    QTest::newRow("light-1024") << false << QSize(772, 600);
}

void TestRecordPage::looksLikeThePictures()
{
    QFETCH(bool, dark);
    QFETCH(QSize, size);
    m_preferences->setTheme(dark ? Session::ThemeChoice::Dark : Session::ThemeChoice::Light);
    m_script->setRecords("orders", shopRecords(400));
    open(QStringLiteral("orders"), size);
    QTRY_COMPARE(strip()->stateText(), QStringLiteral("Live"));
    QTRY_VERIFY(table()->table()->rowCount() >= 400);
    table()->setFocus();
    table()->selectRow(379);
    QCOMPARE(cell(0, RecordTable::OffsetColumn), QStringLiteral("3,400,000"));
    shoot(QStringLiteral("recordpage-") + QLatin1String(QTest::currentDataTag()));
}

QTEST_MAIN(TestRecordPage)
#include "tst_recordpage.moc"
