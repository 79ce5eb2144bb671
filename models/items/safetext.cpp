// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/safetext.h"

#include <QTextBoundaryFinder>

#include <algorithm>

namespace Items {

namespace {

constexpr char32_t ReplacementCharacter = 0xFFFD;
constexpr QChar Ellipsis(0x2026);

bool isContinuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/// What the first byte of a sequence says: its length and the bounds of the second byte, which is where Unicode's table of
/// well-formed sequences rules out overlong forms, surrogates and numbers above U+10FFFF.
struct LeadByte
{
    int length = 0; ///< 0: cannot start a sequence
    unsigned char secondMin = 0x80;
    unsigned char secondMax = 0xBF;
    char32_t bits = 0;
};

LeadByte leadByte(unsigned char byte)
{
    if (byte < 0xC2 || byte > 0xF4)
        return {};
    if (byte < 0xE0)
        return {2, 0x80, 0xBF, char32_t(byte & 0x1F)};
    if (byte < 0xF0)
        return {3, static_cast<unsigned char>(byte == 0xE0 ? 0xA0 : 0x80), static_cast<unsigned char>(byte == 0xED ? 0x9F : 0xBF), char32_t(byte & 0x0F)};
    return {4, static_cast<unsigned char>(byte == 0xF0 ? 0x90 : 0x80), static_cast<unsigned char>(byte == 0xF4 ? 0x8F : 0xBF), char32_t(byte & 0x07)};
}

/// Reads one code point and moves on; a malformed sequence gives one U+FFFD for its longest valid beginning.
char32_t takeCodePoint(std::string_view text, std::size_t &at)
{
    const auto first = static_cast<unsigned char>(text[at++]);
    if (first < 0x80)
        return first;
    const LeadByte lead = leadByte(first);
    if (lead.length == 0)
        return ReplacementCharacter;
    char32_t code = lead.bits;
    for (int i = 1; i < lead.length; ++i) {
        if (at >= text.size())
            return ReplacementCharacter;
        const auto next = static_cast<unsigned char>(text[at]);
        const bool valid = i == 1 ? next >= lead.secondMin && next <= lead.secondMax : isContinuation(next);
        if (!valid)
            return ReplacementCharacter;
        code = (code << 6) | (next & 0x3F);
        ++at;
    }
    return code;
}

bool isNonCharacter(char32_t c)
{
    return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

/// Characters that change how others are shown without being seen: bidi controls, invisible formatting, line and
/// paragraph separators, tags. Zero-width joiners are dealt with apart: emoji and several scripts need them.
bool isInvisible(char32_t c)
{
    return c == 0x00AD || c == 0x034F || c == 0x061C || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5
        || c == 0x180E || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2060 && c <= 0x206F) || c == 0x3164 || c == 0xFEFF || c == 0xFFA0 || (c >= 0xFFF9 && c <= 0xFFFB)
        || (c >= 0x1D173 && c <= 0x1D17A) || (c >= 0xE0000 && c <= 0xE0FFF);
}

bool isJoiner(char32_t c)
{
    return c == 0x200C || c == 0x200D;
}

/// ⟨U+202E⟩
void appendCodeName(QString &out, char32_t c)
{
    out += QChar(0x27E8);
    out += QLatin1String("U+");
    out += QString::number(static_cast<uint>(c), 16).toUpper().rightJustified(4, QLatin1Char('0'));
    out += QChar(0x27E9);
}

void appendVisible(QString &out, char32_t c, char32_t previous)
{
    if (c < 0x20)
        out += QChar(static_cast<char16_t>(0x2400 + c)); // the control pictures ␀ … ␟
    else if (c == 0x7F)
        out += QChar(0x2421);
    else if ((c >= 0x80 && c < 0xA0) || isInvisible(c) || isNonCharacter(c) || (isJoiner(c) && previous < 0x80))
        appendCodeName(out, c);
    else if (c < 0x10000)
        out += QChar(static_cast<char16_t>(c));
    else {
        out += QChar(QChar::highSurrogate(c));
        out += QChar(QChar::lowSurrogate(c));
    }
}

/// Cuts at a border of what the eye takes for one character, unless that would give up much of the text.
qsizetype gentleCut(const QString &text, qsizetype cut)
{
    constexpr qsizetype GiveUp = 16;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    finder.setPosition(cut);
    if (finder.isAtBoundary())
        return cut;
    const qsizetype before = finder.toPreviousBoundary();
    return before > 0 && cut - before <= GiveUp ? before : cut;
}

} // namespace

QString safeText(std::string_view utf8, int maxCharacters)
{
    const qsizetype most = std::max(0, maxCharacters);
    QString out;
    out.reserve(std::min<qsizetype>(static_cast<qsizetype>(std::min<std::size_t>(utf8.size(), 1U << 20)), most) + 16);
    qsizetype lastFit = 0; // where a cut that leaves room for the ellipsis does not split a code point or a name
    char32_t previous = 0;
    for (std::size_t at = 0; at < utf8.size() && out.size() <= most;) {
        const char32_t c = takeCodePoint(utf8, at);
        appendVisible(out, c, previous);
        previous = c;
        if (out.size() < most)
            lastFit = out.size();
    }
    if (out.size() <= most)
        return out;
    if (most == 0)
        return {};
    out.truncate(gentleCut(out, lastFit));
    out += Ellipsis;
    return out;
}

QString safeRichText(std::string_view utf8, int maxCharacters)
{
    return safeText(utf8, maxCharacters).toHtmlEscaped();
}

} // namespace Items
