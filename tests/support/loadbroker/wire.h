// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace LoadBroker {

/// Builds Kafka protocol bytes: big endian numbers, zigzag varints.
class WireWriter
{
public:
    void int8(std::int64_t value) { number(value, 1); }
    void int16(std::int64_t value) { number(value, 2); }
    void int32(std::int64_t value) { number(value, 4); }
    void int64(std::int64_t value) { number(value, 8); }
    void text(std::string_view value)
    {
        int16(static_cast<std::int64_t>(value.size()));
        m_bytes += value;
    }
    void nullText() { int16(-1); }
    void raw(std::string_view value) { m_bytes += value; }
    void varint(std::int64_t value)
    {
        auto bits = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
        for (; bits >= 0x80; bits >>= 7)
            m_bytes.push_back(static_cast<char>(bits | 0x80));
        m_bytes.push_back(static_cast<char>(bits));
    }
    void patchInt32(std::size_t at, std::int64_t value)
    {
        for (int i = 0; i < 4; ++i)
            m_bytes[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> (24 - 8 * i));
    }

    std::size_t size() const { return m_bytes.size(); }
    std::string &bytes() { return m_bytes; }

private:
    void number(std::int64_t value, int bytes)
    {
        for (int i = bytes - 1; i >= 0; --i)
            m_bytes.push_back(static_cast<char>(value >> (8 * i)));
    }

    std::string m_bytes;
};

/// Reads Kafka protocol bytes. Past the end everything is 0 and ok() turns false.
class WireReader
{
public:
    explicit WireReader(std::string_view bytes) : m_rest(bytes) {}

    std::int8_t int8() { return static_cast<std::int8_t>(number(1)); }
    std::int16_t int16() { return static_cast<std::int16_t>(number(2)); }
    std::int32_t int32() { return static_cast<std::int32_t>(number(4)); }
    std::int64_t int64() { return static_cast<std::int64_t>(number(8)); }
    std::string text()
    {
        const std::int16_t size = int16();
        return size > 0 ? std::string(take(static_cast<std::size_t>(size))) : std::string();
    }
    bool ok() const { return m_ok; }

private:
    std::string_view take(std::size_t size)
    {
        m_ok = m_ok && size <= m_rest.size();
        const std::string_view taken = m_ok ? m_rest.substr(0, size) : std::string_view();
        m_rest.remove_prefix(taken.size());
        return taken;
    }
    std::uint64_t number(std::size_t size)
    {
        std::uint64_t value = 0;
        for (const char c : take(size))
            value = value << 8 | static_cast<unsigned char>(c);
        return value;
    }

    std::string_view m_rest;
    bool m_ok = true;
};

} // namespace LoadBroker
