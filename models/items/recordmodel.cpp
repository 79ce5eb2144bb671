// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/recordmodel.h"

#include "codec/fieldpath.h"
#include "items/gaptext.h"
#include "items/numbertext.h"
#include "items/recordcells.h"
#include "items/safetext.h"
#include "session/readsession.h"
#include "session/recordrows.h"

#include <QElapsedTimer>

#include <algorithm>
#include <limits>

namespace Items {

namespace {

/// Rows beyond this cannot be told to a view, whose rows are ints; one is left at either end for what was released.
constexpr quint64 MaxRows = quint64(std::numeric_limits<int>::max()) - 2;
constexpr quint64 SampledRows = 64; ///< of the first rows, to name the columns
constexpr std::size_t MovedIndexes = 2000; ///< followed through another order or filter: a selection of a million rows is not
constexpr qint64 MoveMs = 8;

} // namespace

RecordModel::RecordModel(Session::RecordRows &rows, QObject *parent)
    : RecordTable(parent), m_source(rows), m_session(rows.session()), m_rows(rows.size())
{
    using Session::RecordRows;
    connect(&m_session, &Session::ReadSession::started, this, &RecordModel::restart);
    connect(&rows, &RecordRows::aboutToBeReplaced, this, &RecordModel::beginReplace);
    connect(&rows, &RecordRows::replaced, this, &RecordModel::endReplace);
    connect(&rows, &RecordRows::rowsAboutToBeInserted, this, &RecordModel::beginAppend);
    connect(&rows, &RecordRows::rowsInserted, this, &RecordModel::endAppend);
    connect(&rows, &RecordRows::rowsAboutToBeRemoved, this, &RecordModel::beginRelease);
    connect(&rows, &RecordRows::rowsRemoved, this, &RecordModel::endRelease);
    connect(&m_session, &Session::ReadSession::rowsReleased, this, &RecordModel::updateReleased);
    connect(&m_session, &Session::ReadSession::rowsPrepended, this, &RecordModel::updateReleased);
    connect(&m_session, &Session::ReadSession::rowsAppended, this, &RecordModel::updateReleased);
    takeTopics();
}

RecordModel::~RecordModel() = default;

void RecordModel::setUtc(bool utc)
{
    if (utc == m_utc)
        return;
    m_utc = utc;
    announceColumn(TimeColumn);
}

void RecordModel::setValueFormat(const QString &word)
{
    const Codec::Format format = Codec::formatFromWord(word.toStdString());
    if (format == m_format)
        return;
    m_format = format;
    announceColumn(ValueColumn);
    emit headerDataChanged(Qt::Horizontal, ValueColumn, ValueColumn);
}

void RecordModel::announceColumn(int column)
{
    if (const int rows = rowCount(); rows > 0)
        emit dataChanged(index(0, column), index(rows - 1, column));
}

int RecordModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return int(std::min(m_rows, MaxRows)) + frontRows() + (m_releasedBehind > 0 ? 1 : 0);
}

void RecordModel::setPathColumns(const QStringList &paths)
{
    QStringList known;
    std::vector<Codec::FieldPath> parsed;
    for (const QString &path : paths)
        if (auto field = Codec::FieldPath::parse(path.toStdString()); field && !known.contains(path)) {
            known.append(path);
            parsed.push_back(std::move(*field));
        }
    m_paths.clear(); // nothing is asked for a column that comes or goes
    setPaths(known);
    m_paths = std::move(parsed);
    m_needsHeaders = std::any_of(m_paths.begin(), m_paths.end(), [](const Codec::FieldPath &path) { return path.readsHeaders(); });
    if (const int rows = rowCount(); rows > 0 && !known.isEmpty())
        emit dataChanged(index(0, firstPathColumn()), index(rows - 1, columnCount() - 1));
}

void RecordModel::restart()
{
    m_hasNotes = false;
    m_timestampType = Domain::TimestampType::None;
    m_valueNote.clear();
    emit headerDataChanged(Qt::Horizontal, TimeColumn, ValueColumn);
}

void RecordModel::takeTopics()
{
    m_topics.clear();
    for (const std::string &topic : m_session.plan().topics)
        m_topics.append(safeText(topic));
    setTopicColumn(m_topics.size() > 1);
}

void RecordModel::beginReplace()
{
    if (m_source.isNewRun()) {
        beginResetModel();
        return;
    }
    emit layoutAboutToBeChanged();
    m_moved.clear();
    const QModelIndexList indexes = persistentIndexList();
    for (const QModelIndex &index : indexes) {
        const quint64 position = quint64(index.row()) - quint64(frontRows());
        Moved moved{index, {}, 0};
        if (m_moved.size() < MovedIndexes && !isReleasedRow(index.row()) && position < m_source.size()) {
            const Store::ArrivalOrder::Place place = m_source.at(position);
            moved.id = Store::rowId(place.run.slot, place.index);
            moved.generation = place.run.generation;
        }
        m_moved.push_back(std::move(moved));
    }
}

