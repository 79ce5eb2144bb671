// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/valuedocument.h"

#include "codec/utf8.h"
#include "items/safetext.h"

#include <QElapsedTimer>

#include <algorithm>
#include <limits>

namespace Items {

namespace {

constexpr std::size_t firstStep = 64 * 1024;
constexpr std::size_t nextStep = 128 * 1024;
constexpr qint64 stepMs = 6;
constexpr std::size_t maxCopy = 16 * 1024 * 1024;
constexpr int tabWidth = 4;

bool isJoiner(std::string_view bytes, std::size_t at)
{
    // U+200C, U+200D
    return at + 3 <= bytes.size() && bytes[at] == '\xE2' && bytes[at + 1] == '\x80' && (bytes[at + 2] == '\x8C' || bytes[at + 2] == '\x8D');
}

/// End of the character at `at`, with what joiners bind to it: an emoji family is one.
std::size_t clusterEnd(std::string_view bytes, std::size_t at, std::size_t end)
{
    std::size_t next = at + std::max<std::size_t>(Codec::characterLength(bytes, at), 1);
    for (int joined = 0; joined < 16 && next < end && isJoiner(bytes, next); ++joined) {
        next += 3;
        if (next < end)
            next += std::max<std::size_t>(Codec::characterLength(bytes, next), 1);
    }
    return std::min(next, end);
}

void appendCharacters(ValueDocument::Line &line, const QString &text, std::size_t byte)
{
    line.text += text;
    line.bytes.insert(line.bytes.end(), static_cast<std::size_t>(text.size()), byte);
}

void appendBytes(ValueDocument::Line &line, std::string_view bytes, std::size_t begin, std::size_t end)
{
    for (std::size_t at = begin; at < end;) {
        const auto c = static_cast<unsigned char>(bytes[at]);
        if (c >= 0x20 && c < 0x7F) {
            line.text += QLatin1Char(static_cast<char>(c));
            line.bytes.push_back(at++);
        } else if (c == '\t') {
            appendCharacters(line, QString(tabWidth - static_cast<int>(line.text.size() % tabWidth), QLatin1Char(' ')), at++);
        } else {
            const std::size_t next = c < 0x80 ? at + 1 : clusterEnd(bytes, at, end);
            appendCharacters(line, safeText(bytes.substr(at, next - at)), at);
            line.isAscii = false;
            at = next;
        }
    }
}

Codec::LineWalker::Mode modeOf(Format format)
{
    return format == Format::Json ? Codec::LineWalker::Mode::Json : Codec::LineWalker::Mode::Text;
}

QString decodedText(std::string_view bytes, Format format)
{
    if (format == Format::Integer) {
        const auto number = Codec::bigEndianInteger(bytes);
        return number ? QString::number(*number) : QString();
    }
    const auto uuid = format == Format::Uuid ? Codec::uuidText(bytes) : std::nullopt;
    return uuid ? QString::fromStdString(*uuid) : QString();
}

int clampToInt(std::size_t n)
{
    return static_cast<int>(std::min<std::size_t>(n, std::numeric_limits<int>::max()));
}

} // namespace

ValueDocument::ValueDocument(SharedBytes bytes, Format format, QObject *parent)
    : QObject(parent), m_bytes(std::move(bytes)), m_decoded(decodedText(*m_bytes, format)), m_layout(*m_bytes, modeOf(format))
{
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &ValueDocument::stepForAWhile);
    if (m_decoded.isEmpty() && !m_layout.step(firstStep))
        m_timer.start();
}

void ValueDocument::stepForAWhile()
{
    QElapsedTimer clock;
    clock.start();
    while (!m_layout.step(nextStep) && clock.elapsed() < stepMs) { }
    if (m_layout.isComplete())
        m_timer.stop();
    emit grown();
}

int ValueDocument::lineCount() const
{
    return m_decoded.isEmpty() ? clampToInt(m_layout.knownLines()) : 1;
}

