// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "childprocess.h"

#include <memory>
#include <string>

namespace Bench {

/// Windows are shown on a display of our own, so that nothing else paints there and nobody's screen flickers. Null, with words on
/// standard error: it does not start.
std::unique_ptr<Companion> startDisplay();

/// The user's settings are neither read nor written by what is started while this lives.
class TemporaryHome
{
public:
    TemporaryHome();
    TemporaryHome(const TemporaryHome &) = delete;
    TemporaryHome &operator=(const TemporaryHome &) = delete;
    ~TemporaryHome();

private:
    std::string m_path;
};

} // namespace Bench
