// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/export/rowchoice.h"

#include "items/numbertext.h"
#include "session/readsession.h"
#include "session/recordrows.h"

#include <QRadioButton>
#include <QVBoxLayout>

namespace Views {

RowChoice::RowChoice(Session::RecordRows &rows, Ranges selection, const QString &prefix, QWidget *parent)
    : QWidget(parent), m_rows(rows), m_selection(std::move(selection)), m_selected(new QRadioButton(this)), m_loaded(new QRadioButton(this)), m_everything(new QRadioButton(this))
{
    const bool isFiltered = m_rows.filter() != nullptr;
    m_selected->setText(tr("The &selected rows (%1)").arg(Items::countText(selectedCount())));
    m_everything->setText(isFiltered ? tr("&Everything that this read asks for and the filter matches, read again") : tr("&Everything that this read asks for, read again"));
    nameLoaded();
    m_selected->setObjectName(prefix + QStringLiteral("Selected"));
    m_loaded->setObjectName(prefix + QStringLiteral("Loaded"));
    m_everything->setObjectName(prefix + QStringLiteral("Everything"));
    m_selected->setEnabled(selectedCount() > 0);
    m_loaded->setChecked(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    for (QRadioButton *choice : {m_selected, m_loaded, m_everything}) {
        choice->setAccessibleName(choice->text());
        column->addWidget(choice);
        connect(choice, &QRadioButton::toggled, this, [this](bool chosen) {
            if (chosen)
                emit changed();
        });
    }
    // A live read goes on behind the dialog.
    connect(&m_rows, &Session::RecordRows::rowsInserted, this, &RowChoice::nameLoaded);
    connect(&m_rows, &Session::RecordRows::rowsRemoved, this, &RowChoice::nameLoaded);
    connect(&m_rows, &Session::RecordRows::replaced, this, &RowChoice::nameLoaded);
}

void RowChoice::nameLoaded()
{
    const QString count = Items::countText(m_rows.size());
    m_loaded->setText(m_rows.filter() ? tr("The &loaded records that match the filter (%1 rows)").arg(count) : tr("The &loaded records (%1 rows)").arg(count));
    m_loaded->setAccessibleName(m_loaded->text());
}

quint64 RowChoice::selectedCount() const
{
    quint64 count = 0;
    for (const auto &[first, rows] : m_selection)
        count += rows;
    return count;
}

void RowChoice::chooseSelection()
{
    m_selected->setChecked(true);
}

bool RowChoice::isSelection() const
{
    return m_selected->isChecked();
}

bool RowChoice::isEverything() const
{
    return m_everything->isChecked();
}

RowChoice::Ranges RowChoice::ranges() const
{
    return isSelection() ? m_selection : Ranges{{0, m_rows.size()}};
}

Domain::ReadPlan RowChoice::plan() const
{
    Domain::ReadPlan plan = m_rows.session().plan();
    if (plan.isLive())
        plan.until = Domain::UntilEnd{};
    return plan;
}

} // namespace Views
