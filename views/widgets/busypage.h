// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

namespace Views {

/// A page that may be in the middle of something when its tab or the window is to be closed. Pages implement it; the tabs ask.
class BusyPage
{
public:
    virtual ~BusyPage() = default;
    /// True: it is not to be closed now; the page has asked the user, and closes itself when it may.
    virtual bool asksBeforeClosing() = 0;
};

} // namespace Views
