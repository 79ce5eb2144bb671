// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/spansum.h"
#include "items/topictreemodel.h"

#include <QSet>

#include <unordered_map>

namespace Items {

/// A topic in the tree. Private to TopicTreeModel.
struct TopicTreeModel::TopicRow
{
    explicit TopicRow(const std::string &topic);
    void readWatermarks(const Session::ClusterSession &session);

    std::string name;
    QString exactName;
    QString shownName; ///< safe text
    std::optional<Domain::Error> error;
    SpanSum span;
    bool isInternal = false;
};

/// A connection in the tree, open or not. Private to TopicTreeModel.
struct TopicTreeModel::Connection
{
    Connection(quintptr ownId, Domain::ConnectionProfile ownProfile) : id(ownId), profile(std::move(ownProfile)) {}

    quintptr id;
    Domain::ConnectionProfile profile;
    bool saved = true;
    Session::ClusterSession *session = nullptr; ///< null: not open
    std::unordered_map<std::string, std::unique_ptr<TopicRow>> all;
    std::vector<TopicRow *> ordered;    ///< all, by name
    std::vector<TopicRow *> topics;     ///< shown
    std::vector<TopicRow *> favourites; ///< shown
    QSet<QString> favouriteNames;
    bool hasFavourites = false;
    std::vector<int> sections; ///< Kind of each row below the connection
};

} // namespace Items
