// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/rowplaces.h"

#include "items/fieldfilter.h"
#include "search/celnames.h"
#include "session/readsession.h"
#include "session/recordrows.h"

#include <algorithm>

namespace Items {

namespace {

constexpr quint64 Samples = 512;
constexpr quint64 RowsOfPaths = 100;
constexpr int MostPaths = 500;

std::optional<Store::RowColumns> columnsOf(const Session::RecordRows &rows, quint64 position)
{
    Store::RowColumns columns;
    const Store::ArrivalOrder::Place place = rows.at(position);
    if (!rows.session().snapshot().columns(place.run, place.index, columns) || columns.isGap)
        return std::nullopt;
    return columns;
}

qint64 distance(qint64 a, qint64 b)
{
    return a < b ? b - a : a - b;
}

/// The best of every `step`-th row of a stretch.
std::optional<quint64> nearest(const Session::RecordRows &rows, quint64 from, quint64 to, quint64 step, qint64 ms)
{
    std::optional<quint64> best;
    qint64 bestDistance = 0;
    for (quint64 row = from; row < to; row += step) {
        const auto columns = columnsOf(rows, row);
        if (!columns || columns->timestamp.ms < 0)
            continue;
        if (const qint64 d = distance(columns->timestamp.ms, ms); !best || d < bestDistance) {
            best = row;
            bestDistance = d;
        }
    }
    return best;
}

} // namespace

std::optional<quint64> rowOfRecord(const Session::RecordRows &rows, Domain::TopicPartition partition, Domain::Offset offset)
{
    std::optional<quint64> best;
    Domain::Offset bestOffset;
    for (quint64 row = 0; row < std::min(rows.size(), MostLookedThrough); ++row) {
        const auto columns = columnsOf(rows, row);
        if (!columns || columns->topic != partition.topic || columns->partition != partition.partition || columns->offset < offset)
            continue;
        if (columns->offset == offset)
            return row;
        if (!best || columns->offset < bestOffset) {
            best = row;
            bestOffset = columns->offset;
        }
    }
    return best;
}

std::optional<quint64> rowNearestInTime(const Session::RecordRows &rows, qint64 ms)
{
    const quint64 size = rows.size();
    const quint64 step = std::max<quint64>(1, size / Samples);
    const auto coarse = nearest(rows, 0, size, step, ms);
    if (!coarse || step == 1)
        return coarse;
    return nearest(rows, *coarse > step ? *coarse - step : 0, std::min(size, *coarse + step), std::max<quint64>(1, step / Samples), ms);
}

std::optional<std::pair<qint64, qint64>> timesCovered(const Session::RecordRows &rows)
{
    const quint64 size = rows.size();
    const quint64 step = std::max<quint64>(1, size / Samples);
    std::optional<std::pair<qint64, qint64>> span;
    const auto take = [&](quint64 row) {
        const auto columns = columnsOf(rows, row);
        if (!columns || columns->timestamp.ms < 0)
            return;
        const qint64 ms = columns->timestamp.ms;
        span = span ? std::pair(std::min(span->first, ms), std::max(span->second, ms)) : std::pair(ms, ms);
    };
    for (quint64 row = 0; row < size; row += step)
        take(row);
    // The ends, where partitions come one after another.
    for (quint64 row = size > 64 ? size - 64 : 0; row < size; ++row)
        take(row);
    return span;
}

std::vector<qint64> timesOf(const Session::RecordRows &rows, quint64 first, quint64 count)
{
    std::vector<qint64> times;
    for (quint64 row = first; row < std::min(rows.size(), first + count); ++row)
        if (const auto columns = columnsOf(rows, row); columns && columns->timestamp.ms >= 0)
            times.push_back(columns->timestamp.ms);
    return times;
}

QStringList pathsSeen(const Session::RecordRows &rows)
{
    QStringList paths;
    std::vector<Domain::Header> headers;
    const quint64 step = std::max<quint64>(1, rows.size() / RowsOfPaths);
    for (quint64 row = 0; row < rows.size() && paths.size() < MostPaths; row += step) {
        Store::Row decoded;
        const Store::ArrivalOrder::Place place = rows.at(row);
        if (!rows.session().snapshot().read(place.run, place.index, decoded, headers, 0) || decoded.isGap || !decoded.record.value)
            continue;
        for (const QString &path : fieldPaths(*decoded.record.value))
            if (!paths.contains(path))
                paths += path;
    }
    paths.sort();
    return paths;
}

QStringList filterWords(const Session::RecordRows &rows)
{
    QStringList words = pathsSeen(rows);
    for (const std::string &name : Search::celNames())
        words += QString::fromStdString(name);
    return words;
}

} // namespace Items