void RecordModel::endReplace()
{
    const bool isNewRun = m_source.isNewRun();
    m_rows = m_source.size();
    m_changing = false;
    m_releasedInFront = m_source.isNewestFirst() ? m_session.recordsReleasedBehind() : m_session.recordsReleasedInFront();
    m_releasedBehind = m_source.isNewestFirst() ? m_session.recordsReleasedInFront() : m_session.recordsReleasedBehind();
    if (isNewRun) {
        takeTopics();
        endResetModel();
        return;
    }
    moveIndexes();
    emit layoutChanged();
}

/// Selection and current row stay with their records, where those are still shown.
void RecordModel::moveIndexes()
{
    QElapsedTimer clock;
    clock.start();
    for (const Moved &moved : m_moved) {
        QModelIndex to;
        const bool isThere = moved.id && m_session.snapshot().generation(Store::slotOf(*moved.id)) == moved.generation;
        if (const auto position = isThere && clock.elapsed() < MoveMs ? m_source.positionOf(*moved.id) : std::nullopt; position && *position < MaxRows)
            to = index(int(*position) + frontRows(), moved.from.column());
        changePersistentIndex(moved.from, to);
    }
    m_moved.clear();
}

void RecordModel::beginAppend(quint64 first, quint64 count)
{
    const quint64 last = std::min(first + count, MaxRows);
    m_changing = m_rows < MaxRows && last > first;
    if (m_changing)
        beginInsertRows({}, int(first) + frontRows(), int(last) - 1 + frontRows());
}

void RecordModel::endAppend(quint64 first, quint64 count)
{
    m_rows += count;
    if (m_changing)
        endInsertRows();
    m_changing = false;
    learnNotes(first, count);
}

void RecordModel::beginRelease(quint64 first, quint64 count)
{
    const quint64 last = std::min(first + count, MaxRows);
    m_changing = last > first;
    if (m_changing)
        beginRemoveRows({}, int(first) + frontRows(), int(last) - 1 + frontRows());
}

void RecordModel::endRelease(quint64, quint64 count)
{
    const quint64 hidden = m_rows > MaxRows ? m_rows - MaxRows : 0;
    m_rows -= count;
    if (m_changing)
        endRemoveRows();
    m_changing = false;
    if (hidden > 0) { // rows that could not be told before move up into reach
        beginResetModel();
        endResetModel();
    }
}

void RecordModel::updateReleased()
{
    const bool isTurned = m_source.isNewestFirst();
    noteReleased(m_releasedInFront, isTurned ? m_session.recordsReleasedBehind() : m_session.recordsReleasedInFront(), true);
    noteReleased(m_releasedBehind, isTurned ? m_session.recordsReleasedInFront() : m_session.recordsReleasedBehind(), false);
}

void RecordModel::noteReleased(quint64 &count, quint64 records, bool isFront)
{
    if (count == records)
        return;
    const int row = isFront ? 0 : int(std::min(m_rows, MaxRows)) + frontRows();
    if (count > 0 && records > 0) {
        count = records;
        emit dataChanged(index(row, 0), index(row, columnCount() - 1));
    } else if (records > 0) {
        beginInsertRows({}, row, row);
        count = records;
        endInsertRows();
    } else {
        beginRemoveRows({}, row, row);
        count = records;
        endRemoveRows();
    }
}

void RecordModel::learnNotes(quint64 first, quint64 count)
{
    const QString formatBefore = m_valueNote;
    const auto typeBefore = m_timestampType;
    // One row a tick is enough to notice a change later on; what the notes do not fit is marked in its own cell.
    const quint64 sampled = m_hasNotes ? 1 : std::min(count, SampledRows);
    for (quint64 i = 0; i < sampled; ++i) {
        Store::Row row;
        if (first + i >= MaxRows || !read(int(first + i) + frontRows(), row, 0) || row.isGap)
            continue;
        const auto type = row.record.timestamp.type;
        const QString format = row.record.value && !row.record.value->empty() ? formatName(Codec::detect(*row.record.value).format) : QString();
        m_timestampType = !m_hasNotes || type == m_timestampType ? type : Domain::TimestampType::None;
        if (!m_hasNotes || m_valueNote.isNull())
            m_valueNote = format;
        else if (!format.isEmpty() && format != m_valueNote)
            m_valueNote = QLatin1String(""); // not one format: nothing is claimed
        m_hasNotes = true;
    }
    if (m_valueNote != formatBefore || m_timestampType != typeBefore)
        emit headerDataChanged(Qt::Horizontal, TimeColumn, ValueColumn);
}

