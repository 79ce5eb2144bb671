// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

#include <string_view>

namespace Items {

/// The only way broker text reaches a widget: plain text, one line, control and bidi characters made visible, invalid UTF-8
/// shown as U+FFFD, cut at `maxCharacters` with "…". Costs O(maxCharacters), never O(text).
QString safeText(std::string_view utf8, int maxCharacters = 256);

/// The same for a tooltip or label that Qt might take for rich text or a mnemonic: as safeText, '<' and '&' escaped for use in
/// Qt::RichText; use only where plain text cannot be forced.
QString safeRichText(std::string_view utf8, int maxCharacters = 1024);

} // namespace Items
