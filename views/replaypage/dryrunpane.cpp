// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/dryrunpane.h"

#include "views/appearance.h"
#include "views/icons.h"
#include "views/replaypage/dryrundelegate.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/listtable.h"
#include "views/widgets/named.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace Views {

namespace {

constexpr int iconSize = 14;
constexpr int shownLines = 5;

} // namespace

DryRunPane::DryRunPane(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_findings(new QWidget(this)), m_lines(new QVBoxLayout(m_findings)), m_scroll(named(new QScrollArea(this), "findingScroll", tr("What is to be known"))), m_table(new ListTable(appearance, tr("Dry run"), this)),
      m_empty(new EmptyState(appearance, this)), m_stack(new QStackedLayout(this)), m_content(new QWidget(this))
{
    m_findings->setObjectName(QStringLiteral("dryRunFindings"));
    m_lines->setContentsMargins(12, 6, 12, 6);
    m_lines->setSpacing(3);
    m_table->setObjectName(QStringLiteral("dryRunTable"));
    m_table->setModel(&m_model);
    m_table->setColumnWidths({14, 5, 9, 14, 40, 54, 12, 8, 9}, Items::DryRunModel::Before);
    auto *delegate = new DryRunDelegate(appearance, m_model, m_table);
    for (const int column : {Items::DryRunModel::Partition, Items::DryRunModel::Key, Items::DryRunModel::Before, Items::DryRunModel::After, Items::DryRunModel::NewKey, Items::DryRunModel::Target})
        m_table->setItemDelegateForColumn(column, delegate);
    m_table->setColumnShown(Items::DryRunModel::Topic, false);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidget(m_findings);
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_scroll);
    column->addWidget(m_table, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_content);
    connect(&appearance, &Appearance::changed, this, &DryRunPane::fitFindings);
}

void DryRunPane::setReport(std::shared_ptr<const Replay::DryRunReport> report, const Replay::Plan &plan)
{
    m_model.setReport(report);
    m_table->setColumnShown(Items::DryRunModel::Topic, m_model.hasSeveralTopics());
    showFindings(report ? Items::dryRunFindings(*report, plan) : std::vector<Items::FindingLine>(), report && !report->missingTopics.empty());
    m_stack->setCurrentWidget(report ? m_content : static_cast<QWidget *>(m_empty));
    setOutdated(false);
}

void DryRunPane::show(Items::DryRunModel::Show what)
{
    m_model.show(what);
}

void DryRunPane::setOutdated(bool outdated)
{
    m_table->setEnabled(!outdated);
    m_findings->setEnabled(!outdated);
}

void DryRunPane::setWaiting(const QString &title, const QString &text, bool canRun)
{
    m_empty->display(QStringLiteral("eye"), title, text);
    if (canRun) {
        auto *button = m_empty->addButton(tr("Dry run"));
        button->setObjectName(QStringLiteral("emptyDryRunButton"));
        connect(button, &QPushButton::clicked, this, &DryRunPane::dryRunAsked);
    }
    m_stack->setCurrentWidget(m_empty);
}

void DryRunPane::clearFindings()
{
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void DryRunPane::showFindings(const std::vector<Items::FindingLine> &lines, bool hasMissing)
{
    using Kind = Items::FindingLine::Kind;
    clearFindings();
    const Theme &theme = m_appearance.theme();
    for (const Items::FindingLine &line : lines) {
        auto *row = new QWidget(m_findings);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(8);
        auto *sign = new QLabel(row);
        const QString name = line.kind == Kind::Blocking ? QStringLiteral("failed") : line.kind == Kind::Warning ? QStringLiteral("warning") : QStringLiteral("info");
        sign->setPixmap(iconPixmap(name, line.kind == Kind::Blocking ? theme.danger : line.kind == Kind::Warning ? theme.warn : theme.text3, iconSize, devicePixelRatioF()));
        auto *text = new QLabel(line.text, row);
        text->setObjectName(QStringLiteral("findingText"));
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        layout->addWidget(sign, 0, Qt::AlignTop);
        layout->addWidget(text, 1);
        m_lines->addWidget(row);
    }
    if (!hasMissing)
        return fitFindings();
    auto *create = named(new QPushButton(tr("Create missing topics…"), m_findings), "createTopicsButton", tr("Create missing topics"));
    create->setAutoDefault(false);
    connect(create, &QPushButton::clicked, this, &DryRunPane::createAsked);
    emit createOffered(create);
    m_lines->insertWidget(0, create, 0, Qt::AlignLeft);
    fitFindings();
}

/// As high as what it says, but the table keeps the most of the page.
void DryRunPane::fitFindings()
{
    m_scroll->setFixedHeight(std::min(m_findings->sizeHint().height(), m_appearance.rowHeight() * shownLines));
}

} // namespace Views
