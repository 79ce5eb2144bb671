// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/producepage.h"

#include "items/errortext.h"
#include "items/findingtext.h"
#include "items/numbertext.h"
#include "items/producedheadermodel.h"
#include "items/requestfields.h"
#include "items/safetext.h"
#include "session/clustersession.h"
#include "session/preferences.h"
#include "views/producepage/fieldeditor.h"
#include "views/producepage/headereditor.h"
#include "views/producepage/inputpanel.h"
#include "views/producepage/nextrecordpane.h"
#include "views/producepage/producebar.h"
#include "views/producepage/requestpane.h"
#include "views/producepage/sendbar.h"
#include "views/producepage/templateedit.h"
#include "views/widgets/banner.h"
#include "views/widgets/writereason.h"

#include <QAction>
#include <QFile>
#include <QPushButton>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTimer>

// What the page shows of a request: the request itself, its preview, and what stands in the way of sending it.

namespace Views {

namespace {

constexpr std::chrono::seconds factsDeadline{10};
constexpr std::chrono::seconds factsPatience{2}; // longer, and records are sent without being checked against the topic

/// "key", "value" or "header NAME" of an error about one field.
QString whereOf(const Domain::Error &error)
{
    for (const char *name : {"where", "argument"}) {
        if (const auto it = error.args.find(name); it != error.args.end())
            return QString::fromStdString(it->second);
    }
    return {};
}

} // namespace

QString ProducePage::topic() const
{
    return m_bar->topic();
}

bool ProducePage::usesUtc() const
{
    return m_preferences.timeZone() == Session::TimeZoneChoice::Utc;
}

Produce::ProduceRequest ProducePage::request() const
{
    Produce::ProduceRequest request;
    request.topic = topic().toStdString();
    request.key = m_key->field();
    request.value = m_value->field();
    request.headers = m_headers->headers();
    request.partition = m_bar->partition();
    request.partitioner = m_bar->partitioner();
    request.timestampMs = m_bar->timestampMs(usesUtc());
    request.input = m_input->input();
    // What a column gives is not asked of the field.
    if (request.input && !request.input->keyColumn.empty())
        request.key = {Produce::FieldKind::Null, {}};
    if (request.input && !request.input->valueColumn.empty())
        request.value = {Produce::FieldKind::Null, {}};
    m_sendBar->fill(request);
    return request;
}

void ProducePage::take(const Produce::ProduceRequest &request)
{
    m_isTaking = true;
    m_bar->setTopic(QString::fromStdString(request.topic));
    m_bar->setPartition(request.partition, request.partitioner);
    m_bar->setTimestamp(request.timestampMs);
    m_sendBar->take(request);
    m_key->setField(request.key);
    m_value->setField(request.value);
    m_headers->setHeaders(request.headers);
    m_input->setInput(request.input);
    m_isTaking = false;
    askFacts();
    noteEdit();
    m_isEdited = false;
    m_saved = this->request();
    emit topicChanged(topic());
}

/// What is too large for an editor goes through a file that lives as long as the page.
void ProducePage::takeLarge(Produce::Field &field, const std::optional<std::string> &bytes, const QString &name)
{
    if (!bytes || bytes->size() <= Items::mostEditedBytes)
        return;
    if (!m_large)
        m_large = std::make_unique<QTemporaryDir>();
    QFile file(m_large->filePath(name));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes->data(), qint64(bytes->size())) != qint64(bytes->size()))
        return; // stays as base64, which is slow but right
    field = {Produce::FieldKind::File, QFile::encodeName(file.fileName()).toStdString()};
}

void ProducePage::take(const Items::RecordContent &record)
{
    Produce::ProduceRequest request = Items::requestOf(record);
    takeLarge(request.key, record.key, QStringLiteral("key"));
    takeLarge(request.value, record.value, QStringLiteral("value"));
    m_savedName.clear();
    m_requestPane->setCurrent({});
    take(request);
}

void ProducePage::renewSeed()
{
    do {
        m_seed = QRandomGenerator::global()->generate64();
    } while (m_seed == 0);
}

void ProducePage::noteEdit()
{
    if (m_isTaking)
        return;
    m_isEdited = true;
    m_trouble.clear();
    m_notice.clear();
    const std::optional<Produce::InputFile> input = m_input->input();
    const bool isJsonl = input && input->format == Produce::InputFile::Format::Jsonl;
    m_key->setEnabled(!isJsonl && (!input || input->keyColumn.empty()));
    m_value->setEnabled(!isJsonl && (!input || input->valueColumn.empty()));
    m_headerEditor->setEnabled(!isJsonl);
    m_value->setTextOfLines(input && input->format == Produce::InputFile::Format::Lines);
    m_bar->showTimestampProblem(m_bar->timestampProblem(usesUtc()));
    preview();
    updateSending();
}

