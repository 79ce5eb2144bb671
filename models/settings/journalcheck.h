// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"

#include <QString>

#include <functional>
#include <optional>

namespace Settings {

/// Whether the chain of the journal's lines holds, from the oldest file to the newest. Free function, any thread; blocks, reads everything.
struct JournalCheck
{
    quint64 files = 0;
    quint64 lines = 0;
    quint64 torn = 0;                          ///< lines that a crash left unfinished; the chain holds across them
    quint64 broken = 0;                        ///< places where it does not hold
    std::optional<Domain::Error> first = {};   ///< the first of these: JournalBroken, or FileUnreadable
    bool isCancelled = false;
    bool holds() const { return broken == 0 && !first && !isCancelled; }
};
JournalCheck checkJournal(const QString &folder, const std::function<bool()> &isCancelled = {});

} // namespace Settings
