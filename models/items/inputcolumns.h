// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>
#include <QStringList>

namespace Items {

/// Names of the columns in the first row of a CSV file (RFC 4180), from its first 64 kB; at most 500. Empty: no regular file, or nothing
/// in it that could be a row.
QStringList csvColumns(const QString &file);

} // namespace Items
