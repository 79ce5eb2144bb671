// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <Qt>

namespace Items {

/// Roles shared by the list and tree models. DisplayRole is for eyes; sorting, copying and tests use these.
enum ItemRole {
    SortRole = Qt::UserRole + 1, ///< a number, bool or QString; invalid: unknown
    CopyRole,                    ///< QString: the whole text, numbers ungrouped
    UnknownRole,                 ///< bool: the cell says "unknown" (drawn in italics)
    AttentionRole,               ///< int: 1 needs attention (leaderless, under-replicated), 2 failed
    FigureRole,                  ///< bool: numbers and addresses: fixed font
    IconRole,                    ///< QString: name of an icon
    EnvironmentRole,             ///< int: Domain::Environment, where a badge belongs
    DimmedRole,                  ///< bool: second rank
    KindRole,                    ///< int: what a tree row is
    NameRole,                    ///< QString: exact name of a topic, profile id of a connection
    TrailingRole,                ///< QString: figure at the right of a tree row
    ReadOnlyRole,                ///< bool: the connection is locked against writes
    HeadingRole,                 ///< bool: the row is a heading over those below it
    PartitionBarRole,            ///< int: a partition, drawn as its bar and number
    ChipRole,                    ///< bool: the text is a word such as `null`, in a dashed chip
    TemplateSpansRole,           ///< QVariantList of start, length, start, length …: template functions in the text
};

} // namespace Items
