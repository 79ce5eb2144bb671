// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/filterspec.h"

#include <QList>
#include <QString>

namespace Session {

class Preferences;

/// A filter with a name.
struct SavedFilter
{
    QString name;
    Search::FilterSpec spec;
    bool everywhere = false; ///< for every topic of every connection
    bool operator==(const SavedFilter &) const = default;
};

/// The filters of a topic that are kept: what was searched for lately, and what was given a name, for this topic or for all.
/// Lines that cannot be read are passed over and stay. Owned by the record page; GUI thread; the preferences must outlive it.
class FilterLibrary final
{
public:
    FilterLibrary(Preferences &preferences, QString profileId, QString topic);

    QList<Search::FilterSpec> history() const; ///< the newest first, each once
    void remember(const Search::FilterSpec &spec);

    QList<SavedFilter> saved() const; ///< of this topic, then those for all
    /// Takes the place of the one of that name and reach. False: it is empty or too long to be kept.
    bool save(const SavedFilter &filter);
    void remove(const SavedFilter &filter);

    static constexpr int MostRemembered = 50;
    static constexpr int MostSaved = 200;
    static constexpr std::size_t LongestPattern = 20'000; ///< bytes

private:
    Preferences &m_preferences;
    const QString m_profileId;
    const QString m_topic;
};

} // namespace Session
