// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/sourcecard.h"

#include "items/filtertext.h"
#include "items/numbertext.h"
#include "items/safetext.h"
#include "session/clustersession.h"
#include "views/appearance.h"
#include "views/replaypage/cardhead.h"
#include "views/widgets/badge.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/named.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace Views {

SourceCard::SourceCard(Session::ClusterSession &session, const Appearance &appearance, QWidget *parent)
    : QFrame(parent), m_session(session), m_appearance(appearance), m_lines(new QWidget(this)), m_grid(new QGridLayout(m_lines)), m_change(named(new QPushButton(tr("Change…"), this), "changeSourceButton", tr("Change the source")))
{
    setObjectName(QStringLiteral("replaySource"));
    setAccessibleName(tr("Source"));
    setProperty("card", true);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
    m_change->setProperty("kind", QStringLiteral("flat"));
    m_change->setAutoDefault(false);
    connect(m_change, &QPushButton::clicked, this, &SourceCard::changeAsked);
    auto *head = new CardHead(appearance, 1, tr("Source"), this);
    auto *badge = new Badge(appearance, head);
    badge->setEnvironment(session.profile().environment);
    head->addAtEnd(badge);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    column->addWidget(head);
    column->addWidget(m_lines);
    column->addStretch(1);
    column->addWidget(m_change, 0, Qt::AlignLeft);
}

void SourceCard::addLine(const QString &label, const QString &value, bool isCode)
{
    const int row = m_grid->rowCount();
    auto *name = new QLabel(label, m_lines);
    name->setProperty("tone", QStringLiteral("second"));
    auto *text = new ElidedLabel(m_lines);
    text->setText(value);
    text->setAccessibleName(label);
    text->setObjectName(QStringLiteral("sourceValue"));
    m_appearance.useFont(name, 0.92);
    if (isCode)
        m_appearance.useFixedFont(text);
    m_grid->addWidget(name, row, 0);
    m_grid->addWidget(text, row, 1);
}

void SourceCard::display(const Replay::Source &source, const Replay::DryRunReport *report, const QString &boundsTaken)
{
    const QString name = Items::safeText(m_session.profile().name, 60);
    Items::TextLines lines{{tr("Cluster"), m_session.profile().recordingFile.empty() ? name : tr("recording %1").arg(name)}};
    for (const auto &line : Items::sourceLines(source, m_utc))
        lines.push_back(line);
    if (report)
        lines.emplace_back(tr("Found"), tr("%1 records, %2 to send").arg(Items::countText(report->read), Items::countText(report->sent)));
    if (!boundsTaken.isEmpty())
        lines.emplace_back(tr("Ends at"), boundsTaken);
    if (lines == m_shown)
        return; // asked at every key that is typed elsewhere: labels made anew would flicker
    m_shown = lines;
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const auto &[label, value] : lines)
        addLine(label, value, source.filter && value == Items::filterName(*source.filter));
}

void SourceCard::setLocked(bool locked)
{
    m_change->setEnabled(!locked);
}

} // namespace Views
