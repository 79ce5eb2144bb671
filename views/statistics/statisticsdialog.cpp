// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/statistics/statisticsdialog.h"

#include "items/errortext.h"
#include "items/numbertext.h"
#include "items/statisticsmodel.h"
#include "session/clustersession.h"
#include "session/recordrows.h"
#include "views/appearance.h"
#include "views/widgets/listtable.h"
#include "views/widgets/named.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace Views {

namespace {

using State = Session::Statistics::State;

constexpr int FigureWidth = 32; // characters: "9,999,999 records, 999 MB"

} // namespace

StatisticsDialog::StatisticsDialog(Session::RecordRows &rows, Session::ClusterSession &cluster, RowChoice::Ranges selection, bool utc, const Appearance &appearance, QWidget *parent)
    : QDialog(parent), m_rows(rows), m_cluster(cluster), m_utc(utc), m_choice(new RowChoice(rows, std::move(selection), QStringLiteral("statistics"), this)),
      m_model(new Items::StatisticsModel(this))
{
    setObjectName(QStringLiteral("statisticsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Statistics"));
    build(appearance);
    connect(m_choice, &RowChoice::changed, this, &StatisticsDialog::count);
    count();
}

StatisticsDialog::~StatisticsDialog() = default;

void StatisticsDialog::build(const Appearance &appearance)
{
    auto *title = new QLabel(windowTitle(), this);
    title->setTextFormat(Qt::PlainText);
    appearance.useFont(title, 1.15, QFont::DemiBold);
    auto *table = new ListTable(appearance, tr("Statistics"), this);
    table->setObjectName(QStringLiteral("statisticsTable"));
    table->setModel(m_model);
    table->setColumnWidths({FigureWidth, FigureWidth}, Items::StatisticsModel::NameColumn);
    m_progress = named(new QProgressBar(this), "statisticsProgress", tr("Progress"));
    m_progress->setTextVisible(false);
    m_message = named(new QLabel(this), "statisticsMessage", tr("State"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);

    m_stop = named(new QPushButton(tr("Stop"), this), "statisticsStopButton", tr("Stop"));
    auto *copy = named(new QPushButton(tr("&Copy"), this), "statisticsCopyButton", tr("Copy the statistics"));
    auto *close = named(new QPushButton(tr("Close"), this), "statisticsCloseButton", tr("Close"));
    for (QPushButton *button : {m_stop, copy, close})
        button->setAutoDefault(false);
    connect(m_stop, &QPushButton::clicked, this, &StatisticsDialog::stopOrAgain);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_model->text()); });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_stop);
    buttons->addWidget(copy);
    buttons->addStretch(1);
    buttons->addWidget(close);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(12);
    column->addWidget(title);
    column->addWidget(m_choice);
    column->addWidget(table, 1);
    column->addWidget(m_progress);
    column->addWidget(m_message);
    column->addLayout(buttons);
    const int character = fontMetrics().averageCharWidth();
    resize(character * 100, character * 90);
}

void StatisticsDialog::count()
{
    m_statistics = std::make_unique<Session::Statistics>();
    connect(m_statistics.get(), &Session::Statistics::progressChanged, this, &StatisticsDialog::showProgress);
    connect(m_statistics.get(), &Session::Statistics::finished, this, &StatisticsDialog::showEnd);
    m_stop->setText(tr("Stop"));
    m_stop->setAccessibleName(m_stop->text());
    m_progress->setRange(0, 0);
    m_progress->show();
    tell(tr("Counting…"));
    if (m_choice->isEverything())
        m_statistics->startRead(m_cluster.cluster(), m_choice->plan(), m_rows.filter());
    else
        m_statistics->startRows(m_rows, m_choice->ranges());
}

bool StatisticsDialog::isRunning() const
{
    return m_statistics && m_statistics->progress().state == State::Running;
}

void StatisticsDialog::stopOrAgain()
{
    if (isRunning())
        m_statistics->cancel();
    else
        count();
}

void StatisticsDialog::showProgress()
{
    const Session::Statistics::Progress &progress = m_statistics->progress();
    if (progress.total == 0)
        return;
    m_progress->setRange(0, 1000);
    m_progress->setValue(int(double(progress.done) * 1000.0 / double(progress.total)));
    tell(tr("%1 of %2").arg(Items::countText(progress.done), Items::countText(progress.total)));
}

void StatisticsDialog::showEnd()
{
    const Session::Statistics::Progress &progress = m_statistics->progress();
    m_model->show(*m_statistics, m_utc);
    m_progress->hide();
    m_stop->setText(tr("Count again"));
    m_stop->setAccessibleName(m_stop->text());
    const QString records = m_statistics->result() ? Items::countText(m_statistics->result()->total().records) : QString();
    const QString problem = progress.error ? u' ' + Items::errorLine(*progress.error) : QString();
    switch (progress.state) {
    case State::Cancelled: return tell(tr("Stopped: these are the figures of the first %1 records.").arg(records));
    case State::Incomplete: return tell(tr("Not everything could be read: these are the figures of %1 records.").arg(records) + problem);
    case State::Failed: return tell(tr("Nothing could be read.") + problem);
    default: tell(tr("%1 records counted.").arg(records));
    }
}

void StatisticsDialog::tell(const QString &sentence)
{
    m_message->setText(sentence);
    m_message->setAccessibleDescription(sentence);
}

void StatisticsDialog::done(int result)
{
    if (isRunning()) {
        m_statistics->disconnect(this);
        m_statistics->cancel();
    }
    QDialog::done(result);
}

} // namespace Views
