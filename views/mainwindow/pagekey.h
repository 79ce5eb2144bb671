// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>
#include <QStringList>

namespace Views {

/// What a tab shows, as it is found again and stored.
struct PageKey
{
    enum class Kind { Records, Partitions, Topics, Brokers, Replay, Produce, Activity };
    Kind kind = Kind::Topics;
    QString profileId;
    QString topic; ///< Records, Partitions, Produce; Replay: the first of the source
    QStringList together = {}; ///< Records: the topics that are read with it
    int number = 0; ///< Replay: which of them; 0 otherwise
    QStringList topics() const { return QStringList{topic} + together; }
    bool operator==(const PageKey &) const = default;
};

} // namespace Views
