// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Settings {

/// One profile as it stands in the file.
struct StoredProfile
{
    Domain::ConnectionProfile profile;
    std::optional<std::int64_t> lastOpenedMs = {}; ///< Unix ms
    std::string otherKeys = {};                    ///< a JSON object of the keys this program does not know; kept when written
};

/// The text of a profile file: {"version":1,"profiles":[…]}. Values only, any thread. The text may come from anybody, so
/// size, depth and counts are checked before anything is built from it.
struct ProfileFile
{
    std::vector<StoredProfile> profiles = {};
    std::string otherKeys = {}; ///< beside "version" and "profiles"

    static constexpr int version = 1;
    static constexpr std::size_t sizeLimit = 8 * 1024 * 1024;
    static constexpr std::size_t countLimit = 2000; ///< of profiles, and of items in each list of one
    static constexpr std::size_t textLimit = 16 * 1024;

    /// Errors: ProfileFileBroken (technical: where and why), ProfileFileNewer (args: version); args file and keptAs are the caller's.
    static Domain::Result<ProfileFile> parse(std::string_view text);
    /// Error: BadArgument if a value is not UTF-8 or above a limit, so that what is written can always be read again.
    Domain::Result<std::string> text() const;
};

/// BadArgument or PropertyNotAllowed if the profile must not be stored: no id or name, too long, or a secret in it.
Domain::Status checkStorable(const Domain::ConnectionProfile &profile);

} // namespace Settings