QString RecordModel::timestampTypeName(Domain::TimestampType type)
{
    switch (type) {
    case Domain::TimestampType::Create:
        return QStringLiteral("CreateTime"); // Kafka's own words
    case Domain::TimestampType::LogAppend:
        return QStringLiteral("LogAppendTime");
    case Domain::TimestampType::None:
        break;
    }
    return {};
}

QString RecordModel::columnNote(int column) const
{
    if (column == TimeColumn)
        return timestampTypeName(m_timestampType);
    if (column != ValueColumn)
        return {};
    return m_format == Codec::Format::Automatic ? m_valueNote : formatName(m_format);
}

bool RecordModel::isReleasedRow(int row) const
{
    return (m_releasedInFront > 0 && row == 0) || (m_releasedBehind > 0 && row == rowCount() - 1);
}

bool RecordModel::read(int row, Store::Row &decoded, std::size_t maxHeaders) const
{
    const quint64 position = quint64(row) - quint64(frontRows());
    if (isReleasedRow(row) || position >= m_source.size())
        return false;
    const Store::ArrivalOrder::Place place = m_source.at(position);
    return m_session.snapshot().read(place.run, place.index, decoded, m_headers, maxHeaders);
}

int RecordModel::rowOfRecord(const std::string &topic, qint32 partition, qint64 offset) const
{
    const std::vector<std::string> &topics = m_session.plan().topics;
    const auto known = std::find(topics.begin(), topics.end(), topic);
    if (known == topics.end())
        return -1;
    const Domain::TopicPartition place{static_cast<std::uint16_t>(known - topics.begin()), Domain::PartitionId(partition)};
    const auto id = m_session.find(place, Domain::Offset(offset));
    const auto position = id ? m_source.positionOf(*id) : std::nullopt;
    return position && *position < MaxRows ? int(*position) + frontRows() : -1;
}

const Search::Filter *RecordModel::filter() const
{
    return m_source.filter() ? m_source.filter().get() : m_session.filter().get();
}

void RecordModel::fill(int row, RecordCells &cells) const
{
    Store::Row decoded;
    cells.gapReason.reset();
    cells.partition = -1;
    cells.isLate = false;
    cells.topic.clear();
    if (isReleasedRow(row)) {
        cells.kind = RecordCells::Kind::Released;
        cells.gapText = releasedText(row == 0 && m_releasedInFront > 0 ? m_releasedInFront : m_releasedBehind);
        return;
    }
    if (!read(row, decoded, m_needsHeaders ? Store::StoreSnapshot::AllHeaders : 0)) {
        cells.kind = RecordCells::Kind::Gone;
        cells.gapText = tr("released to stay within the memory budget");
        return;
    }
    if (const qsizetype topic = decoded.isGap ? decoded.gap.topic : decoded.record.topic; hasTopicColumn() && topic < m_topics.size())
        cells.topic = m_topics[topic];
    if (decoded.isGap) {
        cells.kind = RecordCells::Kind::Gap;
        cells.partition = decoded.gap.partition.value();
        cells.offset = decoded.gap.from.value();
        cells.gapReason = decoded.gap.reason;
        cells.gapText = gapText(decoded.gap);
        return;
    }
    cells.kind = RecordCells::Kind::Record;
    cells.headerCount = int(std::min<std::size_t>(decoded.headerCount, std::numeric_limits<int>::max()));
    const Store::ArrivalOrder::Place place = m_source.at(quint64(row) - quint64(frontRows()));
    cells.isLate = m_source.isLate(Store::rowId(place.run.slot, place.index));
    fillRecord(decoded.record, cells);
}

void RecordModel::fillRecord(const Domain::Record &record, RecordCells &cells) const
{
    cells.partition = record.partition.value();
    cells.offset = record.offset.value();
    cells.missingBefore = record.missingBefore;
    cells.timestamp = record.timestamp;
    cells.offsetText = offsetText(record.offset);
    const bool hasTime = record.timestamp.type != Domain::TimestampType::None;
    cells.timeText = hasTime ? timeText(record.timestamp.ms, m_utc) : QString(QChar(0x2014));
    cells.timeTypeDiffers = hasTime && record.timestamp.type != m_timestampType;
    fillPayload(record.key, Codec::Format::Automatic, Search::KeyPart, filter(), cells.key);
    fillPayload(record.value, m_format, Search::ValuePart, filter(), cells.value);
    cells.fields.resize(m_paths.size());
    for (std::size_t i = 0; i < m_paths.size(); ++i)
        fillField(m_paths[i], record, cells.fields[i]);
    if (record.isTombstone()) {
        cells.value.kind = PreviewCell::Kind::Tombstone;
        cells.value.text = cells.key.kind == PreviewCell::Kind::Empty ? tr("(empty)") : cells.key.text;
    }
    cells.valueSize = record.value ? std::optional(qint64(record.value->size())) : std::nullopt;
    cells.sizeText = record.value ? bytesText(record.value->size()) : tr("null");
}

} // namespace Items
