// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/error.h"

#include <QObject>

#include <functional>

namespace Settings {

/// Where secrets are kept. Asynchronous; replies come in the GUI thread and never after `context` is gone.
class SecretStore : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    using LoadReply = std::function<void(Domain::Result<Domain::Secrets>)>;
    using SaveReply = std::function<void(Domain::Status)>;

    /// Reads the secrets of a profile; those never saved are left out. NoKeyring: only what this run was told.
    virtual void load(const Domain::ConnectionProfile &profile, QObject *context, LoadReply reply) = 0;
    /// Writes them (empty string: removes). NoKeyring: kept in memory for this run only, and the caller says so.
    virtual void save(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets, QObject *context, SaveReply reply) = 0;
    virtual void remove(const Domain::ConnectionProfile &profile) = 0;
};

} // namespace Settings
