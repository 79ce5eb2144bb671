// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/writejournal.h"

#include <memory>
#include <string>
#include <utility>

namespace Kafka {

/// The line of an intent that is in the journal already, and its outcome to be. An entry that goes without end() has none: what
/// was written then is not known. Part of one action.
class JournalEntry
{
public:
    static Domain::Result<JournalEntry> begin(const std::shared_ptr<Domain::WriteJournal> &journal, const Domain::WritePlace &place,
                                              const Domain::WriteIntent &intent)
    {
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
