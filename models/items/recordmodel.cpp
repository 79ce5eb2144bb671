// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/recordmodel.h"

#include "codec/preview.h"
#include "items/gaptext.h"
#include "items/numbertext.h"
#include "items/recordcontent.h"
#include "items/safetext.h"
#include "session/readsession.h"
#include "session/recordrows.h"

#include <algorithm>
#include <limits>

namespace Items {

namespace {

/// Rows beyond this cannot be told to a view, whose rows are ints; one is left at either end for what was released.
constexpr quint64 MaxRows = quint64(std::numeric_limits<int>::max()) - 2;
constexpr quint64 SampledRows = 64; ///< of the first rows, to name the columns
constexpr int TooltipCharacters = 2000;

/// The preview in characters that are safe to show: each control character becomes a visible sign, so spans move.
void fillPreview(std::string_view bytes, Codec::Format format, bool isKey, PreviewCell &cell)
{
    const Codec::Preview preview = Codec::preview(bytes, format, isKey);
    cell.kind = preview.hasFailed ? PreviewCell::Kind::Undecodable : PreviewCell::Kind::Text;
    cell.reason = preview.hasFailed ? RecordTable::tr("%1: %2").arg(formatName(format), problemText(preview.problem)) : QString();
    cell.isCut = preview.isCut;
    cell.text.clear();
    cell.spans.clear();
    const std::string_view text(preview.text);
    for (const Codec::Preview::Span &span : preview.spans) {
        const QString piece = safeText(text.substr(span.begin, span.end - span.begin), std::numeric_limits<int>::max());
        if (span.syntax != Syntax::Plain)
            cell.spans.push_back({int(cell.text.size()), int(piece.size()), span.syntax});
        cell.text += piece;
    }
}

void fillCell(const std::optional<Domain::BytesView> &bytes, Codec::Format format, bool isKey, PreviewCell &cell)
{
    if (bytes && !bytes->empty()) {
        fillPreview(*bytes, format, isKey, cell);
        return;
    }
    cell.kind = bytes ? PreviewCell::Kind::Empty : PreviewCell::Kind::Null;
    cell.text.clear();
    cell.reason.clear();
    cell.spans.clear();
    cell.isCut = false;
}

QString timestampTypeName(Domain::TimestampType type)
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
    connect(&m_session, &Session::ReadSession::rowsAboutToBeReleased, this, [this] { m_releasedBefore = m_session.recordsReleased(); });
    connect(&m_session, &Session::ReadSession::rowsReleased, this, &RecordModel::noteRelease);
}

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

void RecordModel::restart()
{
    m_releasedInFront = m_releasedBehind = 0;
    m_hasNotes = false;
    m_timestampType = Domain::TimestampType::None;
    m_valueNote.clear();
    emit headerDataChanged(Qt::Horizontal, TimeColumn, ValueColumn);
}

void RecordModel::beginReplace()
{
    beginResetModel();
}

void RecordModel::endReplace()
{
    m_rows = m_source.size();
    if (m_session.order().size() == 0)
        m_releasedInFront = m_releasedBehind = 0;
    m_changing = false;
    endResetModel();
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

void RecordModel::noteRelease(quint64 first)
{
    const quint64 records = m_session.recordsReleased() - m_releasedBefore;
    if (records == 0)
        return;
    if (first == 0)
        noteReleased(m_releasedInFront, records, 0);
    else
        noteReleased(m_releasedBehind, records, int(std::min(m_rows, MaxRows)) + frontRows());
}

void RecordModel::noteReleased(quint64 &count, quint64 records, int row)
{
    if (count > 0) {
        count += records;
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
        return;
    }
    beginInsertRows({}, row, row);
    count = records;
    endInsertRows();
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

void RecordModel::fill(int row, RecordCells &cells) const
{
    Store::Row decoded;
    cells.gapReason.reset();
    cells.partition = -1;
    if (isReleasedRow(row)) {
        cells.kind = RecordCells::Kind::Released;
        cells.gapText = releasedText(row == 0 && m_releasedInFront > 0 ? m_releasedInFront : m_releasedBehind);
        return;
    }
    if (!read(row, decoded, 0)) {
        cells.kind = RecordCells::Kind::Gone;
        cells.gapText = tr("released to stay within the memory budget");
        return;
    }
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
    fillCell(record.key, Codec::Format::Automatic, true, cells.key);
    fillCell(record.value, m_format, false, cells.value);
    if (record.isTombstone()) {
        cells.value.kind = PreviewCell::Kind::Tombstone;
        cells.value.text = cells.key.kind == PreviewCell::Kind::Empty ? tr("(empty)") : cells.key.text;
    }
    cells.valueSize = record.value ? std::optional(qint64(record.value->size())) : std::nullopt;
    cells.sizeText = record.value ? bytesText(record.value->size()) : tr("null");
}

std::optional<RecordContent> RecordModel::recordAt(int row) const
{
    Store::Row decoded;
    if (row < 0 || row >= rowCount() || !read(row, decoded) || decoded.isGap)
        return std::nullopt;
    return RecordContent::fromRecord(decoded.record, m_session.plan().topic());
}

QString RecordModel::explanation(int row) const
{
    Store::Row decoded;
    if (row < 0 || row >= rowCount())
        return {};
    if (!read(row, decoded))
        return releasedExplanation();
    return decoded.isGap ? gapExplanation(decoded.gap, m_session.plan().isolation) : QString();
}

QString RecordModel::fullText(int row, int column) const
{
    constexpr std::size_t ShownHeaders = 20;
    Store::Row decoded;
    if (!read(row, decoded, ShownHeaders) || decoded.isGap)
        return explanation(row);
    const Domain::Record &record = decoded.record;
    const auto bytesText = [this](const std::optional<Domain::BytesView> &bytes, const PreviewCell &cell) {
        return cell.kind == PreviewCell::Kind::Text && !cell.spans.empty() && bytes ? safeText(*bytes, TooltipCharacters) : QString();
    };
    RecordCells cells;
    fill(row, cells);
    QString text;
    switch (column) {
    case OffsetColumn: {
        if (record.missingBefore == 0)
            break;
        const Domain::Gap hole{.partition = record.partition,
                               .from = Domain::Offset(record.offset.value() - std::int64_t(record.missingBefore)),
                               .to = record.offset,
                               .reason = Domain::GapReason::Hole};
        return displayText(cells, column) + u'\n' + missingText(record.missingBefore) + QStringLiteral(". ") + gapExplanation(hole, m_session.plan().isolation);
    }
    case TimeColumn:
        return record.timestamp.type == Domain::TimestampType::None ? tr("The record carries no time.")
            : isoTimeText(record.timestamp.ms, m_utc) + u' ' + timestampTypeName(record.timestamp.type);
    case SizeColumn:
        return record.value ? tr("value %1 bytes, record %2 bytes").arg(countText(record.value->size()), countText(decoded.payloadBytes)) : accessibleText(cells, ValueColumn);
    case HeaderColumn:
        for (const Domain::Header &header : record.headers)
            text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + safeText(header.name, 60) + QStringLiteral(": ") + (header.value ? safeText(*header.value, 100) : tr("null"));
        if (decoded.headerCount > ShownHeaders)
            text += u'\n' + tr("and %1 more").arg(countText(decoded.headerCount - ShownHeaders));
        return text.isEmpty() ? tr("no headers") : text;
    case KeyColumn:
        text = bytesText(record.key, cells.key);
        break;
    case ValueColumn:
        text = bytesText(record.value, cells.value);
        break;
    default:
        break;
    }
    return text.isEmpty() ? displayText(cells, column) : text;
}

QString RecordModel::copyText(int row, int column) const
{
    Store::Row decoded;
    if (row < 0 || row >= rowCount())
        return {};
    if (!read(row, decoded, 0) || decoded.isGap || column == KeyColumn || column == ValueColumn)
        return data(index(row, column), Qt::DisplayRole).toString();
    const Domain::Record &record = decoded.record;
    switch (column) {
    case PartitionColumn:
        return QString::number(record.partition.value());
    case OffsetColumn:
        return QString::number(qint64(record.offset.value()));
    case TimeColumn:
        return record.timestamp.type == Domain::TimestampType::None ? QString() : isoTimeText(record.timestamp.ms, m_utc);
    case HeaderColumn:
        return QString::number(qulonglong(decoded.headerCount));
    default:
        return record.value ? QString::number(qulonglong(record.value->size())) : QString();
    }
}

} // namespace Items
