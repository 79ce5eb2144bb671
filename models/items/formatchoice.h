// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/formattext.h"

#include <vector>

namespace Items {

// The formats a user may choose, and the stable words that settings keep for them.

std::vector<Format> allFormats();           ///< Automatic first
QString formatWord(Format format);          ///< "automatic", "json", …
Format formatOfWord(const QString &word);   ///< Automatic for words that are not known

} // namespace Items
