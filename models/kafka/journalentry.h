// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/writejournal.h"
#include "domain/writelock.h"

#include <memory>
#include <string>
#include <utility>

namespace Kafka {

/// The permit of one action: it exists only where the lock allows writes and the intent is in the journal already. An entry that goes
/// without end() has no outcome there: what was written is then not known.
class JournalEntry
{
public:
    /// Errors: WritesLocked, JournalUnwritable.
    static Domain::Result<JournalEntry> begin(const Domain::WriteLock &lock, const std::shared_ptr<Domain::WriteJournal> &journal,
                                              const Domain::WritePlace &place, const Domain::WriteIntent &intent)
    {
        if (const Domain::Status allowed = lock.check(); !allowed)
            return allowed.error();
        if (!journal)
            return Domain::Error{.code = Domain::ErrorCode::JournalUnwritable, .args = {{"file", ""}, {"problem", ""}}, .technical = "no journal"};
        auto id = journal->begin(place, intent);
        return id ? Domain::Result<JournalEntry>(JournalEntry(journal, id.value())) : id.error();
    }
    void end(const Domain::WriteEnd &end) const { static_cast<void>(m_journal->end(m_id, end)); } // the action is over: nobody could act on it

private:
    JournalEntry(std::shared_ptr<Domain::WriteJournal> journal, std::string id) : m_journal(std::move(journal)), m_id(std::move(id)) {}

    std::shared_ptr<Domain::WriteJournal> m_journal;
    std::string m_id;
};

} // namespace Kafka
