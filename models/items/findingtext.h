// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "produce/preflight.h"

#include <QString>

namespace Items {

/// What is to be known before sending, as one sentence: "The record takes 1.2 MB; the topic takes 1.0 MB (max.message.bytes)."
QString findingText(const Produce::Finding &finding);

} // namespace Items
