// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/filedescriptor.h"

#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Settings {

FileDescriptor::FileDescriptor(const QString &file, int flags)
    : m_fd(::open(QFile::encodeName(file).constData(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR))
{
}

FileDescriptor::~FileDescriptor()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

std::optional<qint64> FileDescriptor::size() const
{
    struct stat status = {};
    if (m_fd < 0 || ::fstat(m_fd, &status) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
    return status.st_size;
}

} // namespace Settings
