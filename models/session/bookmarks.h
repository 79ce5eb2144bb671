// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/ids.h"

#include <QList>
#include <QString>

namespace Session {

class Preferences;

/// A place in the log that is worth coming back to: a record of a topic.
struct Bookmark
{
    QString topic;
    Domain::PartitionId partition = {};
    Domain::Offset offset = {};
    qint64 ms = -1; ///< the record's time, −1 unknown
    QString note;   ///< may be empty
    bool operator==(const Bookmark &) const = default;
    bool isOf(const QString &otherTopic, Domain::PartitionId otherPartition, Domain::Offset otherOffset) const
    {
        return topic == otherTopic && partition == otherPartition && offset == otherOffset;
    }
};

/// The bookmarks of a topic, kept with the preferences. Owned by the record page; GUI thread; the preferences must outlive it.
class Bookmarks final
{
public:
    Bookmarks(Preferences &preferences, QString profileId, QStringList topics);

    QList<Bookmark> all() const; ///< of each topic, by partition and offset
    const Bookmark *find(const QList<Bookmark> &marks, const QString &topic, Domain::PartitionId partition, Domain::Offset offset) const;
    /// Takes the place of the one at the same record. False: the topic has all it may have.
    bool set(const Bookmark &bookmark);
    void remove(const Bookmark &bookmark);

    static constexpr int MostOfATopic = 500;
    static constexpr int LongestNote = 500;

private:
    QList<Bookmark> of(const QString &topic) const;
    void keep(const QString &topic, const QList<Bookmark> &marks);

    Preferences &m_preferences;
    const QString m_profileId;
    const QStringList m_topics;
};

} // namespace Session
