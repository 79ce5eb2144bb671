// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/recordpage/readnews.h"
#include "views/recordpage/readstrip.h"

namespace Views {

/// What the page knows of a search of the log.
struct SearchSituation
{
    QString topic;
    QString name; ///< of the filter: “CANCELLED”
    QString firstProblem;
    quint64 scanned = 0;
    quint64 bytesScanned = 0;
    quint64 matched = 0;
    quint64 errors = 0;
    qint64 elapsedMs = 0;
    std::optional<quint64> maxMatches;
    bool isHalted = false; ///< by "Stop": what was found stays, and it can go on
    bool isShowingErrors = false;
    bool isWholeLog = true;
    QString range; ///< of a part of the log: "from … until …"
    bool newestFirst = false;
};

/// Which share of the offsets to be searched are behind; none: not known yet.
std::optional<double> searchShare(const Domain::ReadStatus &status);

/// The strip of a search: facts for one line, figures for the tall form while it runs.
struct SearchWords
{
    StripWords strip;
    std::vector<ScanStrip::Figure> figures; ///< empty once it is over
};
SearchWords searchWords(const ReadSituation &situation, const SearchSituation &search, const StripFigures &figures);

/// What a search has to say in the banner: nothing found, a limit, records that could not be evaluated. None: nothing.
std::optional<ReadNews> searchNews(const ReadSituation &situation, const SearchSituation &search);

} // namespace Views
