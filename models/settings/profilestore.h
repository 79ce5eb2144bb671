// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/error.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace Settings {

/// The saved connection profiles: one versioned JSON file, written atomically with a backup. A corrupt or newer file is
/// kept aside under another name and reported, never overwritten. GUI thread only.
class ProfileStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfileStore)
public:
    explicit ProfileStore(const QString &file, QObject *parent = nullptr);

    /// What went wrong when loading (ProfileFileBroken, ProfileFileNewer, FileUnreadable); none: nothing.
    const std::optional<Domain::Error> &loadError() const;
    const std::vector<Domain::ConnectionProfile> &profiles() const; ///< most recently opened first
    std::optional<Domain::ConnectionProfile> byName(const std::string &name) const;
    std::optional<qint64> lastOpenedMs(const std::string &id) const; ///< Unix ms

    Domain::Status save(const Domain::ConnectionProfile &profile); ///< adds, or replaces the one of the same id
    Domain::Status remove(const std::string &id);
    Domain::Status noteOpened(const std::string &id);

signals:
    void changed();

private:
    class Private;
    std::shared_ptr<Private> d;
};

} // namespace Settings
