// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/recordpage/readnews.h"
#include "views/widgets/scanstrip.h"

namespace Views {

/// What the scan strip says of a read.
struct StripWords
{
    ScanStrip::State state = ScanStrip::State::Idle;
    QString words;
    QStringList facts; ///< the most wanted first: what finds no room is left out from the end
};

struct StripFigures
{
    quint64 recordsReleased = 0;
    double recordsPerSecond = 0;
    double bytesPerSecond = 0;
    bool isFollowing = true;
    bool isReadingEarlier = false; ///< on, at the ends of what is loaded
    bool isReadingLater = false;
    bool goesOn = false;           ///< later records are in the log
};

/// Offsets of a bounded read: how many there are and how many are behind us.
struct ReadExtent
{
    qint64 total = 0;
    qint64 done = 0;
};
std::optional<ReadExtent> extentOf(const Domain::ReadStatus &status); ///< none: an end is not known yet
bool hasFailedPartition(const Domain::ReadStatus &status);

StripWords stripWords(const ReadSituation &situation, const StripFigures &figures);

} // namespace Views
