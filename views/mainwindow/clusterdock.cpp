// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/clusterdock.h"

#include "items/topictreemodel.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/tree/clustertree.h"
#include "views/widgets/toolbutton.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace Views {

ClusterDock::ClusterDock(Session::Connections &connections, Session::Preferences &preferences, const Appearance &appearance, QWidget *parent)
    : QDockWidget(tr("Connections"), parent)
    , m_model(new Items::TopicTreeModel(connections, preferences, this))
    , m_filter(new QLineEdit(this))
    , m_tree(new ClusterTree(appearance, *m_model, this))
{
    setObjectName(QStringLiteral("clusterDock"));
    setFeatures(NoDockWidgetFeatures);
    setTitleBarWidget(new QWidget(this));
    m_filter->setObjectName(QStringLiteral("clusterFilterEdit"));
    m_filter->setPlaceholderText(tr("Filter topics"));
    m_filter->setAccessibleName(tr("Filter topics in the tree"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    QAction *funnel = m_filter->addAction(icon(QStringLiteral("filter"), appearance.theme()), QLineEdit::LeadingPosition);
    connect(&appearance, &Appearance::changed, this, [funnel, &appearance] { funnel->setIcon(icon(QStringLiteral("filter"), appearance.theme())); });
    connect(m_filter, &QLineEdit::textChanged, this, &ClusterDock::applyFilter);
    auto *add = new ToolButton(appearance, QStringLiteral("plus"), tr("New connection"), this);
    add->setObjectName(QStringLiteral("addConnectionButton"));
    connect(add, &QToolButton::clicked, this, &ClusterDock::newConnectionWanted);

    auto *body = new QWidget(this);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(6);
    row->addWidget(m_filter, 1);
    row->addWidget(add);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_tree, 1);
    body->setMinimumWidth(160);
    setWidget(body);
}

void ClusterDock::applyFilter()
{
    m_model->setFilter(m_filter->text());
    if (m_filter->text().isEmpty()) {
        if (m_tree->currentIndex().isValid())
            m_tree->scrollTo(m_tree->currentIndex());
        return;
    }
    // What matches has to be seen: folded topics open while a filter is set.
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex connection = m_model->index(row, 0);
        if (!m_model->session(connection))
            continue;
        m_tree->expand(connection);
        m_tree->expand(m_model->sectionIndex(m_model->profileId(connection), Items::TopicTreeModel::Kind::Topics));
    }
}

bool ClusterDock::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_tree->setFocus();
            // The first match, so that Enter twice opens it.
            for (int row = 0; row < m_model->rowCount() && !m_filter->text().isEmpty(); ++row) {
                const QModelIndex topics = m_model->sectionIndex(m_model->profileId(m_model->index(row, 0)), Items::TopicTreeModel::Kind::Topics);
                if (topics.isValid() && m_model->rowCount(topics) > 0) {
                    m_tree->setCurrentIndex(m_model->index(0, 0, topics));
                    break;
                }
            }
            return true;
        }
        if (key == Qt::Key_Escape && !m_filter->text().isEmpty()) {
            m_filter->clear();
            return true;
        }
    }
    return QDockWidget::eventFilter(watched, event);
}

} // namespace Views
