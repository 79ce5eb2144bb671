// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/linesource.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Produce {

namespace {

constexpr std::size_t pieceSize = 256 * 1024;

Domain::Error unreadable(const std::string &path, int number)
{
    return {.code = Domain::ErrorCode::FileUnreadable, .args = {{"file", path}}, .technical = std::strerror(number), .fatal = true};
}

} // namespace

LineSource::LineSource(std::string path, int descriptor) : m_path(std::move(path)), m_descriptor(descriptor) {}

LineSource::~LineSource()
{
    if (m_descriptor != STDIN_FILENO)
        ::close(m_descriptor);
}

Domain::Result<std::unique_ptr<LineSource>> LineSource::open(const std::string &path)
{
    if (path == "-")
        return std::unique_ptr<LineSource>(new LineSource(path, STDIN_FILENO));
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); // a named pipe nobody writes to must not hang here
    if (descriptor < 0)
        return unreadable(path, errno);
    struct stat found = {};
    if (::fstat(descriptor, &found) == 0 && S_ISDIR(found.st_mode)) {
        ::close(descriptor);
        return unreadable(path, EISDIR);
    }
    return std::unique_ptr<LineSource>(new LineSource(path, descriptor));
}

/// Line: more bytes are there.
LineSource::Got LineSource::readMore(std::chrono::milliseconds wait)
{
    pollfd input{.fd = m_descriptor, .events = POLLIN, .revents = 0};
    const int ready = ::poll(&input, 1, static_cast<int>(wait.count()));
    if (ready == 0 || (ready < 0 && errno == EINTR))
        return Got::Wait;
    if (m_begin > 0) { // what was given is not needed any more
        m_buffer.erase(0, m_begin);
        m_scanned -= m_begin;
        m_begin = 0;
    }
    const std::size_t size = m_buffer.size();
    m_buffer.resize(size + pieceSize);
    const ssize_t count = ::read(m_descriptor, m_buffer.data() + size, pieceSize);
    m_buffer.resize(size + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count > 0)
        return Got::Line;
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return Got::Wait;
    m_isAtEnd = true;
    if (count < 0) {
        m_error = unreadable(m_path, errno);
        return Got::Broken;
    }
    return Got::Line;
}

/// Until m_lineEnd is known.
LineSource::Got LineSource::find(std::chrono::milliseconds wait)
{
    while (m_lineEnd == std::string::npos) {
        const std::size_t end = m_buffer.find('\n', m_scanned);
        m_scanned = m_buffer.size();
        if (end != std::string::npos) {
            m_lineEnd = end;
        } else if (m_buffer.size() - m_begin > maxLine || m_isSkipping) {
            m_isSkipping = true;
            m_begin = m_buffer.size(); // its bytes are not kept
        }
        if (m_lineEnd != std::string::npos)
            break;
        if (m_error.fatal)
            return Got::Broken;
        if (m_isAtEnd) {
            if (m_begin == m_buffer.size() && !m_isSkipping)
                return Got::End;
            m_lineEnd = m_buffer.size();
            break;
        }
        if (const Got got = readMore(wait); got != Got::Line)
            return got;
    }
    return m_isSkipping ? Got::TooLong : Got::Line;
}

LineSource::Got LineSource::peek(std::chrono::milliseconds wait)
{
    return find(wait);
}

LineSource::Got LineSource::next(std::string_view &line, std::chrono::milliseconds wait)
{
    const Got got = find(wait);
    if (got != Got::Line && got != Got::TooLong)
        return got;
    ++m_number;
    line = got == Got::Line ? std::string_view(m_buffer).substr(m_begin, m_lineEnd - m_begin) : std::string_view();
    m_begin = std::min(m_lineEnd + 1, m_buffer.size());
    m_scanned = m_begin;
    m_lineEnd = std::string::npos;
    m_isSkipping = false;
    return got;
}

} // namespace Produce
