// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "views/widgets/banner.h"

#include <QString>

#include <vector>

namespace Views {

/// What a record page knows when it decides what its banner says. Filled anew each time.
struct ReadSituation
{
    Domain::ReadPlan plan;
    Domain::ReadStatus status;
    Domain::ConnectionState connection;
    quint64 rows = 0; ///< on the page, records and gaps
    quint64 recordsHeld = 0;
    quint64 bytesHeld = 0;
    quint64 budget = 0;
    qint64 msSinceStart = 0;
    bool isStarted = false; ///< false: the topic's partitions are not known yet
};

/// One piece of news for the banner: what, why, what next.
struct ReadNews
{
    enum class Action { Stop, StopHere, Resume, RaiseBudget, ContinueHere, ShowFromBeginning, FollowLive, RetryNow, CopyDetails,
                        SearchWholeLog, SearchWithoutLimit, ShowErrors, ShowMatches };

    Banner::Kind kind = Banner::Kind::Information;
    QString title;
    QString text;
    QString detail;
    std::vector<Action> actions;
    QString technical; ///< for "Copy details"
    int others = 0;    ///< less severe news that are not shown
};

/// All there is to say, the most severe first.
std::vector<ReadNews> allReadNews(const ReadSituation &situation);

/// The one for the banner, with the number of the others; none: nothing worth a banner.
std::optional<ReadNews> readNews(const ReadSituation &situation);

/// The button's words and its icon.
QString actionText(ReadNews::Action action);
QString actionIcon(ReadNews::Action action);

} // namespace Views
