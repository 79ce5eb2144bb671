// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace Codec {

/// Writes JSON on one line, without blanks, fields in the order in which they are given. Text that is not UTF-8 becomes {"base64":"…"} as in
/// `jsonl` (appendJsonValue()), so that nothing is lost. A value on its stack; brackets are the caller's.
///
///     JsonWriter out;
///     out.object([&] {
///         out.field("topic", topic);
///         out.list("partitions", ids, [&](int id) { out.number(id); });
///     });
class JsonWriter
{
public:
    void open(char bracket);
    void close(char bracket);
    /// What follows is its value.
    void name(std::string_view name);

    void text(std::string_view value);
    /// JSON as it stands.
    void raw(std::string_view json);
    void number(std::int64_t value) { raw(std::to_string(value)); }
    void count(std::uint64_t value) { raw(std::to_string(value)); }
    /// The shortest digits that read back as the same number; 0 for what is no number.
    void real(double value);
    /// That many digits behind the point.
    void fixed(double value, int digits);

    void field(std::string_view field, std::string_view value) { name(field), text(value); }
    void field(std::string_view field, const std::string &value) { name(field), text(value); }
    void field(std::string_view field, const char *value) { name(field), text(value); }
    template<typename Number>
        requires std::is_arithmetic_v<Number>
    void field(std::string_view field, Number value)
    {
        name(field);
        if constexpr (std::is_same_v<Number, bool>)
            raw(value ? "true" : "false");
        else if constexpr (std::is_floating_point_v<Number>)
            real(value);
        else
            raw(std::to_string(value));
    }
    /// null when there is none.
    template<typename Value>
    void field(std::string_view name, const std::optional<Value> &value)
    {
        if (value)
            field(name, *value);
        else
            this->name(name), raw("null");
    }

    template<typename Write>
    void object(Write write)
    {
        open('{');
        write();
        close('}');
    }
    template<typename Write>
    void object(std::string_view field, Write write)
    {
        name(field);
        object(write);
    }
    template<typename List, typename Write>
    void list(std::string_view field, const List &elements, Write write)
    {
        name(field);
        open('[');
        for (const auto &element : elements)
            write(element);
        close(']');
    }

    std::string take() { return std::move(m_out); }

private:
    void separate();

    std::string m_out;
    bool m_isFirst = true;
};

} // namespace Codec
