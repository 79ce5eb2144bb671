// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"
#include "search/celarena.h"
#include "search/celdata.h"
#include "search/celjson.h"
#include "search/celnames.h"

#include <string_view>

namespace Search::Cel {

/// What Data of the kind Headers points to.
struct HeaderList
{
    std::span<const Domain::Header> headers;
};

/// The names of one record, each read when it is first asked for. One thread.
class RecordValues
{
public:
    void bind(const Domain::Record *record, std::string_view topic)
    {
        m_record = record;
        m_topic = topic;
        m_key.isRead = false;
        m_value.isRead = false;
    }
    bool hasRecord() const { return m_record != nullptr; }
    const Domain::Record &record() const { return *m_record; }

    Data read(Variable variable, const PathTree &keyPaths, const PathTree &valuePaths, Arena &arena);

    /// The document of the key or value when it is a JSON object or list, else null: then read() tells what it is.
    const JsonDocument *document(Variable variable, const PathTree &paths, Arena &arena)
    {
        Part &part = variable == Variable::Key ? m_key : m_value;
        if (!part.isRead)
            readPart(part, variable == Variable::Key ? m_record->key : m_record->value, paths, arena);
        return part.isDocument ? &part.json : nullptr;
    }

private:
    struct Part
    {
        bool isRead = false;
        bool isDocument = false;
        Data data = {};
        JsonDocument json;
    };

    void readPart(Part &part, const std::optional<Domain::BytesView> &bytes, const PathTree &paths, Arena &arena);
    Data time() const;
    Data format() const;

    const Domain::Record *m_record = nullptr;
    std::string_view m_topic;
    HeaderList m_headers;
    Part m_key;
    Part m_value;
};

/// Bytes as text: themselves when they are UTF-8, otherwise a copy with U+FFFD for what is not.
Data asText(std::string_view bytes, Arena &arena);

/// A header's value: null, a string, or bytes where they are not UTF-8.
Data headerValue(const Domain::Header &header);

} // namespace Search::Cel
