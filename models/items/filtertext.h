// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/filter.h"

#include <QString>

#include <memory>
#include <optional>

namespace Items {

/// What came of a filter that was typed.
struct FilterCheck
{
    std::shared_ptr<const Search::Filter> filter; ///< null: it is empty, or there is a problem
    QString problem;                              ///< "Column 23: unknown name “vale”. Did you mean value?"; empty: none
    int position = -1;                            ///< of the problem, in characters of the text; −1: none or nowhere
    int length = 0;
    bool isOk() const { return problem.isEmpty(); }
};

/// Compiles it and puts what is wrong into words. Bounded in time for any input.
FilterCheck checkFilter(const Search::FilterSpec &spec);

/// Figures beside the filter.
struct FilterFigures
{
    bool isOn = false;
    bool isRunning = false;     ///< the loaded records are being tested
    bool isSearch = false;      ///< of the log: what is loaded are its hits
    bool isSearchRunning = false;
    quint64 matched = 0;
    quint64 tested = 0;
    quint64 total = 0;
    quint64 errors = 0;
    std::optional<quint64> place; ///< which of the matches is the current row, from 1 on
};

/// "524,211 of 524,288 read", "612 of 1,284 so far", "1,284 found"; with errors: ", 17 not tested". Empty: no filter.
QString filterCountText(const FilterFigures &figures);

/// "17 records could not be evaluated: no such key: amount".
QString filterErrorsText(quint64 errors, const QString &firstProblem);

/// What is looked for, short, as in "Searching orders for …": “CANCELLED”, /err(or)?/, value.amount > 100.
QString filterName(const Search::FilterSpec &spec);
/// "Anywhere", "Value", "Key, headers", "Value, Aa, whole word"; of an expression always "Anywhere".
QString filterScopeText(const Search::FilterSpec &spec);
/// The mode's name: "Text", "Regex", "Expression".
QString filterModeText(Search::Mode mode);

} // namespace Items