void ProducePage::preview()
{
    Items::RequestPreview::Subject subject{.request = request(), .facts = m_facts, .partitionCount = partitionCount()};
    if (subject.request.seed == 0)
        subject.request.seed = m_seed;
    m_preview.ask(std::move(subject));
}

int ProducePage::partitionCount() const
{
    const auto snapshot = m_cluster.snapshot();
    const Domain::Topic *found = snapshot ? snapshot->topic(topic().toStdString()) : nullptr;
    return found ? int(found->partitions.size()) : 0;
}

bool ProducePage::hasTopic() const
{
    const auto snapshot = m_cluster.snapshot();
    return snapshot && snapshot->topic(topic().toStdString());
}

void ProducePage::followCluster()
{
    if (const auto snapshot = m_cluster.snapshot()) {
        QStringList topics;
        for (const Domain::Topic &known : snapshot->topics) {
            if (!known.isInternal())
                topics += QString::fromStdString(known.name);
        }
        m_bar->setTopics(topics);
    }
    m_bar->setPartitionCount(partitionCount());
    askFacts();
    preview();
    updateSending();
}

void ProducePage::askFacts()
{
    const QString wanted = topic();
    if (!hasTopic() || m_factsTopic == wanted)
        return;
    m_factsTopic = wanted;
    m_facts = {};
    m_isAskingFacts = true;
    QTimer::singleShot(factsPatience, this, [this, wanted] { takeFacts(wanted, std::nullopt); });
    m_bar->setPartitionCount(partitionCount());
    m_cluster.cluster().requestTopicFacts(wanted.toStdString(), factsDeadline, [handle = m_handover.handle(), this, wanted](const Domain::Result<Domain::TopicFacts> &answer) {
        handle.post([this, wanted, facts = answer ? std::optional(answer.value()) : std::nullopt] { takeFacts(wanted, facts); });
    });
}

/// What the topic's configuration says; nothing: it could not be asked, or does not come in time.
void ProducePage::takeFacts(const QString &topic, const std::optional<Domain::TopicFacts> &facts)
{
    if (m_factsTopic != topic)
        return;
    m_isAskingFacts = false;
    if (facts)
        m_facts = *facts;
    preview();
    updateSending();
}

void ProducePage::showPreview()
{
    const Items::RequestPreview::Result &result = m_preview.result();
    const Produce::ProduceRequest now = request();
    m_next->display(m_preview, !std::holds_alternative<Produce::Once>(now.repeat) || now.input.has_value());
    m_sendBar->setInput(now.input.has_value(), result.planned);
    const auto sizeOf = [](const std::optional<std::string> &bytes) { return bytes ? std::optional<quint64>(bytes->size()) : std::nullopt; };
    QString next;
    std::vector<qint64> sizes;
    std::optional<quint64> keySize;
    std::optional<quint64> valueSize;
    if (!result.records.empty()) {
        const Items::RequestPreview::Record &record = result.records.front();
        keySize = sizeOf(record.record.key);
        valueSize = sizeOf(record.record.value);
        for (const auto &header : record.record.headers)
            sizes.push_back(header.second ? qint64(header.second->size()) : -1);
        if (!record.record.partition)
            next = record.partition ? tr("key → partition %1").arg(record.partition->value()) : partitionCount() > 0 ? tr("no key: any partition") : QString();
    }
    m_bar->setNext(next);
    m_key->setNextSize(keySize);
    m_value->setNextSize(valueSize);
    m_headers->setSizes(std::move(sizes));
    const QString where = result.error ? whereOf(*result.error) : QString();
    const QString words = result.error ? Items::errorText(*result.error).what : QString();
    m_key->setOtherProblem(where == u"key" ? words : QString());
    m_value->setOtherProblem(where == u"value" ? words : QString());
    int problemRow = -1;
    for (std::size_t row = 0; row < now.headers.size() && problemRow < 0; ++row) {
        if (where == u"header " + QString::fromStdString(now.headers[row].name))
            problemRow = int(row);
    }
    m_headers->setProblemRow(problemRow);
    if (now.input)
        m_input->setMessage(result.error ? words : result.planned > 0 ? tr("%1 records").arg(Items::countText(result.planned)) : QString(), result.error.has_value());
    updateSending();
}

