// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/producebar.h"

#include "items/spokentime.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/widgets/flowrow.h"
#include "views/widgets/named.h"

#include <QComboBox>
#include <QCompleter>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStyle>

#include <limits>

namespace Views {

namespace {

using Domain::Partitioner;

constexpr int fixedPartition = -1; // data of the choice; the others are Domain::Partitioner

} // namespace

ProduceBar::ProduceBar(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_topic(new QComboBox(this)), m_partition(new QComboBox(this)), m_number(new QSpinBox(this)), m_next(new QLabel(this)),
      m_timestamp(new QComboBox(this)), m_time(new QLineEdit(this)), m_save(new QPushButton(tr("&Save request"), this)), m_import(new QPushButton(tr("&Import…"), this))
{
    setObjectName(QStringLiteral("produceBar"));
    setProperty("region", true);
    setFocusProxy(m_topic);
    auto *row = new FlowRow(this);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(8);
    addTopic();
    addPartition();
    addTimestamp();
    row->addWidget(labelled(tr("&Topic"), {m_topic}));
    row->addWidget(labelled(tr("&Partition"), {m_partition, m_number, m_next}));
    row->addWidget(labelled(tr("T&imestamp"), {m_timestamp, m_time}));
    named(m_save, "saveRequestButton", tr("Save the request"));
    m_save->setToolTip(tr("Keeps this page as a file of the requests' folder (Ctrl+S)"));
    named(m_import, "importButton", tr("Import records from a file"));
    m_import->setToolTip(tr("Sends the records of a JSON Lines or CSV file, or one value for each line"));
    for (QPushButton *button : {m_save, m_import}) {
        button->setAutoDefault(false);
        row->addRight(button);
    }
    const auto theme = [this] {
        m_save->setIcon(icon(QStringLiteral("bookmark"), m_appearance.theme()));
        m_import->setIcon(icon(QStringLiteral("open"), m_appearance.theme()));
    };
    connect(&appearance, &Appearance::changed, this, theme);
    theme();
}

QWidget *ProduceBar::labelled(const QString &text, const QList<QWidget *> &fields)
{
    auto *group = new QWidget(this);
    auto *row = new QHBoxLayout(group);
    row->setContentsMargins(0, 0, 4, 0);
    row->setSpacing(6);
    auto *label = new QLabel(text, group);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("tone", QStringLiteral("second"));
    label->setBuddy(fields.front());
    m_appearance.useFont(label, 0.92);
    row->addWidget(label);
    for (QWidget *field : fields)
        row->addWidget(field);
    return group;
}

void ProduceBar::addTopic()
{
    named(m_topic, "produceTopic", tr("Topic"));
    m_topic->setEditable(true);
    m_topic->setInsertPolicy(QComboBox::NoInsert);
    m_topic->setMaxVisibleItems(16);
    m_topic->setMinimumContentsLength(20);
    m_topic->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_topic->completer()->setFilterMode(Qt::MatchContains);
    m_topic->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_topic->lineEdit()->setAccessibleName(tr("Topic"));
    connect(m_topic, &QComboBox::textActivated, this, &ProduceBar::topicChosen);
    connect(m_topic->lineEdit(), &QLineEdit::editingFinished, this, &ProduceBar::topicChosen);
}

void ProduceBar::addPartition()
{
    named(m_partition, "producePartition", tr("Partition"));
    m_partition->addItem(tr("By key, murmur2 (Java)"), int(Partitioner::Murmur2Random));
    m_partition->addItem(tr("By key, CRC32 (librdkafka)"), int(Partitioner::ConsistentRandom));
    m_partition->addItem(tr("By key, FNV-1a (Sarama)"), int(Partitioner::Fnv1aRandom));
    m_partition->addItem(tr("Fixed"), fixedPartition);
    named(m_number, "producePartitionNumber", tr("Number of the partition"));
    m_number->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_number->setFixedWidth(fontMetrics().averageCharWidth() * 9);
    m_number->setRange(0, std::numeric_limits<int>::max());
    m_number->hide();
    m_next->setObjectName(QStringLiteral("produceNextPartition"));
    m_next->setTextFormat(Qt::PlainText);
    m_next->setProperty("tone", QStringLiteral("second"));
    m_appearance.useFont(m_next, 0.92);
    connect(m_partition, &QComboBox::currentIndexChanged, this, [this] {
        m_number->setVisible(m_partition->currentData().toInt() == fixedPartition);
        emit edited();
    });
    connect(m_number, &QSpinBox::valueChanged, this, &ProduceBar::edited);
}

void ProduceBar::addTimestamp()
{
    named(m_timestamp, "produceTimestamp", tr("Timestamp"));
    m_timestamp->addItem(tr("Now"));
    m_timestamp->addItem(tr("Given"));
    named(m_time, "produceTimestampEdit", tr("Time of the record"));
    m_time->setPlaceholderText(tr("2026-11-21 14:32, -15m, or milliseconds since 1970"));
    m_time->setMinimumWidth(fontMetrics().averageCharWidth() * 24);
    m_time->hide();
    connect(m_timestamp, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_time->setVisible(index == 1);
        if (index == 1)
            m_time->setFocus();
        emit edited();
    });
    connect(m_time, &QLineEdit::textChanged, this, &ProduceBar::edited);
}

QString ProduceBar::topic() const
{
    return m_topic->currentText().trimmed();
}

void ProduceBar::setTopic(const QString &topic)
{
    const QSignalBlocker block(m_topic);
    m_topic->setCurrentIndex(m_topic->findText(topic, Qt::MatchExactly | Qt::MatchCaseSensitive));
    m_topic->setEditText(topic);
}

void ProduceBar::setTopics(const QStringList &topics)
{
    QStringList known;
    for (int i = 0; i < m_topic->count(); ++i)
        known += m_topic->itemText(i);
    if (known == topics || m_topic->view()->isVisible())
        return;
    const QSignalBlocker block(m_topic);
    const QString typed = m_topic->currentText();
    m_topic->clear();
    m_topic->addItems(topics);
    m_topic->setCurrentIndex(m_topic->findText(typed, Qt::MatchExactly | Qt::MatchCaseSensitive));
    m_topic->setEditText(typed);
}

std::optional<Domain::PartitionId> ProduceBar::partition() const
{
    if (m_partition->currentData().toInt() != fixedPartition)
        return std::nullopt;
    return Domain::PartitionId(m_number->value());
}

Domain::Partitioner ProduceBar::partitioner() const
{
    const int chosen = m_partition->currentData().toInt();
    return chosen == fixedPartition ? Partitioner::Murmur2Random : static_cast<Partitioner>(chosen);
}

void ProduceBar::setPartition(std::optional<Domain::PartitionId> partition, Domain::Partitioner partitioner)
{
    if (partition)
        m_number->setValue(partition->value());
    m_partition->setCurrentIndex(m_partition->findData(partition ? fixedPartition : int(partitioner)));
}

void ProduceBar::setPartitionCount(int count)
{
    // A number that is too high stays, and is said to be: who wrote it wants to know.
    m_number->setToolTip(count > 0 ? tr("0 to %1").arg(count - 1) : QString());
}

void ProduceBar::setNext(const QString &words)
{
    m_next->setText(words);
}

std::optional<qint64> ProduceBar::typedTime(bool utc) const
{
    const QString text = m_time->text().trimmed();
    bool isNumber = false;
    const qint64 ms = text.toLongLong(&isNumber);
    if (isNumber)
        return ms;
    return Items::parseSpokenTime(text, QDateTime::currentMSecsSinceEpoch(), utc);
}

std::optional<qint64> ProduceBar::timestampMs(bool utc) const
{
    return m_timestamp->currentIndex() == 1 ? typedTime(utc) : std::nullopt;
}

QString ProduceBar::timestampProblem(bool utc) const
{
    if (m_timestamp->currentIndex() == 0)
        return {};
    const std::optional<qint64> ms = typedTime(utc);
    if (!ms)
        return m_time->text().trimmed().isEmpty() ? tr("Give the time of the record.") : tr("“%1” is no time.").arg(m_time->text().trimmed().left(60));
    return *ms == 0 ? tr("Timestamp 0 cannot be sent: the client would make it the time of sending.") : QString();
}

void ProduceBar::showTimestampProblem(const QString &problem)
{
    m_time->setToolTip(problem);
    m_time->setAccessibleDescription(problem);
    if (m_time->property("invalid").toBool() == !problem.isEmpty())
        return;
    m_time->setProperty("invalid", !problem.isEmpty());
    m_time->style()->unpolish(m_time);
    m_time->style()->polish(m_time);
}

void ProduceBar::setTimestamp(std::optional<qint64> ms)
{
    if (ms)
        m_time->setText(QString::number(*ms));
    m_timestamp->setCurrentIndex(ms ? 1 : 0);
}

} // namespace Views
