// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/pageopener.h"

#include "items/safetext.h"
#include "session/clustersession.h"
#include "views/brokers/brokerspage.h"
#include "views/mainwindow/pagetabs.h"
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
    case PageKey::Kind::Topics: break;
    }
    return QStringLiteral("topics");
}

} // namespace

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
            return m_recordPages(session, key.topics(), &m_tabs);
        break;
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

QByteArray PageOpener::savedTabs() const
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << savedFormat << qint32(m_tabs.count()) << qint32(m_tabs.currentIndex());
    for (int i = 0; i < m_tabs.count(); ++i) {
        const PageKey key = m_tabs.key(i);
        stream << qint32(key.kind) << key.profileId << key.topic << key.together;
    }
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