QString ProducePage::obstacle() const
{
    if (isRunning())
        return tr("Records are being sent: stop that first, or wait for its end.");
    if (topic().isEmpty())
        return tr("Choose a topic.");
    if (m_cluster.snapshot() && !hasTopic())
        return tr("The cluster lists no topic “%1”; it is not made by sending.").arg(Items::safeText(topic().toStdString(), 100));
    if (!m_cluster.snapshot())
        return tr("The cluster has not answered yet.");
    if (m_isAskingFacts)
        return tr("The topic's configuration is being read.");
    if (const QString problem = m_bar->timestampProblem(usesUtc()); !problem.isEmpty())
        return problem;
    if (m_key->isEnabled() && m_key->hasProblem())
        return tr("Key: %1").arg(m_key->problemText());
    if (m_value->isEnabled() && m_value->hasProblem())
        return tr("Value: %1").arg(m_value->problemText());
    return m_preview.obstacle();
}

void ProducePage::updateSending()
{
    const QString why = obstacle();
    for (WriteReason *reason : std::as_const(m_reasons))
        reason->setPossible(why.isEmpty(), why);
    QString how = tr("Sends the records (Ctrl+Enter)");
    for (const Produce::Finding &finding : m_preview.result().findings) {
        if (finding.kind == Produce::Finding::Kind::FactsUnknown)
            how += u' ' + Items::findingText(finding);
    }
    m_reasons[2]->setToolTip(how);
    m_stopAction->setEnabled(isRunning());
    m_stopAction->setShortcut(isRunning() ? QKeySequence(Qt::Key_Escape) : QKeySequence());
    updateBanner();
}

/// What is to be known before sending; the first that blocks, else the first finding. Problems of the fields stand under them.
void ProducePage::updateBanner()
{
    QStringList sentences;
    Banner::Kind kind = Banner::Kind::Warning;
    const std::optional<Domain::Error> &error = m_preview.result().error;
    const QString where = error ? whereOf(*error) : QString();
    if (!m_trouble.isEmpty()) {
        kind = Banner::Kind::Error;
        sentences += m_trouble;
    }
    if (!topic().isEmpty() && m_cluster.snapshot() && !hasTopic()) {
        kind = Banner::Kind::Error;
        sentences += obstacle();
    }
    if (error && where != u"key" && where != u"value" && !m_input->input() && error->code != Domain::ErrorCode::SendTimestamp)
        sentences += Items::errorLine(*error);
    if (const QString problem = m_bar->timestampProblem(usesUtc()); !problem.isEmpty())
        sentences += problem;
    if (sentences.isEmpty() && !m_notice.isEmpty()) {
        kind = Banner::Kind::Success;
        sentences += m_notice;
    }
    for (const bool blocking : {true, false}) {
        for (const Produce::Finding &finding : m_preview.result().findings) {
            if (finding.kind == Produce::Finding::Kind::FactsUnknown) // said in the tooltip: nothing can be done about it
                continue;
            if (finding.blocks == blocking && (finding.kind != Produce::Finding::Kind::TimestampZero || m_bar->timestampProblem(usesUtc()).isEmpty()))
                sentences += Items::findingText(finding);
            if (finding.blocks)
                kind = Banner::Kind::Error;
        }
    }
    sentences.removeDuplicates();
    if (sentences.isEmpty()) {
        m_banner->hide();
        return;
    }
    const QString title = sentences.takeFirst();
    if (m_banner->isVisibleTo(this) && m_banner->kind() == kind)
        m_banner->amend(title, {}, sentences.join(u'\n'));
    else
        m_banner->display(kind, title, {}, sentences.join(u'\n'));
}

/// How records are sent to this topic is remembered; what is in them is not.
void ProducePage::keepChoices()
{
    Produce::ProduceRequest choices = request();
    choices.key.text.clear();
    choices.value.text.clear();
    choices.headers.clear();
    choices.input.reset();
    choices.timestampMs.reset();
    choices.seed = 0;
    m_preferences.setNotes(QStringLiteral("produce"), QString::fromStdString(m_cluster.profile().id), topic(), {Session::SavedRequests::textOf(choices)});
}

void ProducePage::restoreChoices()
{
    const QStringList kept = m_preferences.notes(QStringLiteral("produce"), QString::fromStdString(m_cluster.profile().id), topic());
    Produce::ProduceRequest choices;
    choices.key.kind = Produce::FieldKind::Text;
    choices.value.kind = Produce::FieldKind::Json;
    if (!kept.isEmpty()) {
        if (auto read = Session::SavedRequests::fromText(kept.front()))
            choices = std::move(read).value();
    }
    choices.topic = topic().toStdString();
    take(choices);
}

} // namespace Views
