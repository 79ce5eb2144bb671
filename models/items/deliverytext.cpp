// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/deliverytext.h"

#include "items/numbertext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace Items {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Items::DeliveryText)
};

constexpr int soonestShare = 50; // per mille: before that, time left is a guess

using Produce::RunState;
using Produce::TransactionState;

QString endedWords(const Produce::DeliveryBoard::Status &status)
{
    switch (status.transaction) {
    case TransactionState::Committed: return Words::tr("Committed");
    case TransactionState::Aborted: return Words::tr("Aborted: readers of committed records see none of it");
    case TransactionState::Unknown: return Words::tr("End of the transaction unknown");
    case TransactionState::Open:
    case TransactionState::None: break;
    }
    if (status.error)
        return Words::tr("Ended early");
    const std::uint64_t reported = status.totals.done + status.totals.failed + status.totals.unknown;
    return status.totals.planned > 0 && reported < status.totals.planned ? Words::tr("Stopped") : Words::tr("Ended");
}

QString stateWords(const Produce::DeliveryBoard::Status &status)
{
    switch (status.state) {
    case RunState::Opening: return Words::tr("Connecting");
    case RunState::Sending: return status.transaction == TransactionState::Open ? Words::tr("Sending in a transaction") : Words::tr("Sending");
    case RunState::Ending: return status.transaction == TransactionState::Open ? Words::tr("Ending the transaction") : Words::tr("Waiting for the last reports");
    case RunState::Ended: break;
    }
    return endedWords(status);
}

} // namespace

QString deliveryWord(const Produce::Delivery &delivery)
{
    if (!delivery.isReported)
        return Words::tr("in flight");
    switch (delivery.report.outcome) {
    case Domain::Outcome::Done: return Words::tr("delivered");
    case Domain::Outcome::Failed: return Words::tr("failed");
    case Domain::Outcome::Unknown: break;
    }
    return Words::tr("unknown");
}

QString deliveryIcon(const Produce::Delivery &delivery)
{
    if (!delivery.isReported)
        return QStringLiteral("busy");
    switch (delivery.report.outcome) {
    case Domain::Outcome::Done: return QStringLiteral("passed");
    case Domain::Outcome::Failed: return QStringLiteral("failed");
    case Domain::Outcome::Unknown: break;
    }
    return QStringLiteral("warning");
}

QString latencyText(std::chrono::microseconds latency)
{
    const qint64 us = std::max<qint64>(0, latency.count());
    if (us < 1000)
        return Words::tr("%1 µs").arg(us);
    if (us < 1'000'000)
        return Words::tr("%1 ms").arg(QLocale().toString(double(us) / 1000.0, 'f', us < 100'000 ? 1 : 0));
    return Words::tr("%1 s").arg(QLocale().toString(double(us) / 1'000'000.0, 'f', 1));
}

TotalsText totalsText(const Produce::DeliveryBoard::Status &status)
{
    const Produce::Totals &totals = status.totals;
    const std::uint64_t reported = totals.done + totals.failed + totals.unknown;
    const std::uint64_t inFlight = totals.sent > reported ? totals.sent - reported : 0;
    TotalsText text;
    text.state = stateWords(status);
    text.delivered = Words::tr("%1 delivered").arg(countText(totals.done));
    if (totals.failed > 0)
        text.failed = Words::tr("%1 failed").arg(countText(totals.failed));
    if (totals.unknown > 0)
        text.unknown = Words::tr("%1 unknown").arg(countText(totals.unknown));
    if (inFlight > 0)
        text.facts += Words::tr("%1 in flight").arg(countText(inFlight));
    const bool isEnded = status.state == RunState::Ended;
    const std::uint64_t left = totals.planned > totals.sent ? totals.planned - totals.sent : 0;
    if (totals.planned > 0) {
        text.share = int(double(std::min(reported, totals.planned)) * 1000.0 / double(totals.planned));
        if (left > 0)
            text.facts += isEnded ? Words::tr("%1 not sent").arg(countText(left)) : Words::tr("%1 left").arg(countText(left));
    }
    if (!isEnded && totals.perSecond > 0)
        text.facts += rateText(totals.perSecond);
    if (totals.latencyMedian.count() > 0)
        text.facts += Words::tr("latency p50 %1, p99 %2").arg(latencyText(totals.latencyMedian), latencyText(totals.latency99));
    if (totals.bytes > 0 && isEnded)
        text.facts += bytesText(totals.bytes);
    if (!isEnded && left > 0 && totals.perSecond > 0 && text.share >= soonestShare)
        text.facts += Words::tr("about %1 left").arg(durationText(qint64(double(left) * 1000.0 / totals.perSecond)));
    return text;
}

QString totalsLine(const TotalsText &text)
{
    QStringList parts{text.state, text.delivered, text.failed, text.unknown};
    parts += text.facts;
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

} // namespace Items
