// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace Settings {

/// Small values by key in one versioned JSON file. A broken or newer file is kept aside and named in loadError(). Writes
/// are collected for a second and are atomic; a value too large, or one more when the file is full, is not taken.
/// One thread, with an event loop; owned by who gives the keys their meaning.
class SettingsFile
{
public:
    explicit SettingsFile(const QString &file);
    ~SettingsFile(); ///< writes what is not written yet

    const std::optional<Domain::Error> &loadError() const;

    // A value of another type than asked for counts as absent.
    QString text(const QString &key, const QString &otherwise = {}) const;
    qint64 number(const QString &key, qint64 otherwise) const;
    QByteArray bytes(const QString &key) const;
    QStringList list(const QString &key) const;

    // True if the value is another one now. An empty text, array or list removes the key.
    bool set(const QString &key, const QString &value);
    bool set(const QString &key, qint64 value);
    bool set(const QString &key, const QByteArray &value);
    bool set(const QString &key, const QStringList &value);

    /// Writes now, if there is anything to write.
    Domain::Status save();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Settings
