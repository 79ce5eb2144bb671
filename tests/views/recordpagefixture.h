// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <functional>

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

namespace ViewTest {

/// Orders of a small shop: tombstones, null keys, empties, the text "null", JSON and bytes.
inline std::vector<TestSupport::FakeRecord> shopRecords(int count)
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

/// A page of records over a scripted cluster, used as a person would: menus, buttons and keys.
class RecordPageFixture : public QObject
{
protected:
    void makeLooks()
    {
        m_preferences = std::make_unique<Session::Preferences>(m_dir.filePath(QStringLiteral("settings.json")));
        m_preferences->setTheme(Session::ThemeChoice::Dark);
        m_preferences->setTimeZone(Session::TimeZoneChoice::Utc);
        m_preferences->setTimelineShown(false); // it reads small logs itself; tests count reads
        m_appearance = std::make_unique<Views::Appearance>(*m_preferences);
    }

    void makeCluster()
    {
        m_script = std::make_shared<TestSupport::FakeScript>();
        m_script->addTopic("orders", 12);
        Domain::ConnectionProfile profile;
        profile.id = "shop";
        profile.name = "shop production";
        profile.bootstrapServers = "kafka-1:9092";
        m_cluster = std::make_unique<Session::ClusterSession>(profile, TestSupport::fakeCluster(m_script));
    }

    void close()
    {
        m_page.reset();
        m_cluster.reset();
        m_script.reset();
    }

    void open(const QString &topic, QSize size = {1180, 760})
    {
        m_page = std::make_unique<Views::RecordPage>(*m_cluster, topic, *m_preferences, *m_appearance);
        m_page->resize(size);
        m_page->show();
        m_page->activateWindow(); // without a window manager nobody else does, and shortcuts need an active window
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_cluster->refresh();
    }

    static void pictureLooks()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        QTest::newRow("dark-1440") << true << QSize(1188, 790);
        QTest::newRow("light-1440") << false << QSize(1188, 790);
        QTest::newRow("dark-1024") << true << QSize(772, 600);
        QTest::newRow("light-1024") << false << QSize(772, 600);
    }

    void openForPicture()
    {
        QFETCH(bool, dark);
        QFETCH(QSize, size);
        m_preferences->setTheme(dark ? Session::ThemeChoice::Dark : Session::ThemeChoice::Light);
        m_script->setRecords("orders", shopRecords(400));
        open(QStringLiteral("orders"), size);
    }

    void shoot(const QString &name)
    {
        const QString folder = qEnvironmentVariable("PLAYHEAD_SHOTS");
        if (!folder.isEmpty())
            QVERIFY(m_page->grab().save(QDir(folder).filePath(name + QStringLiteral(".png"))));
    }

    void openLive(int count = 400)
    {
        m_script->setRecords("orders", shopRecords(count));
        open(QStringLiteral("orders"));
        QTRY_COMPARE(strip()->stateText(), QStringLiteral("Live"));
        QTRY_COMPARE(table()->table()->rowCount(), count);
    }

    /// Clicks the entry of the menu that `open` opens.
    void pickFrom(const std::function<void()> &open, const QString &entry)
    {
        bool found = false;
        QTimer::singleShot(0, this, [&found, entry] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            QVERIFY(menu);
            for (QAction *action : menu->actions()) {
                if (!action->text().remove(u'&').startsWith(entry))
                    continue;
                found = true;
                QVERIFY(action->isEnabled());
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
                return;
            }
            menu->close();
        });
        open();
        QVERIFY2(found, qPrintable(entry));
    }

    void pick(QWidget *button, const QString &entry)
    {
        pickFrom([button] { QTest::mouseClick(button, Qt::LeftButton); }, entry);
    }

    void enter(const QString &text)
    {
        auto *edit = child<QLineEdit>("fieldEdit");
        QTRY_VERIFY(edit->isVisible());
        edit->clear();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }

    QPushButton *bannerButton(const QString &text) const
    {
        for (QPushButton *button : banner()->findChildren<QPushButton *>())
            if (button->text() == text && button->isVisible())
                return button;
        return nullptr;
    }

    void clickBanner(const QString &text)
    {
        QTRY_VERIFY2(bannerButton(text), qPrintable(text));
        QTest::mouseClick(bannerButton(text), Qt::LeftButton);
    }

    QDialog *dialog(const char *name) const { return m_page->findChild<QDialog *>(QLatin1String(name)); }
    QPushButton *stripButton(const char *name) const { return child<QPushButton>(name); }
    int reads() const { return int(m_script->reads().size()); }
    const Domain::ReadPlan &plan() const { return m_page->session().plan(); }
    std::shared_ptr<TestSupport::FakeRead> read() const { return m_script->lastRead(); }
    template<typename T>
    T *child(const char *name) const
    {
        T *found = m_page->findChild<T *>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    Views::RecordView *table() const { return child<Views::RecordView>("recordTable"); }
    Views::Banner *banner() const { return child<Views::Banner>("pageBanner"); }
    Views::ScanStrip *strip() const { return child<Views::ScanStrip>("scanStrip"); }
    Views::FieldButton *field(const char *name) const { return child<Views::FieldButton>(name); }
    QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }

    QTemporaryDir m_dir;
    std::unique_ptr<Session::Preferences> m_preferences;
    std::unique_ptr<Views::Appearance> m_appearance;
    std::shared_ptr<TestSupport::FakeScript> m_script;
    std::unique_ptr<Session::ClusterSession> m_cluster;
    std::unique_ptr<Views::RecordPage> m_page;
};

} // namespace ViewTest
