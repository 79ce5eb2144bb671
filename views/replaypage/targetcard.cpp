// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/targetcard.h"

#include "items/numbertext.h"
#include "items/safetext.h"
#include "session/clustersession.h"
#include "session/connections.h"
#include "views/appearance.h"
#include "views/replaypage/cardhead.h"
#include "views/replaypage/mappingdialog.h"
#include "views/widgets/badge.h"
#include "views/widgets/named.h"

#include <QComboBox>
#include <QCompleter>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace Views {

namespace {

enum Tempo { Fastest, PerSecond, Gaps };

} // namespace

TargetCard::TargetCard(Session::Connections &connections, Session::ClusterSession &source, const Appearance &appearance, QWidget *parent)
    : QFrame(parent), m_connections(connections), m_source(source), m_appearance(appearance), m_grid(new QGridLayout), m_badge(new Badge(appearance, this)), m_cluster(named(new QComboBox(this), "targetCluster", tr("Target cluster"))),
      m_topic(named(new QComboBox(this), "targetTopic", tr("Target topic"))), m_map(named(new QPushButton(this), "targetMappingButton", tr("Target topics"))),
      m_partition(named(new QComboBox(this), "targetPartition", tr("Partition"))), m_fixed(named(new QSpinBox(this), "targetFixedPartition", tr("Number of the partition"))),
      m_tempo(named(new QComboBox(this), "targetTempo", tr("Tempo"))), m_rate(named(new QDoubleSpinBox(this), "targetRate", tr("Records a second, or factor"))),
      m_mode(named(new QComboBox(this), "targetMode", tr("Mode"))), m_compression(named(new QComboBox(this), "targetCompression", tr("Compression"))), m_promise(named(new QLabel(this), "targetPromise", tr("What the mode promises")))
{
    setObjectName(QStringLiteral("replayTarget"));
    setAccessibleName(tr("Target"));
    setProperty("card", true);
    build(appearance);
    fillChoices();
    fillClusters();
    connect(&connections, &Session::Connections::opened, this, &TargetCard::fillClusters);
    connect(&connections, &Session::Connections::aboutToClose, this, &TargetCard::fillClusters, Qt::QueuedConnection);
    connect(m_cluster, &QComboBox::currentIndexChanged, this, [this] {
        fillTopics();
        suggestTopics();
        showFields();
        emit changed();
    });
    connect(m_topic, &QComboBox::editTextChanged, this, &TargetCard::changed);
    connect(m_map, &QPushButton::clicked, this, &TargetCard::askMapping);
    for (QComboBox *box : {m_partition, m_tempo, m_mode, m_compression})
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            showFields();
            emit changed();
        });
    connect(m_fixed, &QSpinBox::valueChanged, this, &TargetCard::changed);
    connect(m_rate, &QDoubleSpinBox::valueChanged, this, &TargetCard::changed);
    showFields();
}

int TargetCard::addRow(const QString &label, QWidget *field, QWidget *second)
{
    const int row = m_grid->rowCount();
    auto *name = new QLabel(label, this);
    name->setProperty("tone", QStringLiteral("second"));
    m_appearance.useFont(name, 0.92);
    m_grid->addWidget(name, row, 0);
    auto *fields = new QHBoxLayout;
    fields->setSpacing(6);
    fields->addWidget(field, 1);
    if (second)
        fields->addWidget(second);
    m_grid->addLayout(fields, row, 1);
    return row;
}

void TargetCard::build(const Appearance &appearance)
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(10);
    m_grid->setVerticalSpacing(3);
    m_grid->setColumnStretch(1, 1);
    m_topic->setEditable(true);
    m_topic->setInsertPolicy(QComboBox::NoInsert);
    m_topic->lineEdit()->setPlaceholderText(tr("topic"));
    m_topic->lineEdit()->setAccessibleName(tr("Target topic"));
    m_map->setAutoDefault(false);
    m_fixed->setRange(0, 100'000);
    m_rate->setDecimals(2);
    for (QComboBox *box : {m_cluster, m_topic, m_partition, m_tempo, m_mode, m_compression}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(4);
    }
    m_promise->setTextFormat(Qt::PlainText);
    m_promise->setWordWrap(true);
    m_promise->setProperty("tone", QStringLiteral("second"));
    appearance.useFont(m_promise, 0.85);
    auto *head = new CardHead(appearance, 3, tr("Target"), this);
    head->addAtEnd(m_badge);
    addRow(tr("Cluster"), m_cluster);
    m_grid->addWidget(m_map, addRow(tr("Topic"), m_topic), 1);
    addRow(tr("Partition"), m_partition, m_fixed);
    addRow(tr("Tempo"), m_tempo, m_rate);
    addRow(tr("Mode"), m_mode, m_compression);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(5);
    column->addWidget(head);
    column->addLayout(m_grid);
    column->addWidget(m_promise);
    column->addStretch(1);
}