bool ValueDocument::isComplete() const
{
    return !m_decoded.isEmpty() || m_layout.isComplete();
}

int ValueDocument::longestLine() const
{
    return m_decoded.isEmpty() ? clampToInt(m_layout.longestLine()) : clampToInt(static_cast<std::size_t>(m_decoded.size()));
}

Codec::Problem ValueDocument::problem() const
{
    return m_decoded.isEmpty() ? m_layout.problem() : Codec::Problem{};
}

ValueDocument::Line ValueDocument::decodedLine() const
{
    Line line;
    appendCharacters(line, m_decoded, 0);
    line.spans.push_back({0, static_cast<int>(m_decoded.size()), m_bytes->size() < 16 ? Codec::Syntax::Number : Codec::Syntax::Plain});
    line.range = {0, m_bytes->size()};
    return line;
}

ValueDocument::Line ValueDocument::shownLine(const Codec::LayoutLine &laidOut) const
{
    Line line;
    line.isContinuation = laidOut.isContinuation;
    line.range = {laidOut.begin, laidOut.pieces.empty() ? laidOut.begin : laidOut.pieces.back().end};
    appendCharacters(line, QString(2 * laidOut.indent, QLatin1Char(' ')), Line::noByte);
    for (const auto &piece : laidOut.pieces) {
        const auto start = static_cast<int>(line.text.size());
        if (piece.spaceBefore)
            appendCharacters(line, QStringLiteral(" "), Line::noByte);
        appendBytes(line, *m_bytes, piece.begin, piece.end);
        line.spans.push_back({start, static_cast<int>(line.text.size()) - start, piece.syntax});
    }
    return line;
}

ValueDocument::Line ValueDocument::line(int number) const
{
    const std::vector<Line> one = lines(number, 1);
    return one.empty() ? Line{} : one.front();
}

std::vector<ValueDocument::Line> ValueDocument::lines(int first, int count) const
{
    std::vector<Line> result;
    if (first < 0 || count <= 0)
        return result;
    if (!m_decoded.isEmpty()) {
        if (first == 0)
            result.push_back(decodedLine());
        return result;
    }
    for (const Codec::LayoutLine &laidOut : m_layout.lines(static_cast<std::size_t>(first), static_cast<std::size_t>(count)))
        result.push_back(shownLine(laidOut));
    return result;
}

int ValueDocument::lineOf(std::size_t byte) const
{
    return m_decoded.isEmpty() ? clampToInt(m_layout.lineOf(byte)) : 0;
}

std::optional<QString> ValueDocument::text(ByteRange range)
{
    if (range.size() > maxCopy)
        return std::nullopt;
    if (!m_decoded.isEmpty())
        return range.isEmpty() ? QString() : m_decoded;
    while (!m_layout.isComplete() && m_layout.indexedBytes() < range.end)
        m_layout.step(nextStep);

    const std::string_view bytes = *m_bytes;
    std::string out;
    std::size_t number = m_layout.lineOf(range.begin);
    bool isFirst = true;
    for (bool isDone = false; !isDone;) {
        constexpr std::size_t atOnce = 256;
        const auto lines = m_layout.lines(number, atOnce);
        number += lines.size();
        isDone = lines.size() < atOnce;
        for (const Codec::LayoutLine &line : lines) {
            if (line.begin >= range.end) {
                isDone = true;
                break;
            }
            if (!isFirst && !line.isContinuation)
                out.append("\n").append(2 * static_cast<std::size_t>(line.indent), ' ');
            for (const auto &piece : line.pieces) {
                const std::size_t begin = std::max(piece.begin, range.begin);
                const std::size_t end = std::min(piece.end, range.end);
                if (begin >= end)
                    continue;
                if (piece.spaceBefore && piece.begin > range.begin)
                    out += ' ';
                out.append(bytes, begin, end - begin);
            }
            isFirst = false;
        }
    }
    return QString::fromStdString(out);
}

} // namespace Items
