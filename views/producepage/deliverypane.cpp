// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/deliverypane.h"

#include "items/deliverymodel.h"
#include "items/numbertext.h"
#include "views/appearance.h"
#include "views/producepage/totalsstrip.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/listtable.h"
#include "views/widgets/named.h"
#include "views/widgets/toolbutton.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace Views {

using Items::DeliveryModel;

DeliveryPane::DeliveryPane(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_model(new DeliveryModel(this)), m_remark(new ElidedLabel(this)),
      m_problemsOnly(named(new QCheckBox(tr("Only failed and unknown"), this), "problemsOnly", tr("Only failed and unknown"))),
      m_export(new ToolButton(appearance, QStringLiteral("export"), tr("Save failed and unknown records…"), this)), m_stack(new QStackedLayout),
      m_table(new ListTable(appearance, tr("Delivery reports"), this)), m_empty(new EmptyState(appearance, this)), m_totals(new TotalsStrip(appearance, this))
{
    m_table->setObjectName(QStringLiteral("deliveryTable"));
    m_table->setProperty("region", true);
    m_table->setModel(m_model);
    m_table->setColumnWidths({8, 14, 6, 13, 11, 16, 9, 30}, DeliveryModel::Error);
    m_table->setMinimumHeight(appearance.headerHeight() + 2 * appearance.rowHeight());
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_export->setObjectName(QStringLiteral("exportProblemsButton"));
    m_empty->display(QStringLiteral("send"), tr("Nothing sent yet"), tr("Each record gets a line here: partition, offset, latency and how it ended."));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addLayout(m_stack, 1);
    column->addWidget(m_totals);
    m_totals->hide();
    connectTable();
    updateState();
}

DeliveryPane::~DeliveryPane() = default;

QWidget *DeliveryPane::makeHead()
{
    auto *head = new QWidget(this);
    auto *title = new QLabel(tr("Delivery reports, latest first"), head);
    title->setTextFormat(Qt::PlainText);
    m_appearance.useFont(title, 0.92, QFont::DemiBold);
    m_remark->setProperty("tone", QStringLiteral("second"));
    m_remark->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_appearance.useFont(m_remark, 0.92);
    m_appearance.useFont(m_problemsOnly, 0.92);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(12, 2, 8, 2);
    row->setSpacing(10);
    row->addWidget(title);
    row->addWidget(m_problemsOnly);
    row->addWidget(m_remark, 1);
    row->addWidget(m_export);
    return head;
}

void DeliveryPane::connectTable()
{
    connect(m_problemsOnly, &QCheckBox::toggled, this, [this](bool on) {
        m_model->setProblemsOnly(on);
        updateState();
    });
    connect(m_export, &QToolButton::clicked, this, &DeliveryPane::exportAsked);
    connect(m_totals->stopButton(), &QPushButton::clicked, this, &DeliveryPane::stopAsked);
    connect(m_table, &ListTable::opened, this, [this](const QModelIndex &index) {
        if (const auto delivery = m_model->delivery(index.row()); delivery && delivery->isReported && delivery->report.outcome != Domain::Outcome::Failed)
            emit recordAsked(*delivery);
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, &DeliveryPane::showMenu);
}

void DeliveryPane::showMenu(const QPoint &place)
{
    const auto delivery = m_model->delivery(m_table->indexAt(place).row());
    QMenu menu(this);
    menu.setObjectName(QStringLiteral("deliveryMenu"));
    if (delivery && delivery->isReported && delivery->report.outcome != Domain::Outcome::Failed) {
        const bool isUnknown = delivery->report.outcome == Domain::Outcome::Unknown;
        connect(menu.addAction(isUnknown ? tr("Look whether it is there") : tr("Show the record")), &QAction::triggered, this, [this, &delivery] { emit recordAsked(*delivery); });
        menu.addSeparator();
    }
    connect(menu.addAction(tr("Copy")), &QAction::triggered, m_table, [this] { m_table->copySelection(); });
    QAction *save = menu.addAction(tr("Save failed and unknown records…"));
    save->setEnabled(m_problems > 0);
    connect(save, &QAction::triggered, this, &DeliveryPane::exportAsked);
    menu.exec(m_table->viewport()->mapToGlobal(place));
}

void DeliveryPane::setBoard(const std::shared_ptr<Produce::DeliveryBoard> &board)
{
    m_hasRun = board != nullptr;
    m_model->setBoard(board);
    m_problems = 0;
    updateState();
}

void DeliveryPane::update(const Produce::DeliveryBoard::Status &status)
{
    const bool wasAtTop = !m_table->currentIndex().isValid();
    m_model->update();
    if (wasAtTop)
        m_table->scrollToTop();
    m_problems = status.totals.failed + status.totals.unknown;
    m_totals->display(Items::totalsText(status), status.state != Produce::RunState::Ended);
    updateState();
}

void DeliveryPane::updateState()
{
    m_totals->setVisible(m_hasRun);
    m_stack->setCurrentWidget(m_hasRun ? static_cast<QWidget *>(m_table) : m_empty);
    m_export->setVisible(m_problems > 0);
    m_problemsOnly->setVisible(m_problems > 0 || m_problemsOnly->isChecked());
    m_remark->setText(m_model->leftOut() > 0 ? tr("The latest %1 are kept, and those that failed").arg(Items::countText(DeliveryModel::mostRows)) : tr("A record counts as delivered when the broker has acknowledged it"));
}

} // namespace Views