void TargetCard::fillChoices()
{
    using Partitioning = Replay::Target::Partitioning;
    m_partition->addItem(tr("same number"), int(Partitioning::Same));
    m_partition->addItem(tr("by key, murmur2_random (Java's)"), int(Partitioning::ByKey) + 100 * int(Domain::Partitioner::Murmur2Random));
    m_partition->addItem(tr("by key, consistent_random"), int(Partitioning::ByKey) + 100 * int(Domain::Partitioner::ConsistentRandom));
    m_partition->addItem(tr("by key, fnv1a_random"), int(Partitioning::ByKey) + 100 * int(Domain::Partitioner::Fnv1aRandom));
    m_partition->addItem(tr("always partition"), int(Partitioning::Fixed));
    m_tempo->addItem(tr("as fast as possible"), Fastest);
    m_tempo->addItem(tr("records a second"), PerSecond);
    m_tempo->addItem(tr("original gaps ×"), Gaps);
    for (const auto mode : {Replay::Mode::VerifiedOnce, Replay::Mode::AtLeastOnce})
        m_mode->addItem(Items::modeText(mode), int(mode));
    const std::pair<Domain::Compression, const char *> kinds[] = {{Domain::Compression::None, "none"}, {Domain::Compression::Gzip, "gzip"}, {Domain::Compression::Snappy, "snappy"}, {Domain::Compression::Lz4, "lz4"}, {Domain::Compression::Zstd, "zstd"}};
    for (const auto &[kind, name] : kinds)
        m_compression->addItem(QLatin1String(name), int(kind));
    m_compression->setCurrentIndex(m_compression->findData(int(Domain::Compression::Lz4)));
    m_compression->setToolTip(tr("Compression of the batches that are sent"));
}

Session::ClusterSession *TargetCard::session() const
{
    return m_connections.openCluster(m_cluster->currentData().toString().toStdString());
}

/// Open clusters that can be written to at all; the choice is kept while it is open.
void TargetCard::fillClusters()
{
    const QString before = m_cluster->currentData().toString();
    {
        const QSignalBlocker blocker(m_cluster);
        m_cluster->clear();
        for (const Session::ClusterSession *open : m_connections.openClusters())
            if (open->profile().recordingFile.empty())
                m_cluster->addItem(Items::safeText(open->profile().name, 60), QString::fromStdString(open->profile().id));
        const int kept = m_cluster->findData(before.isEmpty() ? QString::fromStdString(m_source.profile().id) : before);
        m_cluster->setCurrentIndex(std::max(0, kept));
    }
    fillTopics();
    if (m_cluster->currentData().toString() == before)
        return;
    suggestTopics();
    showFields();
    emit changed();
}

QStringList TargetCard::knownTopics() const
{
    QStringList names;
    const Session::ClusterSession *open = session();
    if (const auto snapshot = open ? open->snapshot() : nullptr)
        for (const Domain::Topic &topic : snapshot->topics)
            if (!topic.isInternal())
                names += QString::fromStdString(topic.name);
    return names;
}

void TargetCard::fillTopics()
{
    if (Session::ClusterSession *open = session(); open && open != m_followed) {
        m_followed = open;
        connect(open, &Session::ClusterSession::snapshotChanged, this, [this, open] {
            if (session() == open)
                fillTopics();
        });
        m_badge->setEnvironment(open->profile().environment);
    }
    const QSignalBlocker blocker(m_topic);
    const QString typed = m_topic->currentText();
    m_topic->clear();
    m_topic->addItems(knownTopics());
    m_topic->setEditText(typed);
}

