// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// How numbers and bytes are put into a file, and taken out of one that may hold anything.
namespace Store {

inline void appendVarint(std::string &out, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
}

inline void appendSigned(std::string &out, std::int64_t value)
{
    appendVarint(out, (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
}

inline void appendBytes(std::string &out, std::string_view bytes)
{
    appendVarint(out, bytes.size());
    out += bytes;
}

template<typename Number>
void appendFixed(std::string &out, Number value)
{
    for (std::size_t i = 0; i < sizeof value; ++i)
        out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
}

/// Takes what the functions above appended. Never reads beyond the end: what is not there is 0 or empty, and isGood()
/// turns false for good.
class ByteReader
{
public:
    explicit ByteReader(std::string_view bytes) : m_bytes(bytes) {}

    bool isGood() const { return m_isGood; }
    bool atEnd() const { return m_at >= m_bytes.size(); }
    std::size_t position() const { return m_at; }
    std::size_t left() const { return m_bytes.size() - m_at; }
    void spoil() { m_isGood = false; }

    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && m_at < m_bytes.size(); shift += 7) {
            const auto byte = static_cast<unsigned char>(m_bytes[m_at++]);
            value |= std::uint64_t(byte & 0x7f) << shift;
            if (byte < 0x80)
                return value;
        }
        return spoil(), 0;
    }
    std::int64_t number()
    {
        const std::uint64_t zigzag = varint();
        return static_cast<std::int64_t>((zigzag >> 1) ^ (~(zigzag & 1) + 1));
    }
    /// At most `limit`; more is not good.
    std::uint64_t count(std::uint64_t limit)
    {
        const std::uint64_t value = varint();
        return value <= limit ? value : (spoil(), 0);
    }
    std::string_view bytes() { return take(varint()); }
    std::string_view take(std::uint64_t size)
    {
        if (size > left())
            return spoil(), std::string_view();
        const std::string_view taken = m_bytes.substr(m_at, static_cast<std::size_t>(size));
        m_at += static_cast<std::size_t>(size);
        return taken;
    }
    unsigned char byte()
    {
        const std::string_view one = take(1);
        return one.empty() ? static_cast<unsigned char>(0) : static_cast<unsigned char>(one.front());
    }
    template<typename Number>
    Number fixed()
    {
        std::uint64_t value = 0;
        const std::string_view raw = take(sizeof(Number));
        for (std::size_t i = 0; i < raw.size(); ++i)
            value |= std::uint64_t(static_cast<unsigned char>(raw[i])) << (8 * i);
        return static_cast<Number>(value);
    }

private:
    std::string_view m_bytes;
    std::size_t m_at = 0;
    bool m_isGood = true;
};

} // namespace Store
