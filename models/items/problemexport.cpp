// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/problemexport.h"

#include "codec/jsonl.h"
#include "items/errortext.h"
#include "produce/recordmaker.h"
#include "session/workpool.h"

#include <QSaveFile>

namespace Items {

namespace {

/// Runs in a pool thread. → records written; `problem` says why it is not all of them.
quint64 write(const Produce::ProduceRequest &request, qint64 startedMs, const std::vector<std::uint64_t> &numbers, const QString &path, const std::atomic<bool> &isGone, QString &problem)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        problem = file.errorString();
        return 0;
    }
    auto maker = Produce::RecordMaker::make(request, request.seed, startedMs);
    if (!maker) {
        problem = errorLine(maker.error());
        return 0;
    }
    quint64 written = 0;
    std::vector<Domain::Header> headers;
    std::string line;
    std::uint64_t number = 0;
    for (auto wanted = numbers.begin(); wanted != numbers.end() && !isGone;) {
        auto made = (*maker)->next();
        if (made && !made.value())
            break;
        if (!made && made.error().fatal)
            break;
        if (++number != *wanted)
            continue;
        ++wanted;
        if (!made) // a line that is no record has none to be written
            continue;
        const Domain::OutgoingRecord outgoing = (*made.value()).borrow(request.topic, headers);
        Domain::Record record;
        record.partition = outgoing.partition.value_or(Domain::PartitionId(0));
        record.timestamp = {outgoing.timestampMs.value_or(startedMs), Domain::TimestampType::Create};
        record.key = outgoing.key;
        record.value = outgoing.value;
        record.headers = outgoing.headers;
        line.clear();
        Codec::appendJsonl(line, record, request.topic);
        if (file.write(line.data(), qint64(line.size())) != qint64(line.size())) {
            problem = file.errorString();
            return 0;
        }
        ++written;
    }
    if (!file.commit()) {
        problem = file.errorString();
        return 0;
    }
    return written;
}

} // namespace

void ProblemExport::start(const Produce::ProduceRequest &request, qint64 startedMs, std::vector<std::uint64_t> numbers, const QString &file)
{
    Session::runInPool([this, request, startedMs, numbers = std::move(numbers), file, isGone = m_isGone, handle = m_handover.handle()] {
        QString problem;
        const quint64 written = write(request, startedMs, numbers, file, *isGone, problem);
        handle.post([this, written, problem] { emit finished(written, problem); });
    });
}

} // namespace Items
