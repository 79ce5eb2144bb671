// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/pageopener.h"

#include "items/safetext.h"
#include "session/clustersession.h"
#include "session/replayjob.h"
#include "views/activity/activitypage.h"
#include "views/brokers/brokerspage.h"
#include "views/mainwindow/pagetabs.h"
#include "views/producepage/producepage.h"
#include "views/recordpage/recordpage.h"
#include "views/replaypage/replaypage.h"
#include "views/topic/topicpage.h"
#include "views/topics/topicspage.h"

#include <QDataStream>
#include <QIODevice>

namespace Views {

namespace {

constexpr quint32 savedFormat = 2; // 1: one topic a tab
constexpr qint32 mostTabs = 100;

QString iconOf(PageKey::Kind kind)
{
    switch (kind) {
    case PageKey::Kind::Records: return QStringLiteral("topic");
    case PageKey::Kind::Partitions: return QStringLiteral("partitions");
    case PageKey::Kind::Brokers: return QStringLiteral("broker");
    case PageKey::Kind::Replay: return QStringLiteral("replay");
    case PageKey::Kind::Produce: return QStringLiteral("send");
    case PageKey::Kind::Activity: return QStringLiteral("history");
    case PageKey::Kind::Topics: break;
    }
    return QStringLiteral("topics");
}

} // namespace

QString PageOpener::produceTitle(const QString &topic)
{
    return topic.isEmpty() ? tr("Produce") : tr("Produce: %1").arg(Items::safeText(topic.toStdString()));
}

PageOpener::PageOpener(PageTabs &tabs, Session::Preferences &preferences, const Appearance &appearance, RecordPageFactory recordPages, QObject *parent)
    : QObject(parent), m_tabs(tabs), m_preferences(preferences), m_appearance(appearance), m_recordPages(std::move(recordPages))
{
}

void PageOpener::open(Session::ClusterSession &session, PageKey::Kind kind, const QString &topic, bool inNewTab)
{
    open(session, PageKey{kind, QString::fromStdString(session.profile().id), topic}, inNewTab);
}

void PageOpener::openTogether(Session::ClusterSession &session, const QStringList &topics, bool inNewTab)
{
    if (!topics.isEmpty())
        open(session, PageKey{PageKey::Kind::Records, QString::fromStdString(session.profile().id), topics.front(), topics.mid(1)}, inNewTab);
}

void PageOpener::open(Session::ClusterSession &session, const PageKey &key, bool inNewTab)
{
    if (QWidget *page = inNewTab ? nullptr : m_tabs.find(key)) {
        m_tabs.setCurrentWidget(page);
        page->setFocus();
        return;
    }
    QString title = Items::safeText(key.topic.toStdString());
    switch (key.kind) {
    case PageKey::Kind::Records:
        if (key.together.size() == 1)
            title = tr("%1, %2").arg(title, Items::safeText(key.together.front().toStdString()));
        else if (!key.together.isEmpty())
            title = tr("%1 and %2 more").arg(title).arg(key.together.size());
        break;
    case PageKey::Kind::Partitions: title = tr("%1: partitions").arg(title); break;
    case PageKey::Kind::Topics: title = tr("Topics"); break;
    case PageKey::Kind::Brokers: title = tr("Brokers"); break;
    case PageKey::Kind::Produce: title = produceTitle(key.topic); break;
    case PageKey::Kind::Replay: return; // begins with what it replays: openReplay()
    case PageKey::Kind::Activity: return; // of no connection: openActivity()
    }
    QWidget *page = make(session, key);
    m_tabs.addPage(page, key, session, title, iconOf(key.kind));
    page->setFocus();
}

QWidget *PageOpener::make(Session::ClusterSession &session, const PageKey &key)
{
    switch (key.kind) {
    case PageKey::Kind::Records:
        if (m_recordPages)
            return follow(m_recordPages(session, key.topics(), &m_tabs), session);
        break;
    case PageKey::Kind::Produce: return makeProduce(session, key);
    case PageKey::Kind::Replay:
    case PageKey::Kind::Activity:
    case PageKey::Kind::Partitions: break;
    case PageKey::Kind::Brokers: return follow(new BrokersPage(session, m_appearance, &m_tabs));
    case PageKey::Kind::Topics: {
        auto *page = new TopicsPage(session, m_preferences, m_appearance, &m_tabs);
        connect(page, &TopicsPage::topicWanted, this, [this, page](const QString &topic, bool inNewTab) { open(page->session(), PageKey::Kind::Records, topic, inNewTab); });
        connect(page, &TopicsPage::topicPageWanted, this, [this, page](const QString &topic) { open(page->session(), PageKey::Kind::Partitions, topic); });
        return follow(page);
    }
    }
    auto *page = new TopicPage(session, key.topic, m_appearance, &m_tabs);
    connect(page, &TopicPage::recordsWanted, this, [this, page] { open(page->session(), PageKey::Kind::Records, page->topic()); });
    return follow(page);
}

QWidget *PageOpener::follow(ClusterPage *page)
{
    const QString profileId = QString::fromStdString(page->session().profile().id);
    // Queued: what follows closes the cluster, and with it the page whose button was clicked.
    connect(page, &ClusterPage::reconnectWanted, this, [this, profileId] { emit reconnectWanted(profileId); }, Qt::QueuedConnection);
    connect(page, &ClusterPage::editWanted, this, [this, profileId] { emit editWanted(profileId); });
    return page;
}

/// A page that the window did not make itself may be one of records.
QWidget *PageOpener::follow(QWidget *page, Session::ClusterSession &session)
{
    if (const auto *records = qobject_cast<RecordPage *>(page)) {
        connect(records, &RecordPage::replayWanted, this, [this, opened = &session](const Session::ReplayStart &start) { emit replayWanted(opened, start); });
        connect(records, &RecordPage::resendWanted, this,
                [this, opened = &session](const Items::RecordContent &record) { openProduce(*opened, QString::fromStdString(record.topic), true)->take(record); });
    }
    return page;
}

ReplayPage *PageOpener::openReplay(Session::ClusterSession &session, Session::Connections &connections, const Session::ReplayStart &start)
{
    auto *page = new ReplayPage(session, connections, m_preferences, start, Session::ReplayJob::defaultFolder(), m_appearance, &m_tabs);
    connect(page, &ReplayPage::recordsWanted, this, [this](Session::ClusterSession *where, const Domain::ReadPlan &plan) {
        if (where)
            openRecords(*where, plan);
    });
    PageKey key{PageKey::Kind::Replay, QString::fromStdString(session.profile().id), QString::fromStdString(start.source.read.topic())};
    key.number = ++m_replays;
    m_tabs.addPage(page, key, session, tr("Replay %1").arg(key.number), iconOf(key.kind));
    page->setFocus();
    return page;
}

QWidget *PageOpener::makeProduce(Session::ClusterSession &session, const PageKey &key)
{
    auto *page = new ProducePage(session, key.topic, m_preferences, m_appearance, &m_tabs);
    connect(page, &ProducePage::topicChanged, this, [this, page](const QString &topic) {
        PageKey renamed = m_tabs.key(m_tabs.indexOf(page));
        renamed.topic = topic;
        m_tabs.rename(page, renamed, produceTitle(topic));
    });
    connect(page, &ProducePage::recordsWanted, this, [this, opened = &session](const Domain::ReadPlan &plan) { openRecords(*opened, plan); });
    return page;
}

ProducePage *PageOpener::openProduce(Session::ClusterSession &session, const QString &topic, bool inNewTab)
{
    open(session, PageKey::Kind::Produce, topic, inNewTab);
    return qobject_cast<ProducePage *>(m_tabs.currentWidget());
}

void PageOpener::openActivity(const QString &journalFolder)
{
    const PageKey key{PageKey::Kind::Activity, {}, {}};
    QWidget *page = m_tabs.find(key);
    if (!page) {
        page = new ActivityPage(journalFolder, m_preferences, m_appearance, &m_tabs);
        m_tabs.addPage(page, key, tr("Activity"), iconOf(key.kind));
    }
    m_tabs.setCurrentWidget(page);
    page->setFocus();
}

void PageOpener::openRecords(Session::ClusterSession &session, const Domain::ReadPlan &plan)
{
    QStringList topics;
    for (const std::string &topic : plan.topics)
        topics += QString::fromStdString(topic);
    openTogether(session, topics, true);
    if (auto *page = qobject_cast<RecordPage *>(m_tabs.currentWidget()))
        page->read(plan);
}

/// A replay is not taken up again by opening its page: its journal is kept, and says where it stopped. What is to be sent is kept by saving it.
QByteArray PageOpener::savedTabs() const
{
    QList<PageKey> keys;
    qint32 current = -1;
    for (int i = 0; i < m_tabs.count(); ++i) {
        if (m_tabs.key(i).kind > PageKey::Kind::Brokers)
            continue;
        if (i == m_tabs.currentIndex())
            current = qint32(keys.size());
        keys.append(m_tabs.key(i));
    }
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << savedFormat << qint32(keys.size()) << current;
    for (const PageKey &key : std::as_const(keys))
        stream << qint32(key.kind) << key.profileId << key.topic << key.together;
    return bytes;
}

QList<PageKey> PageOpener::fromSaved(const QByteArray &bytes)
{
    QList<PageKey> keys;
    QDataStream stream(bytes);
    quint32 format = 0;
    qint32 count = 0;
    qint32 current = 0;
    stream >> format >> count >> current;
    if (stream.status() != QDataStream::Ok || format < 1 || format > savedFormat || count < 0 || count > mostTabs)
        return {};
    for (qint32 i = 0; i < count; ++i) {
        qint32 kind = 0;
        PageKey key;
        stream >> kind >> key.profileId >> key.topic;
        if (format > 1)
            stream >> key.together;
        if (stream.status() != QDataStream::Ok || kind < 0 || kind > qint32(PageKey::Kind::Brokers))
            return {};
        key.kind = static_cast<PageKey::Kind>(kind);
        keys.append(key);
    }
    // The one that was current goes last: opening it then makes it current again.
    if (current >= 0 && current < keys.size())
        keys.append(keys.takeAt(current));
    return keys;
}

} // namespace Views
