// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/gaptext.h"

#include "items/numbertext.h"

#include <QCoreApplication>

namespace Items {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Items", text);
}

QString reasonText(Domain::GapReason reason)
{
    switch (reason) {
    case Domain::GapReason::Retention:
        return tr("removed by retention");
    case Domain::GapReason::Hole:
        return tr("missing, reason unknown");
    case Domain::GapReason::Refused:
        return tr("refused by the client");
    case Domain::GapReason::Released:
        break;
    }
    return tr("released to stay within the memory budget");
}

} // namespace

QString gapText(const Domain::Gap &gap)
{
    const qint64 span = gap.span().value();
    if (span <= 1)
        return tr("offset %1 %2").arg(offsetText(gap.from), reasonText(gap.reason));
    return tr("offsets %1–%2 %3 (%4 offsets)")
        .arg(offsetText(gap.from), offsetText(gap.to - Domain::OffsetSpan(1)), reasonText(gap.reason), countText(quint64(span)));
}

QString missingText(quint64 offsets)
{
    return offsets == 1 ? tr("1 offset before it holds no record") : tr("%1 offsets before it hold no record").arg(countText(offsets));
}

QString gapExplanation(const Domain::Gap &gap, Domain::IsolationLevel isolation)
{
    switch (gap.reason) {
    case Domain::GapReason::Retention:
        return tr("These offsets are below the start of the log. The broker has removed their records because of retention.ms or retention.bytes, "
                  "or somebody has deleted them (DeleteRecords). They cannot be read any more.");
    case Domain::GapReason::Hole:
        return isolation == Domain::IsolationLevel::Committed
            ? tr("These offsets lie inside the log, but the broker gave no record for them. They belong to records that compaction removed, to "
                 "transaction markers, or to records of an aborted transaction, which read_committed hides. Reading does not tell which. "
                 "Isolation read_uncommitted shows aborted records.")
            : tr("These offsets lie inside the log, but the broker gave no record for them. They belong to records that compaction removed or "
                 "to transaction markers. Reading does not tell which.");
    case Domain::GapReason::Refused:
        return tr("The client did not take these records: a batch is larger than receive.message.max.bytes, or it is damaged. "
                  "They are still in the log.");
    case Domain::GapReason::Released:
        break;
    }
    return releasedExplanation();
}

QString releasedText(quint64 records)
{
    return records == 1 ? tr("1 record released to stay within the memory budget")
                        : tr("%1 records released to stay within the memory budget").arg(countText(records));
}

QString releasedExplanation()
{
    return tr("These records have been read and were let go again, so that the page stays within its memory budget. They are still in the log "
              "unless retention has removed them since.");
}

} // namespace Items
