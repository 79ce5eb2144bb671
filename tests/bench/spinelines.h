// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>

namespace Bench {

/// What the lines share: where the programs are, and how often to measure.
struct Context
{
    int pairs = 7;
    int latencySeconds = 60;
    std::string loadBroker; ///< paths
    std::string rawConsume;
    std::string subject;
    std::string bareWindow;
    std::string playhead;
};

// One function a figure of "./dev bench spine", in spinelines.cpp; each prints its lines and tells whether all bars are reached.
bool shownRate(const Context &context);      // 1
bool bytesHeld(const Context &context);      // 2
bool eventLatency(const Context &context);   // 3
bool tickCost(const Context &context);       // 4
bool firstRow(const Context &context);       // 5
bool firstWindow(const Context &context);    // 6
bool topicList(const Context &context);      // 7
bool largeValue(const Context &context);     // 8

} // namespace Bench
