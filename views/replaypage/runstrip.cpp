// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/runstrip.h"

#include "items/numbertext.h"
#include "items/runlistmodel.h"
#include "items/safetext.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/replaypage/sparkline.h"
#include "views/widgets/named.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace Views {

namespace {

constexpr int barHeight = 4;
constexpr int barSteps = 1'000;

} // namespace

RunStrip::RunStrip(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_bar(named(new QProgressBar(this), "replayProgress", tr("Progress"))), m_words(named(new QLabel(this), "runWords", tr("State of the replay")))
{
    setObjectName(QStringLiteral("runStrip"));
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(barHeight);
    m_bar->setRange(0, barSteps);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setProperty("tone", QStringLiteral("second"));
    appearance.useFont(m_words, 0.92);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(12, 4, 12, 6);
    row->setSpacing(12);
    m_state = addFigure(row, "runState", tr("Run"));
    m_rate = addFigure(row, "runRate", tr("Rate"));
    m_line = new Sparkline(appearance, this);
    row->addWidget(m_line);
    m_acknowledged = addFigure(row, "runAcknowledged", tr("Acknowledged"));
    m_failed = addFigure(row, "runFailed", tr("Failed"));
    m_unknown = addFigure(row, "runUnknown", tr("Unknown"));
    row->addStretch(1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_openTarget = addButton(buttons, "openTargetButton", tr("Open target"), QStringLiteral("play"));
    m_openTarget->setAccessibleName(tr("Open target at first record"));
    m_openTarget->setToolTip(m_openTarget->accessibleName());
    m_pause = addButton(buttons, "replayPauseButton", tr("Pause"), QStringLiteral("pause"));
    m_stop = addButton(buttons, "replayStopButton", tr("Stop"), QStringLiteral("stop"));
    m_dryRun = addButton(buttons, "dryRunButton", tr("Dry run"), QStringLiteral("eye"));
    m_run = addButton(buttons, "runButton", tr("Run…"), QStringLiteral("replay"));
    row->addLayout(buttons);
    m_words->setContentsMargins(12, 4, 12, 0);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_words);
    column->addLayout(row);
    connect(&appearance, &Appearance::changed, this, &RunStrip::applyTheme);
    applyTheme();
    showIdle({});
}

RunStrip::Figure RunStrip::addFigure(QHBoxLayout *row, const char *objectName, const QString &label)
{
    auto *box = new QWidget(this);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    Figure figure{new QLabel(label, box), named(new QLabel(box), objectName, label), box};
    figure.label->setProperty("tone", QStringLiteral("second"));
    figure.label->setTextFormat(Qt::PlainText);
    figure.value->setTextFormat(Qt::PlainText);
    m_appearance.useFont(figure.label, 0.92);
    m_appearance.useFont(figure.value, 1.0, QFont::DemiBold);
    column->addWidget(figure.label);
    column->addWidget(figure.value);
    row->addWidget(box);
    return figure;
}

QPushButton *RunStrip::addButton(QHBoxLayout *row, const char *objectName, const QString &text, const QString &iconName)
{
    auto *button = named(new QPushButton(text, this), objectName, text);
    button->setAutoDefault(false);
    m_icons.emplace_back(button, iconName);
    row->addWidget(button);
    return button;
}

void RunStrip::applyTheme()
{
    for (const auto &[button, name] : m_icons)
        button->setIcon(icon(name, m_appearance.theme()));
}

void RunStrip::set(const Figure &figure, const QString &label, const QString &value)
{
    figure.label->setText(label);
    figure.value->setText(value);
    figure.box->setVisible(!value.isEmpty());
}

void RunStrip::showIdle(const QString &words)
{
    m_words->setText(words);
    m_words->setVisible(!words.isEmpty());
    m_bar->setRange(0, barSteps);
    m_bar->setValue(0);
    for (const Figure *figure : {&m_state, &m_rate, &m_acknowledged, &m_failed, &m_unknown})
        figure->box->hide();
    m_line->hide();
}

void RunStrip::showDryRun(const Replay::DryRunProgress &progress)
{
    showIdle(Items::dryRunProgressText(progress));
    if (progress.total == 0)
        m_bar->setRange(0, 0);
    else
        m_bar->setValue(int(double(barSteps) * double(progress.read) / double(progress.total)));
}

void RunStrip::showRun(const Replay::RunStatus &status, qint64 elapsedMs)
{
    m_words->setText(status.waitingFor.empty() ? QString() : Items::safeText(status.waitingFor));
    m_words->setVisible(!status.waitingFor.empty());
    m_bar->setRange(0, barSteps);
    const double share = status.complete ? 1.0 : status.total == 0 ? 0.0 : double(status.done) / double(status.total);
    m_bar->setValue(int(barSteps * share));
    set(m_state, Items::runStateText(status), status.total == 0 ? Items::durationText(elapsedMs) : tr("%1 in %2").arg(Items::percentText(share), Items::durationText(elapsedMs)));
    const bool isOver = status.state == Replay::RunState::Ended || status.state == Replay::RunState::Verifying;
    set(m_rate, tr("Rate"), isOver ? QString() : Items::rateText(status.perSecond));
    set(m_acknowledged, tr("Acknowledged"), Items::countText(status.acknowledged));
    set(m_failed, tr("Failed"), Items::countText(status.failed));
    set(m_unknown, tr("Unknown"), Items::countText(status.unknown));
    if (status.state == Replay::RunState::Sending || status.state == Replay::RunState::Paused)
        m_line->add(status.perSecond);
    m_line->show();
}

void RunStrip::clearRate()
{
    m_line->clear();
}

} // namespace Views
