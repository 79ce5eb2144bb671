// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

#include <optional>

namespace Settings {

/// An open file of the system, closed at the end. Where QFile hides what went wrong, or what was written by halves. Any thread.
class FileDescriptor final
{
public:
    /// As ::open(); a new file is for the user alone. Not open: errno says why.
    FileDescriptor(const QString &file, int flags);
    ~FileDescriptor();
    FileDescriptor(const FileDescriptor &) = delete;
    FileDescriptor &operator=(const FileDescriptor &) = delete;

    bool isOpen() const { return m_fd >= 0; }
    int get() const { return m_fd; }
    /// None: not a regular file, or it cannot be told.
    std::optional<qint64> size() const;

private:
    int m_fd;
};

} // namespace Settings
