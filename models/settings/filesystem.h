// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QString>

namespace Settings {

/// Files of settings: read whole with a size limit, written so that after a crash at any moment the old or the new
/// content is there. Free functions; any thread.

/// Everything in the file, but no more than `limit` + 1 bytes: a longer answer than the limit is a file that is too large.
/// A null array: there is no such file (an empty file gives an empty one). Errors: FileUnreadable.
Domain::Result<QByteArray> readWhole(const QString &file, qint64 limit);

/// Errors: FileUnwritable.
Domain::Status makeFolderOf(const QString &file);

/// Temporary file, fsync, rename, fsync of the folder. Only the user may read the file. Errors: FileUnwritable.
Domain::Status writeAtomically(const QString &file, const QByteArray &content);

/// Renames the file to FILE.<word>-<time> under a name that is free; returns the new name, empty if it could not.
QString moveAside(const QString &file, const QString &word);
/// The same with a copy: the file itself stays.
QString copyAside(const QString &file, const QString &word);

Domain::Error fileError(Domain::ErrorCode code, const QString &file, const QString &technical);

} // namespace Settings
