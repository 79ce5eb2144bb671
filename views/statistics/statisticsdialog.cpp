// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/statistics/statisticsdialog.h"

#include "items/errortext.h"
#include "items/numbertext.h"
#include "items/statisticsmodel.h"
#include "session/clustersession.h"
#include "session/readsession.h"
#include "session/recordrows.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace Views {

namespace {

using State = Session::Statistics::State;

template<typename Widget>
Widget *named(Widget *widget, const char *objectName, const QString &accessibleName)
{
    widget->setObjectName(QLatin1String(objectName));
    widget->setAccessibleName(accessibleName);
    return widget;
}

/// Headings in bold.
class HeadingDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.data(Items::StatisticsModel::IsHeadingRole).toBool())
            option->font.setWeight(QFont::DemiBold);
        option->rect.adjust(Inset, 0, 0, 0); // under the words of the header
    }

private:
    static constexpr int Inset = 5;
};

} // namespace

StatisticsDialog::StatisticsDialog(Session::RecordRows &rows, Session::ClusterSession &cluster, Ranges selection, bool utc, QWidget *parent)
    : QDialog(parent), m_rows(rows), m_cluster(cluster), m_selection(std::move(selection)), m_utc(utc), m_model(new Items::StatisticsModel(this))
{
    setObjectName(QStringLiteral("statisticsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Statistics"));
    build();
    for (QRadioButton *choice : {m_selected, m_loaded, m_everything})
        connect(choice, &QRadioButton::toggled, this, [this](bool chosen) {
            if (chosen)
                count();
        });
    count();
}

StatisticsDialog::~StatisticsDialog() = default;

void StatisticsDialog::build()
{
    quint64 selected = 0;
    for (const auto &[first, rows] : m_selection)
        selected += rows;
    m_selected = new QRadioButton(tr("The &selected rows (%1)").arg(Items::countText(selected)), this);
    named(m_selected, "statisticsSelected", m_selected->text());
    m_loaded = new QRadioButton(m_rows.filter() ? tr("The &loaded records that match the filter") : tr("The &loaded records"), this);
    named(m_loaded, "statisticsLoaded", m_loaded->text());
    m_everything = new QRadioButton(m_rows.filter() ? tr("&Everything that this read asks for and the filter matches, read again") : tr("&Everything that this read asks for, read again"), this);
    named(m_everything, "statisticsEverything", m_everything->text());
    m_selected->setEnabled(selected > 0);
    m_loaded->setChecked(true);

    m_table = named(new QTreeView(this), "statisticsTable", tr("Statistics"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new HeadingDelegate(m_table));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAlternatingRowColors(true);
    m_table->header()->setSectionResizeMode(Items::StatisticsModel::NameColumn, QHeaderView::Interactive);
    m_table->header()->setStretchLastSection(true);
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
    column->setSpacing(8);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_selected, m_loaded, m_everything})
        column->addWidget(widget);
    column->addWidget(m_table, 1);
    column->addWidget(m_progress);
    column->addWidget(m_message);
    column->addLayout(buttons);
    const int character = fontMetrics().averageCharWidth();
    resize(character * 100, character * 90);
    m_table->header()->resizeSection(Items::StatisticsModel::NameColumn, character * 52);
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
    if (!m_everything->isChecked()) {
        m_statistics->startRows(m_rows, m_selected->isChecked() ? m_selection : Ranges{{0, m_rows.size()}});
        return;
    }
    Domain::ReadPlan plan = m_rows.session().plan();
    if (plan.isLive())
        plan.until = Domain::UntilEnd{};
    m_statistics->startRead(m_cluster.cluster(), plan, m_rows.filter());
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
