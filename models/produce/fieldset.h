// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "produce/producerequest.h"
#include "produce/recordmaker.h"
#include "produce/template.h"

#include <optional>
#include <string>
#include <vector>

namespace Produce {

/// The fields of a request, read once: bytes that stay the same for each record, and templates. Immutable; copied with its maker.
class FieldSet
{
public:
    static constexpr std::size_t maxFieldBytes = 128 * 1024 * 1024;

    /// See RecordMaker::make().
    static Domain::Result<FieldSet> make(const ProduceRequest &request);

    /// Fills key, headers and value, in this order. Error BadTemplate: with this line or these numbers it cannot be.
    Domain::Status fill(MadeRecord &record, TemplateScope &scope) const;
    /// The same, but the value stays as it is.
    Domain::Status fillAround(MadeRecord &record, TemplateScope &scope) const;

    bool valueUsesLine() const { return m_value.text.calls("line"); }
    bool usesLine() const;
    bool isPlain() const; ///< every record is the same
    bool valueIsJson() const { return m_value.isJson; }

private:
    struct Part
    {
        std::string where = {};  ///< "key", "value", "header NAME"
        bool isNull = false;
        bool isJson = false;     ///< to be checked once it is filled in
        std::string bytes = {};  ///< where nothing is to be filled in
        Template text = {};
    };
    struct HeaderPart
    {
        std::string name;
        Part value;
    };

    static Domain::Result<Part> prepare(const Field &field, const std::string &where, bool hasTemplates);
    static Domain::Result<Part> prepareText(const Field &field, Part part, bool hasTemplates);
    static Domain::Status fillPart(const Part &part, std::optional<std::string> &out, TemplateScope &scope);

    Part m_key;
    Part m_value;
    std::vector<HeaderPart> m_headers;
};

/// Empty: it is JSON. Else what is wrong, in English.
std::string jsonProblem(std::string_view text);

} // namespace Produce
