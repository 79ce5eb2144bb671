// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "surroundings.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace Bench {

std::unique_ptr<Companion> startDisplay()
{
    auto display = std::make_unique<Companion>(
        Arguments{"Xvfb", "-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp"}, 3);
    if (display->firstLine().empty()) {
        std::fprintf(stderr, "Xvfb does not start: it is needed for windows\n");
        return {};
    }
    ::setenv("DISPLAY", (":" + display->firstLine()).c_str(), 1);
    ::setenv("QT_QPA_PLATFORM", "xcb", 1);
    return display;
}

TemporaryHome::TemporaryHome()
{
    std::string path = (std::filesystem::temp_directory_path() / "playhead-bench.XXXXXX").string();
    if (::mkdtemp(path.data()))
        m_path = path;
    for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
        ::setenv(name, m_path.c_str(), 1);
    ::setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 1); // no keyring, no portal: the same on every machine
}

TemporaryHome::~TemporaryHome()
{
    std::error_code ignored;
    if (!m_path.empty())
        std::filesystem::remove_all(m_path, ignored);
}

} // namespace Bench
