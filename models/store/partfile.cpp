// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/partfile.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace Store {

namespace {

Domain::Error unwritable(const std::string &file, int number)
{
    return {.code = Domain::ErrorCode::FileUnwritable, .args = {{"file", file}}, .technical = std::strerror(number)};
}

} // namespace

PartFile::PartFile(std::string file, std::string part, int descriptor) : m_file(std::move(file)), m_part(std::move(part)), m_descriptor(descriptor) {}

PartFile::PartFile(PartFile &&other) noexcept
    : m_file(std::move(other.m_file)), m_part(std::move(other.m_part)), m_descriptor(std::exchange(other.m_descriptor, -1)), m_isBorrowed(other.m_isBorrowed),
      m_size(other.m_size), m_failure(std::move(other.m_failure))
{
}

PartFile::~PartFile()
{
    close();
}

Domain::Result<PartFile> PartFile::create(const std::string &file)
{
    struct stat found = {};
    const bool exists = ::stat(file.c_str(), &found) == 0;
    if (exists && S_ISDIR(found.st_mode))
        return unwritable(file, EISDIR);
    const bool isDirect = exists && !S_ISREG(found.st_mode);
    std::string part = isDirect ? file : file + ".part";
    const int descriptor = ::open(part.c_str(), O_WRONLY | O_CLOEXEC | (isDirect ? 0 : O_CREAT | O_TRUNC), 0666);
    if (descriptor < 0)
        return unwritable(part, errno);
    return PartFile(file, std::move(part), descriptor);
}

PartFile PartFile::onDescriptor(int descriptor)
{
    PartFile file({}, {}, descriptor);
    file.m_isBorrowed = true;
    return file;
}

bool PartFile::write(std::string_view bytes)
{
    if (m_failure || m_descriptor < 0)
        return false;
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            fail(errno);
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
        m_size += static_cast<std::uint64_t>(written);
    }
    return true;
}

Domain::Status PartFile::finish()
{
    if (m_failure)
        return *m_failure;
    const bool isDirect = m_part == m_file;
    if (!isDirect && ::fsync(m_descriptor) != 0)
        fail(errno);
    else if (const int descriptor = std::exchange(m_descriptor, -1); !m_isBorrowed && ::close(descriptor) != 0)
        fail(errno);
    else if (!isDirect && std::rename(m_part.c_str(), m_file.c_str()) != 0)
        fail(errno);
    if (m_failure)
        return *m_failure;
    return std::monostate{};
}

void PartFile::discard()
{
    close();
    if (m_part != m_file)
        std::remove(m_part.c_str());
}

void PartFile::fail(int number)
{
    m_failure = unwritable(m_part, number);
}

void PartFile::close()
{
    if (const int descriptor = std::exchange(m_descriptor, -1); descriptor >= 0 && !m_isBorrowed)
        ::close(descriptor);
}

} // namespace Store
