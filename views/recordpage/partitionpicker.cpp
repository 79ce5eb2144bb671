// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/partitionpicker.h"

#include "items/plantext.h"
#include "items/readplantext.h"
#include "views/appearance.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace Views {

namespace {

constexpr int ShownRows = 9;

} // namespace

PartitionPicker::PartitionPicker(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_line(new QLineEdit(this)), m_list(new QListWidget(this)), m_problem(new QLabel(this)),
      m_allButton(new QPushButton(tr("All"), this)), m_apply(new QPushButton(tr("Read"), this))
{
    setObjectName(QStringLiteral("partitionPicker"));
    m_line->setObjectName(QStringLiteral("partitionEdit"));
    m_line->setAccessibleName(tr("Partitions to read, such as 0,3-5"));
    m_line->setPlaceholderText(tr("all, or 0,3-5"));
    m_list->setObjectName(QStringLiteral("partitionList"));
    m_list->setAccessibleName(tr("Partitions"));
    m_list->setUniformItemSizes(true);
    m_list->setFixedHeight(ShownRows * appearance.rowHeight());
    m_problem->setObjectName(QStringLiteral("partitionProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setMinimumHeight(2 * m_problem->fontMetrics().height()); // the menu does not grow while it is open
    m_problem->setProperty("tone", QStringLiteral("danger"));
    m_allButton->setAccessibleName(tr("All partitions"));
    m_apply->setObjectName(QStringLiteral("partitionApply"));
    m_apply->setProperty("kind", QStringLiteral("primary"));
    m_apply->setAccessibleName(m_apply->text());
    appearance.useFixedFont(m_line);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_allButton);
    buttons->addStretch(1);
    buttons->addWidget(m_apply);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(6);
    column->addWidget(m_line);
    column->addWidget(m_problem);
    column->addWidget(m_list);
    column->addLayout(buttons);
    setFixedWidth(240);
    connect(m_line, &QLineEdit::textEdited, this, &PartitionPicker::readLine);
    connect(m_line, &QLineEdit::returnPressed, this, &PartitionPicker::apply);
    connect(m_list, &QListWidget::itemChanged, this, &PartitionPicker::readChecks);
    connect(m_apply, &QPushButton::clicked, this, &PartitionPicker::apply);
    connect(m_allButton, &QPushButton::clicked, this, [this] { setChosen({}); });
    showProblem({});
}

void PartitionPicker::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_line->selectAll();
    m_line->setFocus(Qt::PopupFocusReason); // the menu opened by keyboard can be answered by keyboard
}

void PartitionPicker::setPartitions(const std::vector<Domain::PartitionId> &all)
{
    if (all == m_all)
        return;
    m_all = all;
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (const Domain::PartitionId id : all) {
        auto *item = new QListWidgetItem(tr("partition %1").arg(id.value()), m_list);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Checked);
        item->setSizeHint({0, m_list->height() / ShownRows});
    }
    setChosen(m_picked);
}

void PartitionPicker::setChosen(const std::vector<Domain::PartitionId> &chosen)
{
    m_picked = chosen;
    m_line->setText(Items::partitionsText(chosen));
    showChecks(chosen);
    showProblem({});
}

void PartitionPicker::showChecks(const std::vector<Domain::PartitionId> &partitions)
{
    const QSignalBlocker quiet(m_list);
    for (std::size_t i = 0; i < m_all.size(); ++i) {
        const bool isChosen = partitions.empty() || std::binary_search(partitions.begin(), partitions.end(), m_all[i]);
        m_list->item(int(i))->setCheckState(isChosen ? Qt::Checked : Qt::Unchecked);
    }
}

void PartitionPicker::readChecks()
{
    std::vector<Domain::PartitionId> checked;
    for (std::size_t i = 0; i < m_all.size(); ++i)
        if (m_list->item(int(i))->checkState() == Qt::Checked)
            checked.push_back(m_all[i]);
    const bool isAll = checked.size() == m_all.size();
    m_line->setText(isAll ? QString() : Items::partitionsText(checked));
    m_picked = isAll ? std::vector<Domain::PartitionId>() : checked;
    showProblem(checked.empty() ? tr("At least one partition has to be read.") : QString());
}

void PartitionPicker::readLine()
{
    if (m_line->text().trimmed().isEmpty()) {
        m_picked.clear();
        showChecks({});
        showProblem({});
        return;
    }
    const auto parsed = Items::parsePartitions(m_line->text());
    if (!parsed) {
        showProblem(Items::inputProblemText(parsed.error()));
        return;
    }
    for (const Domain::PartitionId id : *parsed) {
        if (!m_all.empty() && !std::binary_search(m_all.begin(), m_all.end(), id)) {
            showProblem(tr("There is no partition %1; the topic has %2 to %3.").arg(id.value()).arg(m_all.front().value()).arg(m_all.back().value()));
            return;
        }
    }
    m_picked = *parsed;
    showChecks(m_picked);
    showProblem({});
}

void PartitionPicker::apply()
{
    if (m_valid)
        emit chosen(m_picked.size() == m_all.size() ? std::vector<Domain::PartitionId>() : m_picked);
}

void PartitionPicker::showProblem(const QString &problem)
{
    m_valid = problem.isEmpty();
    m_problem->setText(problem);
    m_apply->setEnabled(m_valid);
    m_line->setProperty("invalid", !m_valid);
    m_line->style()->unpolish(m_line);
    m_line->style()->polish(m_line);
}

} // namespace Views
