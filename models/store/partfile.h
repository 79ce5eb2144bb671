// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace Store {

/// A file that gets its name when it is whole: written as FILE.part, renamed by finish(). What is left behind by a failure or
/// by a program that was killed is FILE.part. A target that exists and is no ordinary file (a pipe, a device) is written
/// directly. One thread at a time.
class PartFile
{
public:
    static Domain::Result<PartFile> create(const std::string &file);
    /// What is open already, such as stdout, and stays open: written directly.
    static PartFile onDescriptor(int descriptor);
    PartFile(PartFile &&other) noexcept;
    PartFile &operator=(PartFile &&) = delete;
    ~PartFile(); ///< without finish(): FILE.part stays

    /// All of it, or the file has failed() for good: nothing more is written then.
    bool write(std::string_view bytes);
    /// Makes sure that it is on the disk, and gives it its name.
    Domain::Status finish();
    /// Gives up what was written and removes FILE.part.
    void discard();

    /// FileUnwritable with the system's sentence ("No space left on device"); args: file, the .part that is left.
    const std::optional<Domain::Error> &failure() const { return m_failure; }
    const std::string &partName() const { return m_part; }
    std::uint64_t size() const { return m_size; }

private:
    PartFile(std::string file, std::string part, int descriptor);
    void fail(int number);
    void close();

    std::string m_file;
    std::string m_part; ///< the same as m_file: written directly
    int m_descriptor;
    bool m_isBorrowed = false; ///< the descriptor
    std::uint64_t m_size = 0;
    std::optional<Domain::Error> m_failure;
};

} // namespace Store