void TargetCard::setSourceTopics(const std::vector<std::string> &topics)
{
    if (topics == m_sourceTopics)
        return;
    m_sourceTopics = topics;
    suggestTopics();
    showFields();
}

/// Elsewhere a topic keeps its name; in its own cluster it would feed itself.
void TargetCard::suggestTopics()
{
    const bool isSame = session() == &m_source;
    m_mapping.clear();
    for (const std::string &topic : m_sourceTopics)
        m_mapping[topic] = isSame ? topic + ".replayed" : topic;
    if (!m_sourceTopics.empty()) {
        const QSignalBlocker blocker(m_topic);
        m_topic->setEditText(QString::fromStdString(m_mapping[m_sourceTopics.front()]));
    }
}

void TargetCard::setTempo(const Replay::Tempo &tempo)
{
    m_tempo->setCurrentIndex(m_tempo->findData(int(tempo.index())));
    if (const auto *rate = std::get_if<Replay::Rate>(&tempo))
        m_rate->setValue(rate->perSecond);
    else if (const auto *gaps = std::get_if<Replay::OriginalGaps>(&tempo))
        m_rate->setValue(gaps->factor);
}

void TargetCard::showFields()
{
    const bool isSeveral = m_sourceTopics.size() > 1;
    m_topic->setVisible(!isSeveral);
    m_map->setVisible(isSeveral);
    m_map->setText(tr("%1 topics…").arg(m_sourceTopics.size()));
    m_fixed->setVisible(m_partition->currentData().toInt() == int(Replay::Target::Partitioning::Fixed));
    const int tempo = m_tempo->currentData().toInt();
    m_rate->setVisible(tempo != Fastest);
    const bool isGaps = tempo == Gaps;
    m_rate->setRange(0.01, isGaps ? 1'000 : 10'000'000);
    if (m_rate->property("isGaps").isValid() && m_rate->property("isGaps").toBool() != isGaps)
        m_rate->setValue(isGaps ? 1 : 100);
    else if (!m_rate->property("isGaps").isValid())
        m_rate->setValue(isGaps ? 1 : 100);
    m_rate->setProperty("isGaps", isGaps);
    m_promise->setText(Items::modeSentence(mode()));
}

void TargetCard::askMapping()
{
    auto *dialog = new MappingDialog(m_sourceTopics, m_mapping, knownTopics(), m_appearance, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_mapping = dialog->mapping();
        emit changed();
    });
    dialog->open();
}

Replay::Target TargetCard::target() const
{
    Replay::Target target;
    if (const Session::ClusterSession *open = session()) {
        target.connection = open->profile().name;
        if (const auto snapshot = open->snapshot())
            target.clusterId = snapshot->clusterId;
    }
    if (m_sourceTopics.size() > 1)
        target.topics = m_mapping;
    else
        target.topic = m_topic->currentText().trimmed().toStdString();
    const int choice = m_partition->currentData().toInt();
    target.partitioning = Replay::Target::Partitioning(choice % 100);
    target.partitioner = Domain::Partitioner(choice / 100);
    if (target.partitioning == Replay::Target::Partitioning::Fixed)
        target.fixed = Domain::PartitionId(m_fixed->value());
    target.compression = Domain::Compression(m_compression->currentData().toInt());
    return target;
}

Replay::Tempo TargetCard::tempo() const
{
    switch (m_tempo->currentData().toInt()) {
    case PerSecond: return Replay::Rate{m_rate->value()};
    case Gaps: return Replay::OriginalGaps{m_rate->value()};
    default: return Replay::AsFastAsPossible{};
    }
}

Replay::Mode TargetCard::mode() const
{
    return Replay::Mode(m_mode->currentData().toInt());
}

QString TargetCard::problem() const
{
    if (!session())
        return tr("Open a cluster to write to.");
    const Replay::Target where = target();
    if (m_sourceTopics.size() <= 1 && where.topic.empty())
        return tr("Name the target topic.");
    return {};
}

void TargetCard::setLocked(bool locked)
{
    for (QWidget *widget : std::initializer_list<QWidget *>{m_cluster, m_topic, m_map, m_partition, m_fixed, m_tempo, m_rate, m_mode, m_compression})
        widget->setEnabled(!locked);
}

} // namespace Views
