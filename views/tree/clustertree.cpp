// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/tree/clustertree.h"

#include "items/itemroles.h"
#include "items/topictreemodel.h"
#include "session/clustersession.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/tree/treedelegate.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <map>

namespace Views {

namespace {

constexpr int requestDelayMs = 60;
constexpr int chevronSize = 12;

} // namespace

using Kind = Items::TopicTreeModel::Kind;

ClusterTree::ClusterTree(const Appearance &appearance, Items::TopicTreeModel &model, QWidget *parent)
    : QTreeView(parent), m_appearance(appearance), m_model(model)
{
    setObjectName(QStringLiteral("clusterTree"));
    setAccessibleName(tr("Connections and topics"));
    setItemDelegate(new TreeDelegate(appearance, this));
    setHeaderHidden(true);
    setUniformRowHeights(true);
    setIndentation(15);
    setFrameShape(QFrame::NoFrame);
    setExpandsOnDoubleClick(false);
    setSelectionMode(ExtendedSelection);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerItem);
    setDragEnabled(true);
    setAcceptDrops(true);
    setDropIndicatorShown(false);
    setDragDropMode(DragDrop);
    setDefaultDropAction(Qt::LinkAction);
    header()->setStretchLastSection(true);
    header()->setMinimumSectionSize(0);
    // The tree is chrome: it has the colour of the bars around it.
    viewport()->setBackgroundRole(QPalette::Window);
    setModel(&m_model);

    m_requestTimer.setSingleShot(true);
    m_requestTimer.setInterval(requestDelayMs);
    connect(&m_requestTimer, &QTimer::timeout, this, &ClusterTree::requestVisible);
    const auto later = [this] { m_requestTimer.start(); };
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, later);
    connect(this, &QTreeView::expanded, this, later);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, later);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &ClusterTree::expandNew);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, later);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &ClusterTree::follow);
    connect(&appearance, &Appearance::changed, this, [this] { scheduleDelayedItemsLayout(); });
}

void ClusterTree::expandNew(const QModelIndex &parent, int first, int last)
{
    if (!parent.isValid())
        return;
    // An opened connection shows its topics at once; after that the user folds as he likes.
    if (m_model.kind(parent) == Kind::Connection) {
        expand(parent);
        for (int row = first; row <= last; ++row) {
            const QModelIndex section = m_model.index(row, 0, parent);
            if (m_model.kind(section) != Kind::Brokers)
                expand(section);
        }
    }
}

void ClusterTree::requestVisible()
{
    std::map<Session::ClusterSession *, std::vector<std::string>> wanted;
    const int bottom = viewport()->height();
    QModelIndex index = indexAt(QPoint(1, 1));
    while (index.isValid() && visualRect(index).top() < bottom) {
        const QString name = m_model.topicName(index);
        Session::ClusterSession *session = m_model.session(index);
        if (!name.isEmpty() && session && session->watermarks(name.toStdString()).empty())
            wanted[session].push_back(name.toStdString());
        index = indexBelow(index);
    }
    for (const auto &[session, topics] : wanted)
        session->requestWatermarks(topics);
}

void ClusterTree::followPage(const QString &profileId, Kind section, const QString &topic)
{
    m_followed = Followed{profileId, section, topic};
    follow();
}

void ClusterTree::follow()
{
    if (!m_followed)
        return;
    const auto &[profileId, section, topic] = *m_followed;
    const QModelIndex current = currentIndex();
    const bool isTopic = !topic.isEmpty();
    if (isTopic && current.isValid() && m_model.profileId(current) == profileId && m_model.topicName(current) == topic) {
        m_followed.reset(); // also when it is the row under Favourites
        return;
    }
    const QModelIndex index = isTopic ? m_model.topicIndex(profileId, topic) : m_model.sectionIndex(profileId, section);
    if (!index.isValid())
        return;
    // What the user has folded away stays folded.
    if (isExpanded(index.parent()))
        setCurrentIndex(index);
    m_followed.reset();
}

void ClusterTree::copyName() const
{
    if (currentIndex().isValid())
        QGuiApplication::clipboard()->setText(currentIndex().data(Items::CopyRole).toString());
}

