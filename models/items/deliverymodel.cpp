// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/deliverymodel.h"

#include "items/deliverytext.h"
#include "items/errortext.h"
#include "items/itemroles.h"
#include "items/numbertext.h"
#include "items/safetext.h"

#include <QLocale>

#include <algorithm>

namespace Items {

namespace {

constexpr std::size_t mostAtOnce = 5'000; // of one look: the board's lock is held while they are copied
constexpr std::size_t slack = DeliveryModel::mostRows / 10; // rows go in blocks, not one for each that comes

QString dash()
{
    return QStringLiteral("–");
}

bool byNumber(const Produce::Delivery &delivery, std::uint64_t number)
{
    return delivery.number < number;
}

} // namespace

DeliveryModel::DeliveryModel(QObject *parent) : QAbstractTableModel(parent) {}

bool DeliveryModel::isProblem(const Produce::Delivery &delivery)
{
    return delivery.isReported && delivery.report.outcome != Domain::Outcome::Done;
}

void DeliveryModel::clear()
{
    if (!m_rows.empty()) {
        beginRemoveRows({}, 0, int(m_rows.size()) - 1);
        m_rows.clear();
        endRemoveRows();
    }
    m_early.clear();
    m_newest = 0;
    m_generation = 0;
    m_leftOut = 0;
}

void DeliveryModel::setBoard(std::shared_ptr<Produce::DeliveryBoard> board)
{
    clear();
    m_board = std::move(board);
    update();
}

void DeliveryModel::setProblemsOnly(bool problemsOnly)
{
    if (m_problemsOnly == problemsOnly)
        return;
    m_problemsOnly = problemsOnly;
    clear();
    update();
}

void DeliveryModel::update()
{
    if (!m_board || m_board->generation() == m_generation)
        return;
    const std::uint64_t generation = m_board->generation();
    const std::uint64_t sent = m_board->status().totals.sent;
    for (Produce::Delivery &delivery : m_board->takeReported()) {
        if (delivery.number <= m_newest)
            takeReport(delivery);
        else if (isProblem(delivery))
            m_early.push_back(std::move(delivery));
    }
    announce();
    // Who sends faster than rows can be shown gets the newest ones; those between are counted, and failed ones still come by their report.
    const std::uint64_t oldestWanted = sent > std::uint64_t(mostRows) ? sent - mostRows : 0;
    if (!m_problemsOnly && m_newest < oldestWanted) {
        m_leftOut += oldestWanted - m_newest;
        m_newest = oldestWanted;
    }
    bool isComplete = false;
    for (std::size_t taken = 0; taken < std::size_t(mostRows) && !isComplete; taken += mostAtOnce) {
        std::vector<Produce::Delivery> more = m_board->deliveries(m_newest + 1, mostAtOnce);
        isComplete = more.size() < mostAtOnce;
        append(std::move(more));
    }
    // Failed ones of those that were passed over.
    for (const Produce::Delivery &delivery : m_early) {
        if (delivery.number <= m_newest)
            takeReport(delivery);
    }
    announce();
    std::erase_if(m_early, [this](const Produce::Delivery &delivery) { return delivery.number <= m_newest; });
    makeRoom();
    m_generation = isComplete ? generation : 0;
}

void DeliveryModel::append(std::vector<Produce::Delivery> deliveries)
{
    if (deliveries.empty())
        return;
    m_newest = deliveries.back().number;
    if (m_problemsOnly)
        std::erase_if(deliveries, [](const Produce::Delivery &delivery) { return !isProblem(delivery); });
    if (deliveries.empty())
        return;
    beginInsertRows({}, 0, int(deliveries.size()) - 1);
    m_rows.insert(m_rows.end(), std::make_move_iterator(deliveries.begin()), std::make_move_iterator(deliveries.end()));
    endInsertRows();
}

/// News of a row that is shown, or of a failed one that is not shown yet.
void DeliveryModel::takeReport(const Produce::Delivery &delivery)
{
    const auto it = std::lower_bound(m_rows.begin(), m_rows.end(), delivery.number, byNumber);
    if (it != m_rows.end() && it->number == delivery.number) {
        const int row = rowOf(std::size_t(it - m_rows.begin()));
        *it = delivery;
        m_changedFirst = m_changedFirst < 0 ? row : std::min(m_changedFirst, row);
        m_changedLast = std::max(m_changedLast, row);
    } else if (isProblem(delivery)) {
        announce();
        const auto place = it - m_rows.begin();
        const int row = int(m_rows.size() - std::size_t(place));
        beginInsertRows({}, row, row);
        m_rows.insert(m_rows.begin() + place, delivery);
        endInsertRows();
    }
}

void DeliveryModel::announce()
{
    if (m_changedFirst < 0)
        return;
    emit dataChanged(index(m_changedFirst, 0), index(m_changedLast, ColumnCount - 1));
    m_changedFirst = m_changedLast = -1;
}

void DeliveryModel::makeRoom()
{
    if (m_rows.size() <= std::size_t(mostRows) + slack)
        return;
    std::size_t surplus = m_rows.size() - mostRows;
    for (const bool problemsToo : {false, true}) {
        for (std::size_t place = 0; place < m_rows.size() && surplus > 0;) {
            std::size_t last = place;
            while (last < m_rows.size() && last - place < surplus && (problemsToo || !isProblem(m_rows[last])))
                ++last;
            if (last == place) {
                ++place;
                continue;
            }
            removePlaces(place, last);
            surplus -= last - place;
        }
    }
}

void DeliveryModel::removePlaces(std::size_t first, std::size_t last)
{
    m_leftOut += last - first;
    beginRemoveRows({}, rowOf(last - 1), rowOf(first));
    m_rows.erase(m_rows.begin() + std::ptrdiff_t(first), m_rows.begin() + std::ptrdiff_t(last));
    endRemoveRows();
}

std::optional<Produce::Delivery> DeliveryModel::delivery(int row) const
{
    if (row < 0 || std::size_t(row) >= m_rows.size())
        return std::nullopt;
    return m_rows[m_rows.size() - 1 - std::size_t(row)];
}

std::vector<std::uint64_t> DeliveryModel::problemNumbers() const
{
    std::vector<std::uint64_t> numbers;
    for (const Produce::Delivery &delivery : m_rows) {
        if (isProblem(delivery))
            numbers.push_back(delivery.number);
    }
    return numbers;
}

int DeliveryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int DeliveryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString DeliveryModel::text(const Produce::Delivery &delivery, int column) const
{
    const Domain::DeliveryReport &report = delivery.report;
    switch (column) {
    case Number: return countText(delivery.number);
    case Result: return deliveryWord(delivery);
    case Partition: return report.partition ? QString::number(report.partition->value()) : dash();
    case Offset: return report.offset ? offsetText(*report.offset) : dash();
    case Latency: return delivery.isReported ? latencyText(report.latency) : dash();
    case Key: return delivery.isNullKey ? tr("null") : delivery.key.empty() ? tr("empty") : safeText(delivery.key, 64);
    case Size: return bytesText(delivery.size);
    case Error: return report.error ? errorText(*report.error).what : QString();
    default: return {};
    }
}

QString DeliveryModel::copyText(const Produce::Delivery &delivery, int column) const
{
    const Domain::DeliveryReport &report = delivery.report;
    switch (column) {
    case Number: return QString::number(delivery.number);
    case Partition: return report.partition ? QString::number(report.partition->value()) : QString();
    case Offset: return report.offset ? QString::number(report.offset->value()) : QString();
    case Latency: return delivery.isReported ? QLocale::c().toString(double(report.latency.count()) / 1000.0, 'f', 3) : QString();
    case Size: return QString::number(delivery.size);
    case Error: return report.error ? errorLine(*report.error) : QString();
    default: return text(delivery, column);
    }
}

QVariant DeliveryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Produce::Delivery &delivery = m_rows[m_rows.size() - 1 - std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(delivery, column);
    case Qt::TextAlignmentRole: {
        const bool isFigure = column == Number || column == Offset || column == Latency || column == Size;
        return QVariant::fromValue(int(Qt::AlignVCenter | (isFigure ? Qt::AlignRight : Qt::AlignLeft)));
    }
    case Qt::ToolTipRole: return column == Error && delivery.report.error ? errorLine(*delivery.report.error).toHtmlEscaped() : QString();
    case Qt::AccessibleTextRole: return column == Partition && delivery.report.partition ? tr("partition %1").arg(delivery.report.partition->value()) : text(delivery, column);
    case CopyRole: return copyText(delivery, column);
    case IconRole: return column == Result ? deliveryIcon(delivery) : QString();
    case FigureRole: return column != Result && column != Error;
    case DimmedRole: return column == Number || column == Size || !delivery.isReported;
    case ChipRole: return column == Key && (delivery.isNullKey || delivery.key.empty());
    case PartitionBarRole: return column == Partition && delivery.report.partition ? QVariant(delivery.report.partition->value()) : QVariant();
    case AttentionRole: {
        const bool isMarked = isProblem(delivery) && (column == Result || column == Error);
        return !isMarked ? 0 : delivery.report.outcome == Domain::Outcome::Failed ? 2 : 1;
    }
    case OutcomeRole: return delivery.isReported ? QVariant(int(delivery.report.outcome)) : QVariant();
    case ProblemRole: return isProblem(delivery);
    default: return {};
    }
}

QVariant DeliveryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isFigure = section == Number || section == Offset || section == Latency || section == Size;
        return QVariant::fromValue(int(Qt::AlignVCenter | (isFigure ? Qt::AlignRight : Qt::AlignLeft)));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Number: return tr("#");
    case Result: return tr("Result");
    case Partition: return tr("P");
    case Offset: return tr("Offset");
    case Latency: return tr("Latency");
    case Key: return tr("Key");
    case Size: return tr("Size");
    case Error: return tr("Error");
    default: return {};
    }
}

} // namespace Items
