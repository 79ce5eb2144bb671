// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/journalpane.h"

#include "items/errortext.h"
#include "items/safetext.h"
#include "session/runlist.h"
#include "views/appearance.h"
#include "views/widgets/listtable.h"
#include "views/widgets/named.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace Views {

using State = Replay::RunSummary::State;

JournalPane::JournalPane(Session::RunList &runs, const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_runs(runs), m_table(new ListTable(appearance, tr("Journal of replays"), this)), m_words(named(new QLabel(this), "journalWords", tr("About the journal"))),
      m_resume(named(new QPushButton(tr("Resume"), this), "journalResumeButton", tr("Resume the replay"))), m_verify(named(new QPushButton(tr("Verify"), this), "journalVerifyButton", tr("Verify the replay"))),
      m_forget(named(new QPushButton(tr("Forget…"), this), "journalForgetButton", tr("Forget the replay"))), m_again(named(new QPushButton(tr("Look again"), this), "journalRefreshButton", tr("Look again")))
{
    m_table->setObjectName(QStringLiteral("journalTable"));
    m_table->setModel(&m_model);
    m_table->setColumnWidths({24, 28, 30, 10, 8, 14, 14}, Items::RunListModel::What);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setProperty("tone", QStringLiteral("second"));
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(12, 6, 12, 6);
    buttons->setSpacing(8);
    buttons->addWidget(m_words, 1);
    for (QPushButton *button : {m_again, m_forget, m_verify, m_resume}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addLayout(buttons);
    connect(&runs, &Session::RunList::changed, this, [this] {
        m_model.setRuns(m_runs.runs());
        updateState();
    });
    connect(&runs, &Session::RunList::forgetFailed, this, [this](const Domain::Error &error) { tell(Items::errorLine(error)); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &JournalPane::updateState);
    connect(m_again, &QPushButton::clicked, &runs, &Session::RunList::refresh);
    connect(m_resume, &QPushButton::clicked, this, [this] {
        if (const Replay::RunSummary *run = current())
            emit resumeAsked(QString::fromStdString(run->runId));
    });
    connect(m_verify, &QPushButton::clicked, this, [this] {
        if (const Replay::RunSummary *run = current())
            emit verifyAsked(QString::fromStdString(run->runId));
    });
    connect(m_forget, &QPushButton::clicked, this, &JournalPane::askForget);
    m_model.setRuns(m_runs.runs());
    updateState();
}

const Replay::RunSummary *JournalPane::current() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? &m_model.run(index.row()) : nullptr;
}

void JournalPane::setBusy(bool busy)
{
    m_isBusy = busy;
    updateState();
}

void JournalPane::select(const std::string &runId)
{
    if (const int row = m_model.rowOf(runId); row >= 0)
        m_table->setCurrentIndex(m_model.index(row, 0));
}

void JournalPane::tell(const QString &words)
{
    m_words->setText(words);
}

void JournalPane::updateState()
{
    const Replay::RunSummary *run = current();
    const bool isFree = run && !m_isBusy && run->state != State::Running;
    m_resume->setEnabled(isFree && (run->state == State::Stopped || run->state == State::Broken));
    m_verify->setEnabled(isFree);
    m_forget->setEnabled(isFree);
    const QString why = m_isBusy ? tr("A replay of this page goes on.") : !run ? tr("Choose a run first.") : run->state == State::Running ? tr("This run goes on in a process.") : QString();
    for (QPushButton *button : {m_resume, m_verify, m_forget})
        button->setToolTip(why);
    if (m_words->text().isEmpty() || !m_runs.isKnown())
        m_words->setText(m_model.rowCount() == 0 && m_runs.isKnown() ? tr("No replay has been run yet.") : QString());
}

void JournalPane::askForget()
{
    const Replay::RunSummary *run = current();
    if (!run)
        return;
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Forget the replay"), QString(), QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("forgetRunBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("Forget the replay %1?").arg(Items::safeText(run->runId, 40)));
    box->setInformativeText(tr("Its journal is removed: it can be neither resumed nor verified after that. Records that it has sent stay in Kafka."));
    QPushButton *forget = box->addButton(tr("Forget"), QMessageBox::DestructiveRole);
    forget->setProperty("kind", QStringLiteral("destructive"));
    box->setDefaultButton(QMessageBox::Cancel);
    connect(forget, &QPushButton::clicked, this, [this, id = run->runId] { m_runs.forget(id); });
    box->open();
}

} // namespace Views