QStringList ClusterTree::selectedTopics(const Session::ClusterSession *session) const
{
    std::map<int, QString> byPlace;
    for (const QModelIndex &index : selectionModel()->selectedIndexes()) {
        const QString topic = m_model.topicName(index);
        if (session && !topic.isEmpty() && m_model.session(index) == session)
            byPlace.emplace(visualRect(index).top(), topic);
    }
    QStringList topics;
    for (const auto &[place, topic] : byPlace)
        if (!topics.contains(topic))
            topics += topic;
    return topics;
}

void ClusterTree::openIndex(const QModelIndex &index, bool inNewTab)
{
    if (!index.isValid())
        return;
    Session::ClusterSession *session = m_model.session(index);
    if (!session) {
        emit connectionWanted(m_model.profileId(index));
        return;
    }
    switch (m_model.kind(index)) {
    case Kind::Topic:
    case Kind::FavouriteTopic: emit topicWanted(session, m_model.topicName(index), inNewTab); break;
    case Kind::Topics: emit topicsWanted(session); break;
    case Kind::Brokers: emit brokersWanted(session); break;
    case Kind::Connection:
    case Kind::Favourites: setExpanded(index, !isExpanded(index)); break;
    }
}

void ClusterTree::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = m_appearance.theme();
    if (selectionModel()->isSelected(index))
        painter->fillRect(option.rect, theme.accentFill);
    else if (indexAt(viewport()->mapFromGlobal(QCursor::pos())) == index && viewport()->underMouse())
        painter->fillRect(option.rect, theme.hover);
    if (hasFocus() && currentIndex() == index)
        painter->fillRect(QRect(0, option.rect.top(), 2, option.rect.height()), theme.accent);
    QTreeView::drawRow(painter, option, index);
}

void ClusterTree::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    if (!m_model.hasChildren(index))
        return;
    const Theme &theme = m_appearance.theme();
    const QColor ink = selectionModel()->isSelected(index) ? theme.onAccentFill : theme.text3;
    const QPixmap chevron = iconPixmap(isExpanded(index) ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), ink, chevronSize, devicePixelRatioF());
    painter->drawPixmap(rect.right() - chevronSize, rect.top() + (rect.height() - chevronSize) / 2, chevron);
}

void ClusterTree::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        Session::ClusterSession *session = m_model.session(currentIndex());
        const QStringList topics = selectedTopics(session);
        if (topics.size() > 1)
            emit togetherWanted(session, topics, control);
        else
            openIndex(currentIndex(), control);
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        copyName();
        return;
    }
    QTreeView::keyPressEvent(event);
}

void ClusterTree::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        openIndex(indexAt(event->position().toPoint()), event->modifiers().testFlag(Qt::ControlModifier));
}

void ClusterTree::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::MiddleButton)
        openIndex(indexAt(event->position().toPoint()), true);
    QTreeView::mouseReleaseEvent(event);
}

void ClusterTree::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKeyboard = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKeyboard ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    if (selectionModel()->isSelected(index)) // several may be: they stay together
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    else
        setCurrentIndex(index);
    emit menuWanted(index, byKeyboard ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

bool ClusterTree::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString words = indexAt(help->pos()).data(Qt::ToolTipRole).toString();
        QToolTip::showText(help->globalPos(), words.isEmpty() ? QString() : QStringLiteral("<p>") + words + QStringLiteral("</p>"), this);
        return true;
    }
    return QTreeView::viewportEvent(event);
}

void ClusterTree::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    m_requestTimer.start();
}

void ClusterTree::focusInEvent(QFocusEvent *event)
{
    QTreeView::focusInEvent(event);
    if (!currentIndex().isValid() && m_model.rowCount() > 0)
        selectionModel()->setCurrentIndex(m_model.index(0, 0), QItemSelectionModel::NoUpdate);
    viewport()->update();
}

void ClusterTree::focusOutEvent(QFocusEvent *event)
{
    QTreeView::focusOutEvent(event);
    viewport()->update();
}

} // namespace Views
