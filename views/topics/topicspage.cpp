// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/topics/topicspage.h"

#include "items/numbertext.h"
#include "items/topiclistmodel.h"
#include "session/clustersession.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/listtable.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

namespace Views {

using Items::TopicListModel;

TopicsPage::TopicsPage(Session::ClusterSession &session, Session::Preferences &preferences, const Appearance &appearance, QWidget *parent)
    : ClusterPage(session, appearance, QStringLiteral("topics"), tr("Topics"), parent)
    , m_model(new TopicListModel(session, preferences, this))
    , m_filter(new QLineEdit(this))
    , m_table(new ListTable(appearance, tr("Topics"), this))
{
    setObjectName(QStringLiteral("topicsPage"));
    m_filter->setObjectName(QStringLiteral("topicFilterEdit"));
    m_filter->setPlaceholderText(tr("Filter topics"));
    m_filter->setAccessibleName(tr("Filter topics"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(QFontMetrics(appearance.uiFont()).averageCharWidth() * 30);
    headTools()->addWidget(m_filter);
    connect(m_filter, &QLineEdit::textChanged, m_model, &TopicListModel::setFilter);
    connect(m_filter, &QLineEdit::textChanged, this, [this] {
        updateFacts();
        updateState();
    });
    m_filter->installEventFilter(this);

    m_table->setObjectName(QStringLiteral("topicTable"));
    m_table->setModel(m_model);
    m_table->setColumnWidths({30, 12, 18, 20, 16, 10}, TopicListModel::Name);
    m_table->makeSortable(TopicListModel::Name, Qt::AscendingOrder);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, &TopicsPage::showMenu);
    connect(m_table, &ListTable::opened, this, [this](const QModelIndex &index, bool inNewTab) { emit topicWanted(m_model->topicName(index.row()), inNewTab); });
    connect(m_table, &ListTable::iconClicked, this,
            [this](const QModelIndex &index) { m_model->setFavourite(m_model->topicName(index.row()), !m_model->isFavourite(index.row())); });
    setContent(m_table);
    setFocusProxy(m_table);

    connect(&session, &Session::ClusterSession::snapshotChanged, this, &TopicsPage::askWatermarks);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &TopicsPage::updateFacts);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &TopicsPage::updateFacts);
    askWatermarks();
    updateFacts();
}

void TopicsPage::askWatermarks()
{
    // Once: the session asks again by itself for everything that was asked before, with every refresh.
    if (m_asked || !session().snapshot())
        return;
    m_asked = true;
    session().requestWatermarks({});
}

void TopicsPage::updateFacts()
{
    if (!session().snapshot())
        return;
    const quint64 all = static_cast<quint64>(m_model->topicCount());
    const quint64 shown = static_cast<quint64>(m_model->rowCount());
    setFacts(m_filter->text().isEmpty() ? tr("%1 topics").arg(Items::countText(all)) : tr("%1 of %2 topics").arg(Items::countText(shown), Items::countText(all)));
}

bool TopicsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            // The first match, so that Enter opens it next.
            if (m_model->rowCount() > 0)
                m_table->setCurrentIndex(m_model->index(0, 0));
            m_table->setFocus();
            return true;
        }
        if (key == Qt::Key_Escape && !m_filter->text().isEmpty()) {
            m_filter->clear();
            return true;
        }
    }
    return ClusterPage::eventFilter(watched, event);
}

QString TopicsPage::currentTopic() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? m_model->topicName(index.row()) : QString();
}

bool TopicsPage::describeEmpty(EmptyState &state)
{
    if (m_model->rowCount() > 0)
        return false;
    if (m_model->topicCount() == 0) {
        state.display(QStringLiteral("topic"), tr("This cluster has no topics"), tr("Or none that this user may see. Topics made by others appear with the next refresh (F5)."));
        return true;
    }
    state.display(QStringLiteral("filter"), tr("No topic matches"), tr("None of %1 topics has “%2” in its name.").arg(Items::countText(static_cast<quint64>(m_model->topicCount())), m_filter->text()));
    connect(state.addButton(tr("Clear the filter")), &QPushButton::clicked, m_filter, &QLineEdit::clear);
    return true;
}

void TopicsPage::showMenu(const QPoint &position)
{
    const QString topic = currentTopic();
    if (topic.isEmpty())
        return;
    const int row = m_table->currentIndex().row();
    QMenu menu(this);
    connect(menu.addAction(tr("Open records")), &QAction::triggered, this, [this, topic] { emit topicWanted(topic, false); });
    connect(menu.addAction(tr("Open in new tab")), &QAction::triggered, this, [this, topic] { emit topicWanted(topic, true); });
    connect(menu.addAction(tr("Show partitions")), &QAction::triggered, this, [this, topic] { emit topicPageWanted(topic); });
    menu.addSeparator();
    const bool favourite = m_model->isFavourite(row);
    connect(menu.addAction(favourite ? tr("Remove from favourites") : tr("Add to favourites")), &QAction::triggered, this,
            [this, topic, favourite] { m_model->setFavourite(topic, !favourite); });
    connect(menu.addAction(tr("Copy rows")), &QAction::triggered, m_table, [this] { m_table->copySelection(); });
    menu.exec(m_table->viewport()->mapToGlobal(position));
}

} // namespace Views
