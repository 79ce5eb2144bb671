// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/producepage.h"

#include "items/deliverymodel.h"
#include "items/errortext.h"
#include "items/numbertext.h"
#include "items/problemexport.h"
#include "items/safetext.h"
#include "session/clustersession.h"
#include "session/producejob.h"
#include "views/producepage/deliverypane.h"
#include "views/producepage/inputpanel.h"
#include "views/producepage/producebar.h"
#include "views/widgets/writeconfirmation.h"

#include <QDateTime>
#include <QFileDialog>
#include <QMimeData>
#include <QTemporaryDir>

#include <limits>

// What the page does when records are sent: asking, starting, following, stopping, and what comes after.

namespace Views {

namespace {

constexpr qint64 clockSlackMs = 60'000; // between this clock and the broker's

} // namespace

bool ProducePage::isRunning() const
{
    return m_job && m_job->isRunning();
}

void ProducePage::send(bool once)
{
    if (!obstacle().isEmpty() || !m_cluster.writeLock().mayWrite())
        return;
    Produce::ProduceRequest request = this->request();
    if (once)
        request.repeat = Produce::Once{};
    if (request.seed == 0)
        request.seed = m_seed;
    if (!WriteConfirmation::isNeeded(m_cluster))
        return start(request);
    auto *dialog = new WriteConfirmation(m_cluster, confirmation(request), m_appearance, this);
    connect(dialog, &QDialog::accepted, this, [this, request] { start(request); });
    dialog->open();
}

WriteConfirmation::Words ProducePage::confirmation(const Produce::ProduceRequest &request) const
{
    const auto *times = std::get_if<Produce::Times>(&request.repeat);
    const bool isEndless = std::holds_alternative<Produce::UntilStopped>(request.repeat);
    const quint64 ofInput = request.input ? m_preview.result().planned : 1;
    const quint64 count = isEndless ? 0 : ofInput * (times ? times->count : 1);
    const QString records = isEndless ? tr("until stopped") : count == 0 ? tr("all of the file") : Items::countText(count);
    WriteConfirmation::Words words;
    words.title = tr("Send records");
    words.verb = isEndless ? tr("Send until stopped") : count == 0 ? tr("Send the file") : count == 1 ? tr("Send 1 record") : tr("Send %1 records").arg(Items::countText(count));
    words.target = Items::safeText(request.topic);
    words.facts.append({tr("Records"), records});
    if (!m_preview.result().records.empty() && count > 0) {
        const quint64 size = m_preview.result().records.front().record.payloadSize();
        words.facts.append({tr("Bytes"), tr("about %1").arg(Items::bytesText(size * count))});
    }
    const int partitions = partitionCount();
    words.facts.append({tr("Partitions"), request.partition ? tr("%1 of %2").arg(request.partition->value()).arg(partitions) : tr("%1, by key").arg(partitions)});
    words.facts.append({tr("Rate"), request.perSecond > 0 ? Items::rateText(request.perSecond) : tr("full speed")});
    if (request.transaction == Produce::Transaction::Commit)
        words.facts.append({tr("Transaction"), tr("one, committed")});
    else if (request.transaction == Produce::Transaction::Abort)
        words.facts.append({tr("Transaction"), tr("one, aborted on purpose")});
    words.effect = tr("Consumers of the topic receive these records. Records cannot be taken back from Kafka.");
    return words;
}

void ProducePage::start(const Produce::ProduceRequest &request)
{
    if (isRunning() || !m_cluster.writeLock().mayWrite()) // it may have been locked while the dialog was open
        return;
    m_trouble.clear();
    m_sent = request;
    m_startedMs = QDateTime::currentMSecsSinceEpoch();
    m_isEdited = false;
    keepChoices();
    m_job = std::make_unique<Session::ProduceJob>(m_cluster.sharedCluster(), this);
    connect(m_job.get(), &Session::ProduceJob::changed, this, &ProducePage::showRun);
    connect(m_job.get(), &Session::ProduceJob::ended, this, &ProducePage::endRun);
    m_job->start(request, m_facts.maxMessageBytes);
    m_deliveries->setBoard(m_job->board());
    showRun();
    renewSeed();
    preview();
    updateSending();
}

void ProducePage::stop()
{
    if (isRunning())
        m_job->stop();
}

void ProducePage::showRun()
{
    m_deliveries->update(m_job->status());
}

void ProducePage::endRun()
{
    m_deliveries->update(m_job->status());
    if (const std::optional<Domain::Error> &error = m_job->status().error)
        m_trouble = Items::errorLine(*error);
    updateSending();
}

QString ProducePage::closeQuestion() const
{
    const QString name = Items::safeText(topic().toStdString(), 100);
    if (isRunning())
        return tr("Records are being sent to “%1”. Closing the page stops that: what is in flight may or may not be written.").arg(name);
    return m_isEdited && request() != m_saved ? tr("The request for “%1” was changed and neither sent nor saved.").arg(name) : QString();
}

void ProducePage::lookForRecord(const Produce::Delivery &delivery)
{
    Domain::ReadPlan plan;
    plan.topics = {m_sent.topic};
    if (delivery.report.partition)
        plan.partitions = {*delivery.report.partition};
    if (delivery.report.offset)
        plan.from = Domain::AtOffset{*delivery.report.offset};
    else
        plan.from = Domain::AtTime{m_sent.timestampMs ? *m_sent.timestampMs : m_startedMs - clockSlackMs};
    // What a transaction left behind is to be seen whatever became of it.
    if (m_sent.transaction != Produce::Transaction::None)
        plan.isolation = Domain::IsolationLevel::Uncommitted;
    emit recordsWanted(plan);
}

/// The records are made again from the request and its seed: what was sent is not kept.
void ProducePage::exportProblems()
{
    auto *dialog = new QFileDialog(this, tr("Save failed and unknown records"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("jsonl"));
    dialog->setNameFilter(tr("JSON Lines (*.jsonl)"));
    dialog->selectFile(topic() + QStringLiteral("-not-delivered.jsonl"));
    connect(dialog, &QFileDialog::fileSelected, this, &ProducePage::exportProblemsTo);
    dialog->open();
}

void ProducePage::exportProblemsTo(const QString &file)
{
    auto *writing = new Items::ProblemExport(this);
    connect(writing, &Items::ProblemExport::finished, this, [this, writing, file](quint64 records, const QString &problem) {
        writing->deleteLater();
        m_trouble = problem;
        m_notice = problem.isEmpty() ? tr("%1 records saved to %2.").arg(Items::countText(records), Items::safeText(file.toStdString(), 200)) : QString();
        updateBanner();
    });
    writing->start(m_sent, m_startedMs, m_deliveries->model().problemNumbers(), file);
}

} // namespace Views
