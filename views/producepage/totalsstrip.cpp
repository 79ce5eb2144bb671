// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/totalsstrip.h"

#include "views/appearance.h"
#include "views/icons.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/named.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace Views {

TotalsStrip::TotalsStrip(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_icon(new QLabel(this)), m_state(new QLabel(this)), m_delivered(new QLabel(this)), m_failed(new QLabel(this)),
      m_unknown(new QLabel(this)), m_facts(new ElidedLabel(this)), m_progress(named(new QProgressBar(this), "deliveryProgress", tr("Progress of sending"))),
      m_stop(named(new QPushButton(tr("Stop"), this), "stopButton", tr("Stop sending")))
{
    setObjectName(QStringLiteral("deliveryTotals"));
    m_state->setObjectName(QStringLiteral("deliveryState"));
    m_delivered->setObjectName(QStringLiteral("deliveredTotal"));
    m_failed->setObjectName(QStringLiteral("failedTotal"));
    m_unknown->setObjectName(QStringLiteral("unknownTotal"));
    m_facts->setObjectName(QStringLiteral("deliveryFacts"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 6, 4);
    row->setSpacing(10);
    row->addWidget(m_icon);
    for (QLabel *label : {m_state, m_delivered, m_failed, m_unknown}) {
        label->setTextFormat(Qt::PlainText);
        row->addWidget(label);
    }
    m_state->setProperty("tone", QStringLiteral("second"));
    m_failed->setProperty("tone", QStringLiteral("danger"));
    m_unknown->setProperty("tone", QStringLiteral("warn"));
    for (QLabel *label : {m_delivered, m_failed, m_unknown})
        appearance.useFont(label, 1.0, QFont::DemiBold);
    m_facts->setProperty("tone", QStringLiteral("second"));
    row->addWidget(m_facts, 1);
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(160, 6);
    row->addWidget(m_progress);
    m_stop->setAutoDefault(false);
    m_stop->setToolTip(tr("Sends nothing more; what is in flight is still reported (Esc)"));
    row->addWidget(m_stop);
    connect(&appearance, &Appearance::changed, this, &TotalsStrip::applyTheme);
    applyTheme();
}

void TotalsStrip::applyTheme()
{
    const Theme &theme = m_appearance.theme();
    const QString name = m_isRunning ? QStringLiteral("busy") : m_hasProblems ? QStringLiteral("warning") : QStringLiteral("passed");
    m_icon->setPixmap(iconPixmap(name, m_isRunning ? theme.accent : m_hasProblems ? theme.warn : theme.ok, 16, devicePixelRatioF()));
    m_stop->setIcon(icon(QStringLiteral("stop"), theme));
}

void TotalsStrip::display(const Items::TotalsText &text, bool isRunning)
{
    m_state->setText(text.state);
    m_delivered->setText(text.delivered);
    m_failed->setText(text.failed);
    m_failed->setVisible(!text.failed.isEmpty());
    m_unknown->setText(text.unknown);
    m_unknown->setVisible(!text.unknown.isEmpty());
    m_facts->setText(text.facts.join(QStringLiteral("   ")));
    m_progress->setVisible(isRunning && text.share >= 0);
    m_progress->setRange(0, 1000);
    m_progress->setValue(text.share);
    m_stop->setEnabled(isRunning);
    setAccessibleDescription(Items::totalsLine(text));
    const bool hasProblems = !text.failed.isEmpty() || !text.unknown.isEmpty();
    if (m_isRunning == isRunning && m_hasProblems == hasProblems)
        return;
    m_isRunning = isRunning;
    m_hasProblems = hasProblems;
    applyTheme();
}

} // namespace Views
