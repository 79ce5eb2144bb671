// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/pagetabs.h"

#include "items/safetext.h"
#include "session/clustersession.h"
#include "views/appearance.h"
#include "views/mainwindow/closequestion.h"
#include "views/mainwindow/tabbar.h"
#include "views/widgets/closable.h"

#include <QDialog>
#include <QPointer>

#include <memory>

namespace Views {

PageTabs::PageTabs(const Appearance &appearance, QWidget *parent)
    : QTabWidget(parent), m_bar(new TabBar(appearance, this))
{
    setObjectName(QStringLiteral("pageTabs"));
    setAccessibleName(tr("Pages"));
    setTabBar(m_bar);
    setDocumentMode(true);
    connect(this, &QTabWidget::currentChanged, this, &PageTabs::pagesChanged);
    connect(m_bar, &QTabBar::tabMoved, this, &PageTabs::pagesChanged);
    connect(m_bar, &TabBar::closeWanted, this, &PageTabs::askToClose, Qt::QueuedConnection); // the close button dies with the tab
    connect(m_bar, &TabBar::menuWanted, this, &PageTabs::menuWanted);
}

void PageTabs::addPage(QWidget *page, const PageKey &key, Session::ClusterSession &session, const QString &title, const QString &iconName)
{
    add(page, key, &session, title, iconName);
}

void PageTabs::addPage(QWidget *page, const PageKey &key, const QString &title, const QString &iconName)
{
    add(page, key, nullptr, title, iconName);
}

void PageTabs::add(QWidget *page, const PageKey &key, Session::ClusterSession *session, const QString &title, const QString &iconName)
{
    m_entries.insert(page, Entry{key, session});
    QString shown = title;
    const int index = addTab(page, shown.replace(u'&', QStringLiteral("&&"))); // a topic's '&' is no mnemonic
    m_bar->setTabData(index, session ? QVariant(static_cast<int>(session->profile().environment)) : QVariant());
    m_bar->setIconName(index, iconName);
    const QString where = session ? QString(QStringLiteral(" · ") + Items::safeText(session->profile().name)) : QString();
    setTabToolTip(index, QString(title + where).toHtmlEscaped());
    setCurrentIndex(index);
    emit pagesChanged();
}

QWidget *PageTabs::find(const PageKey &key) const
{
    for (auto it = m_entries.begin(); it != m_entries.end(); ++it) {
        if (it->key == key)
            return it.key();
    }
    return nullptr;
}

PageKey PageTabs::key(int index) const
{
    return m_entries.value(widget(index)).key;
}

Session::ClusterSession *PageTabs::session(int index) const
{
    const auto it = m_entries.find(widget(index));
    return it == m_entries.end() ? nullptr : it->session;
}

void PageTabs::closePage(int index)
{
    const std::unique_ptr<QWidget> page(widget(index));
    if (page)
        removeTab(index);
}

void PageTabs::askToClose(int index)
{
    QPointer<QWidget> page = widget(index);
    const auto *closable = dynamic_cast<const Closable *>(page.data());
    const QString question = closable ? closable->closeQuestion() : QString();
    if (question.isEmpty())
        return closePage(index);
    setCurrentIndex(index);
    auto *box = closeQuestion({question}, tr("Close the page"), this);
    connect(box, &QDialog::accepted, this, [this, page] {
        if (page)
            closePage(indexOf(page));
    });
    box->open();
}

QStringList PageTabs::closeQuestions(const Session::ClusterSession *session) const
{
    QStringList questions;
    for (int i = 0; i < count(); ++i) {
        const auto *closable = dynamic_cast<const Closable *>(widget(i));
        const QString question = closable && (!session || this->session(i) == session) ? closable->closeQuestion() : QString();
        if (!question.isEmpty())
            questions += question;
    }
    return questions;
}

void PageTabs::rename(QWidget *page, const PageKey &key, const QString &title)
{
    const int index = indexOf(page);
    if (index < 0)
        return;
    m_entries[page].key = key;
    QString shown = title;
    setTabText(index, shown.replace(u'&', QStringLiteral("&&")));
    const Session::ClusterSession *session = m_entries[page].session;
    setTabToolTip(index, QString(title + (session ? QStringLiteral(" · ") + Items::safeText(session->profile().name) : QString())).toHtmlEscaped());
    emit pagesChanged();
}

void PageTabs::closePagesOf(const Session::ClusterSession *session)
{
    for (int i = count() - 1; i >= 0; --i) {
        if (this->session(i) == session)
            closePage(i);
    }
}

void PageTabs::closeOthers(int index)
{
    const QWidget *kept = widget(index);
    for (int i = count() - 1; i >= 0; --i) {
        if (widget(i) != kept)
            askToClose(i);
    }
}

void PageTabs::tabRemoved(int index)
{
    QTabWidget::tabRemoved(index);
    // The page is still alive here, it is only no longer a tab.
    m_entries.removeIf([this](const std::pair<QWidget *const &, Entry &> &entry) { return indexOf(entry.first) < 0; });
    emit pagesChanged();
}

} // namespace Views
