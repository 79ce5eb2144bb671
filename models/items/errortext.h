// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"

#include <QString>

namespace Items {

/// An error as a user reads it, in plain words (ui.md §8); window and headless commands share it. All parts are safe text.
struct ErrorText
{
    QString what;    ///< what failed and where: "Cannot reach kafka-1:9092: connection refused."
    QString why;     ///< probable cause; may be empty
    QString next;    ///< what to do next; never empty
    QString details; ///< raw code and librdkafka's sentence, for "Copy details"
};
ErrorText errorText(const Domain::Error &error);

/// All of it on one or two lines, for stderr and tooltips.
QString errorLine(const Domain::Error &error);

} // namespace Items
