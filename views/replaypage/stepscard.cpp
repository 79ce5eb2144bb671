// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/stepscard.h"

#include "items/numbertext.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/replaypage/cardhead.h"
#include "views/replaypage/steprow.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/named.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace Views {

StepsCard::StepsCard(const Appearance &appearance, QWidget *parent)
    : QFrame(parent), m_appearance(appearance), m_list(new QVBoxLayout), m_rowsArea(new QWidget(this)), m_add(named(new QPushButton(tr("Add step"), this), "addStepButton", tr("Add step"))), m_note(new ElidedLabel(this))
{
    setObjectName(QStringLiteral("replaySteps"));
    setAccessibleName(tr("Steps"));
    setProperty("card", true);
    m_rowsArea->setObjectName(QStringLiteral("stepRows"));
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(4);
    m_list->addStretch(1);
    m_rowsArea->setLayout(m_list);
    auto *scroll = named(new QScrollArea(this), "stepScroll", tr("List of steps"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    scroll->setWidget(m_rowsArea);
    scroll->viewport()->setAutoFillBackground(false);
    m_rowsArea->setAutoFillBackground(false);
    m_note->setText(tr("Without steps the original bytes are sent"));
    m_note->setProperty("tone", QStringLiteral("second"));
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    appearance.useFont(m_note, 0.92);
    makeMenu();
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_add);
    foot->addWidget(m_note, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    column->addWidget(new CardHead(appearance, 2, tr("Steps"), this));
    column->addWidget(scroll, 1);
    column->addLayout(foot);
    const auto colour = [this] { m_add->setIcon(icon(QStringLiteral("plus"), m_appearance.theme())); };
    connect(&appearance, &Appearance::changed, this, colour);
    colour();
}

void StepsCard::makeMenu()
{
    m_add->setProperty("kind", QStringLiteral("flat"));
    m_add->setAutoDefault(false);
    auto *menu = new QMenu(m_add);
    menu->setObjectName(QStringLiteral("addStepMenu"));
    menu->setToolTipsVisible(true);
    const auto offer = [this, menu](const QString &text, const Replay::Step &step) {
        QAction *action = menu->addAction(text);
        action->setToolTip(Items::stepSentence(Items::stepKind(step)).toHtmlEscaped());
        connect(action, &QAction::triggered, this, [this, step] {
            StepRow *row = add(step);
            emit changed();
            row->focusField();
        });
    };
    for (int kind = 0; kind < Items::stepKinds; ++kind)
        if (Items::StepKind(kind) != Items::StepKind::OriginalPlace)
            offer(Items::stepName(Items::StepKind(kind)), Items::newStep(Items::StepKind(kind)));
    menu->addSeparator();
    offer(tr("Back to the original topic: dead letters of Spring"), {Replay::OriginalPlaceStep{.origin = Replay::Origin::Spring}});
    offer(tr("Back to the original topic: dead letters of Kafka Connect"), {Replay::OriginalPlaceStep{.origin = Replay::Origin::Connect}});
    offer(tr("Back to the original topic: headers of your own"), {Replay::OriginalPlaceStep{.origin = Replay::Origin::Plain}});
    connect(m_add, &QPushButton::clicked, menu, [this, menu] { menu->popup(m_add->mapToGlobal(QPoint(0, m_add->height()))); });
}

StepRow *StepsCard::add(const Replay::Step &step)
{
    auto *row = new StepRow(m_appearance, step, m_rowsArea);
    connect(row, &StepRow::changed, this, &StepsCard::changed);
    connect(row, &StepRow::runAsked, this, &StepsCard::runAsked);
    connect(row, &StepRow::removeAsked, this, [this, row] { remove(row); });
    connect(row, &StepRow::moveAsked, this, [this, row](int by) { move(row, by); });
    connect(row, &StepRow::dragged, this, [this, row](int globalY) { drag(row, globalY); });
    m_list->insertWidget(int(m_rows.size()), row);
    m_rows.append(row);
    row->show();
    renumber();
    return row;
}

void StepsCard::remove(StepRow *row)
{
    m_rows.removeOne(row);
    m_list->removeWidget(row);
    row->hide();
    row->deleteLater(); // its button was clicked
    renumber();
    m_add->setFocus();
    emit changed();
}

void StepsCard::move(StepRow *row, int by)
{
    const qsizetype from = m_rows.indexOf(row);
    const qsizetype to = from + by;
    if (from < 0 || to < 0 || to >= m_rows.size())
        return;
    m_rows.move(from, to);
    m_list->removeWidget(row);
    m_list->insertWidget(int(to), row);
    renumber();
    emit changed();
}

/// A row moves on as soon as the pointer has passed the middle of its neighbour.
void StepsCard::drag(StepRow *row, int globalY)
{
    const int y = m_rowsArea->mapFromGlobal(QPoint(0, globalY)).y();
    const qsizetype place = m_rows.indexOf(row);
    if (place > 0 && y < m_rows[place - 1]->geometry().center().y())
        move(row, -1);
    else if (place + 1 < m_rows.size() && y > m_rows[place + 1]->geometry().center().y())
        move(row, 1);
    m_list->activate(); // the next move of the pointer asks for places
}

void StepsCard::renumber()
{
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        m_rows[i]->setNumber(int(i) + 1);
    for (qsizetype i = 1; i < m_rows.size(); ++i)
        QWidget::setTabOrder(m_rows[i - 1], m_rows[i]);
}

void StepsCard::setSteps(const std::vector<Replay::Step> &steps)
{
    for (StepRow *row : std::as_const(m_rows))
        delete row;
    m_rows.clear();
    for (const Replay::Step &step : steps)
        add(step);
}

std::vector<Replay::Step> StepsCard::steps() const
{
    std::vector<Replay::Step> steps;
    for (const StepRow *row : m_rows)
        steps.push_back(row->step());
    return steps;
}

bool StepsCard::isOk() const
{
    return std::all_of(m_rows.begin(), m_rows.end(), [](const StepRow *row) { return row->isOk(); });
}

void StepsCard::setReport(const Replay::DryRunReport *report)
{
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const auto count = [&](const std::map<int, std::uint64_t> &counts) {
            const auto it = counts.find(int(i) + 1);
            return it == counts.end() ? std::uint64_t(0) : it->second;
        };
        QString text;
        if (report && m_rows[i]->step().isOn)
            text = count(report->dropped) > 0 ? tr("drops %1").arg(Items::countText(count(report->dropped))) : Items::countText(count(report->touched));
        m_rows[i]->setCounter(text);
    }
}

void StepsCard::setLocked(bool locked)
{
    m_rowsArea->setEnabled(!locked);
    m_add->setEnabled(!locked);
}

} // namespace Views
