// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/dryrunmodel.h"

#include "items/errortext.h"
#include "items/itemroles.h"
#include "items/numbertext.h"
#include "items/recordcells.h"
#include "items/safetext.h"
#include "items/textdiff.h"

#include <set>

namespace Items {

namespace {

using Replay::Sample;

constexpr std::size_t ShownStart = 160;   ///< bytes: a difference behind that is brought into sight
constexpr std::size_t ShownContext = 40;
constexpr int LongestTip = 2'000;
constexpr int LongestCopy = 64 * 1024;

bool isChanged(const Sample &sample)
{
    return sample.keyBefore != sample.keyAfter || sample.valueBefore != sample.valueAfter || sample.headersBefore != sample.headersAfter
        || sample.timestampBefore != sample.timestampAfter;
}

bool isSent(const Sample &sample)
{
    return sample.droppedBy == 0 && !sample.error;
}

/// Where a difference can be seen: the beginning, or so far in.
std::size_t startOf(const std::optional<std::string> &before, const std::optional<std::string> &after)
{
    if (!before || !after || *before == *after)
        return 0;
    const auto differs = std::mismatch(before->begin(), before->end(), after->begin(), after->end());
    const std::size_t common = std::size_t(differs.first - before->begin());
    return common > ShownStart ? common - ShownContext : 0;
}

void fill(const std::optional<std::string> &bytes, std::size_t start, Search::Part part, PreviewCell &cell)
{
    if (start == 0 || !bytes || bytes->size() <= start)
        return fillPayload(bytes ? std::optional<Domain::BytesView>(*bytes) : std::nullopt, Codec::Format::Automatic, part, nullptr, cell);
    cell = {};
    cell.kind = PreviewCell::Kind::Text;
    cell.text = QChar(0x2026) + safeText(std::string_view(*bytes).substr(start));
}

void markDifference(PreviewCell &before, PreviewCell &after)
{
    const TextDiff diff = textDiff(before.text, after.text);
    before.matches = diff.removed;
    after.matches = diff.added;
}

QString fullText(const std::optional<std::string> &bytes, int most)
{
    return bytes ? safeText(*bytes, most) : DryRunModel::tr("null");
}

QString headersText(const std::vector<std::pair<std::string, std::optional<std::string>>> &headers)
{
    QStringList lines;
    for (const auto &[name, value] : headers)
        lines += safeText(name, 80) + QStringLiteral(": ") + fullText(value, 120);
    return lines.join(u'\n');
}

QString signedBytes(std::int64_t difference)
{
    return difference == 0 ? QStringLiteral("0 B") : (difference > 0 ? QStringLiteral("+") : QString(QChar(0x2212))) + bytesText(quint64(std::abs(difference)));
}

} // namespace

DryRunModel::DryRunModel(QObject *parent) : QAbstractTableModel(parent) {}

void DryRunModel::setReport(std::shared_ptr<const Replay::DryRunReport> report)
{
    beginResetModel(); // another dry run: another subject
    m_report = std::move(report);
    rebuild();
    endResetModel();
}

void DryRunModel::show(Show what)
{
    if (m_show == what)
        return;
    beginResetModel();
    m_show = what;
    rebuild();
    endResetModel();
}

void DryRunModel::rebuild()
{
    m_rows.clear();
    std::set<std::string_view> topics;
    std::set<std::string_view> targets;
    if (!m_report)
        return;
    for (const Sample &sample : m_show == Show::Problems ? m_report->problems : m_report->samples) {
        topics.insert(sample.topic);
        if (isSent(sample))
            targets.insert(sample.targetTopic);
        const bool isWanted = m_show == Show::All || m_show == Show::Problems || (m_show == Show::Dropped && sample.droppedBy > 0) || (m_show == Show::Changed && isSent(sample) && isChanged(sample));
        if (isWanted)
            m_rows.push_back(&sample);
    }
    m_hasSeveralTopics = topics.size() > 1;
    m_hasSeveralTargets = targets.size() > 1;
}

DryRunModel::Cells DryRunModel::cells(int row) const
{
    const Sample &s = sample(row);
    Cells cells;
    const std::size_t start = isSent(s) ? startOf(s.valueBefore, s.valueAfter) : 0;
    fill(s.keyBefore, 0, Search::KeyPart, cells.key);
    fill(s.valueBefore, start, Search::ValuePart, cells.before);
    if (s.error) {
        cells.isError = true;
        cells.outcome = tr("not sent");
        cells.outcomeReason = errorText(*s.error).what;
        return cells;
    }
    if (s.droppedBy > 0) {
        cells.outcome = tr("dropped");
        cells.outcomeReason = tr("step %1").arg(s.droppedBy);
        return cells;
    }
    fill(s.keyAfter, 0, Search::KeyPart, cells.newKey);
    fill(s.valueAfter, start, Search::ValuePart, cells.after);
    markDifference(cells.before, cells.after);
    QStringList also;
    if (s.headersBefore != s.headersAfter)
        also += tr("headers");
    if (s.timestampBefore != s.timestampAfter)
        also += tr("time");
    cells.remark = also.join(QStringLiteral(", "));
    return cells;
}

int DryRunModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int DryRunModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString DryRunModel::display(int row, int column) const
{
    const Sample &s = sample(row);
    switch (column) {
    case Topic: return safeText(s.topic, 80);
    case Partition: return QString::number(s.partition.value());
    case Offset: return offsetText(s.offset);
    case Key: return fullText(s.keyBefore, 256);
    case Before: return fullText(s.valueBefore, 256);
    case Target: {
        const QString partition = !isSent(s) ? QString() : s.targetPartition ? QString::number(s.targetPartition->value()) : tr("any");
        return m_hasSeveralTargets && isSent(s) ? safeText(s.targetTopic, 80) + u' ' + partition : partition;
    }
    case Size: return isSent(s) ? signedBytes(s.sizeAfter - s.sizeBefore) : QString();
    default: break;
    }
    if (!isSent(s)) {
        const Cells c = cells(row);
        return column == After ? c.outcome + u' ' + c.outcomeReason : QString();
    }
    return column == After ? fullText(s.valueAfter, 256) : fullText(s.keyAfter, 256);
}

/// Colours do not go to the clipboard: signs mark what was taken away and what was added.
QString DryRunModel::copied(int row, int column) const
{
    const Sample &s = sample(row);
    if (column == Offset)
        return QString::number(s.offset.value());
    if (column == Size)
        return isSent(s) ? QString::number(s.sizeAfter - s.sizeBefore) : QString();
    if (isSent(s) && s.valueBefore && s.valueAfter && (column == Before || column == After)) {
        const QStringList both = diffText(fullText(s.valueBefore, LongestCopy), fullText(s.valueAfter, LongestCopy)).split(u'\t');
        return column == Before ? both.front() : both.back();
    }
    return display(row, column);
}

QString DryRunModel::toolTip(int row, int column) const
{
    const Sample &s = sample(row);
    QString text;
    if (column == Before)
        text = fullText(s.valueBefore, LongestTip) + u'\n' + headersText(s.headersBefore);
    else if (column == After && isSent(s))
        text = fullText(s.valueAfter, LongestTip) + u'\n' + headersText(s.headersAfter);
    else if (column == After && s.error)
        text = errorLine(*s.error);
    else if (column == Target && isSent(s))
        text = s.targetPartition ? tr("Partition %1 of %2").arg(s.targetPartition->value()).arg(safeText(s.targetTopic)) : tr("Any partition of %1: it has no key").arg(safeText(s.targetTopic));
    return text.trimmed().toHtmlEscaped().replace(u'\n', QStringLiteral("<br>"));
}

QVariant DryRunModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const int row = index.row();
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return display(row, column);
    case CopyRole: return copied(row, column);
    case Qt::ToolTipRole: return toolTip(row, column);
    case FigureRole: return column != Topic;
    case Qt::TextAlignmentRole: return column == Offset || column == Size ? int(Qt::AlignVCenter | Qt::AlignRight) : int(Qt::AlignVCenter | Qt::AlignLeft);
    case Qt::AccessibleTextRole:
        return column == Partition ? tr("partition %1").arg(display(row, column)) : column == Target && isSent(sample(row)) ? tr("to partition %1").arg(display(row, column)) : display(row, column);
    default: return {};
    }
}

QVariant DryRunModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::TextAlignmentRole))
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Offset || section == Size ? int(Qt::AlignVCenter | Qt::AlignRight) : int(Qt::AlignVCenter | Qt::AlignLeft);
    switch (section) {
    case Topic: return tr("Topic");
    case Partition: return tr("P");
    case Offset: return tr("Offset");
    case Key: return tr("Key");
    case Before: return tr("Value before");
    case After: return tr("Value after");
    case NewKey: return tr("New key");
    case Target: return tr("To P");
    default: return tr("Size");
    }
}

} // namespace Items
