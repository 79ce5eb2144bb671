// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/integration/searchtopics.h"

#include <functional>

namespace SearchTest {

enum class Found { No, Yes, Error };

/// A filter as the command line takes it, and the same written by hand.
struct Case
{
    const char *name;
    QStringList arguments;
    std::function<Found(const OracleRecord &)> expected;
};

std::vector<Case> textCases();
std::vector<Case> regexCases();
std::vector<Case> expressionCases();

} // namespace SearchTest
