// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace Produce {

/// Bytes of a file or of standard input, a piece at a time. One thread.
class LineSource
{
public:
    static constexpr std::size_t maxLine = 512 * 1024 * 1024;

    /// "-": standard input. Error FileUnreadable.
    static Domain::Result<std::unique_ptr<LineSource>> open(const std::string &path);
    ~LineSource();
    LineSource(const LineSource &) = delete;
    LineSource &operator=(const LineSource &) = delete;

    enum class Got : std::uint8_t {
        Line,
        TooLong, ///< longer than maxLine: passed over
        Wait,    ///< nothing more has come yet
        End,
        Broken   ///< cannot be read on: see error()
    };
    /// The next line, without its LF, valid until the next call; waits up to `wait` for it. The last one needs no LF.
    Got next(std::string_view &line, std::chrono::milliseconds wait);
    /// As next(), and the line is given again by the next call.
    Got peek(std::chrono::milliseconds wait);
    /// Number of the line given last: 1 …
    std::uint64_t number() const { return m_number; }
    const Domain::Error &error() const { return m_error; }

private:
    LineSource(std::string path, int descriptor);
    Got readMore(std::chrono::milliseconds wait);
    Got find(std::chrono::milliseconds wait);

    const std::string m_path;
    const int m_descriptor;
    std::string m_buffer;
    std::size_t m_begin = 0;   ///< of the line that comes next
    std::size_t m_scanned = 0; ///< no LF up to here
    std::size_t m_lineEnd = std::string::npos;
    bool m_isAtEnd = false;
    bool m_isSkipping = false; ///< inside a line that is too long
    std::uint64_t m_number = 0;
    Domain::Error m_error;
};

} // namespace Produce
