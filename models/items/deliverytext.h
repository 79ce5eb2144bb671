// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "produce/producerun.h"

#include <QString>
#include <QStringList>

#include <chrono>

namespace Items {

// What is said about records that are being sent. The words never claim more than the report: delivered is acknowledged.

QString deliveryWord(const Produce::Delivery &delivery);  ///< "in flight", "delivered", "failed", "unknown"
QString deliveryIcon(const Produce::Delivery &delivery);  ///< name of its icon
QString latencyText(std::chrono::microseconds latency);   ///< "3.8 ms", "420 µs", "10 s"

/// "528 delivered", "1 failed", … of the strip under the table: only what there is.
struct TotalsText
{
    QString state;        ///< "Sending", "Stopped", "Aborted on purpose: readers of committed records see none of it"
    QString delivered;
    QString failed;       ///< empty: none
    QString unknown;      ///< empty: none
    QStringList facts;    ///< in flight, left, rate, latency, time left
    int share = -1;       ///< per mille done; −1: not known
};
TotalsText totalsText(const Produce::DeliveryBoard::Status &status);

/// All of it in one sentence, for the ear.
QString totalsLine(const TotalsText &text);

} // namespace Items
