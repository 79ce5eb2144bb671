// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

namespace Views {

/// What a page says when the user closes it while something would be lost or stopped by that. The tabs ask before they close.
class Closable
{
public:
    virtual ~Closable() = default;
    /// Empty: it may be closed without asking. Plain text, one or two sentences.
    virtual QString closeQuestion() const = 0;
};

} // namespace Views
