// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/formatchoice.h"

namespace Items {

std::vector<Format> allFormats()
{
    return {Codec::allFormats.begin(), Codec::allFormats.end()};
}

QString formatWord(Format format)
{
    const std::string_view word = Codec::formatWord(format);
    return QString::fromLatin1(word.data(), qsizetype(word.size()));
}

Format formatOfWord(const QString &word)
{
    return Codec::formatFromWord(word.toStdString());
}

} // namespace Items
