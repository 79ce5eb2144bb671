// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// What a RecordModel tells about one record beyond its cells: the whole of it, tooltips, the clipboard.

#include "items/recordmodel.h"

#include "items/gaptext.h"
#include "items/numbertext.h"
#include "items/recordcontent.h"
#include "items/safetext.h"
#include "session/readsession.h"

#include <limits>

namespace Items {

namespace {

constexpr int TooltipCharacters = 2000;

} // namespace

std::optional<RecordContent> RecordModel::recordAt(int row) const
{
    Store::Row decoded;
    if (row < 0 || row >= rowCount() || !read(row, decoded) || decoded.isGap)
        return std::nullopt;
    const std::vector<std::string> &topics = m_session.plan().topics;
    return RecordContent::fromRecord(decoded.record, decoded.record.topic < topics.size() ? topics[decoded.record.topic] : std::string());
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
