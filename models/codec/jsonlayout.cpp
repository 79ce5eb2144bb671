// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/jsonlayout.h"

#include "codec/utf8.h"

#include <algorithm>
#include <utility>

namespace Codec {

namespace {

constexpr std::size_t maxLineBytes = 4000;
constexpr std::size_t maxInlineCharacters = 72;
constexpr std::size_t maxInlineBytes = 400; ///< blanks included: how far to look for the end
constexpr std::size_t linesPerPlace = 64;

bool isScalar(JsonToken::Kind kind)
{
    return kind == JsonToken::Kind::String || kind == JsonToken::Kind::Number || kind == JsonToken::Kind::Literal;
}

} // namespace

LineWalker::LineWalker(std::string_view bytes, Mode mode) : m_bytes(bytes), m_mode(mode), m_tokenizer(bytes) {}

bool LineWalker::next(LayoutLine &line)
{
    line.indent = 0;
    line.isContinuation = m_isContinuation;
    line.pieces.clear();
    return m_mode == Mode::Json ? nextJson(line) : nextText(line);
}

bool LineWalker::nextText(LayoutLine &line)
{
    if (m_isDone || m_position >= m_bytes.size())
        return false;
    const std::string_view window = m_bytes.substr(m_position, maxLineBytes);
    const std::size_t newline = window.find('\n');
    std::size_t end = m_position + (newline == npos ? window.size() : newline);
    m_isContinuation = newline == npos && end < m_bytes.size();
    if (m_isContinuation)
        end = characterBorder(m_bytes, end);
    line.begin = m_position;
    m_position = end + (newline == npos ? 0 : 1);
    if (end > line.begin && newline != npos && m_bytes[end - 1] == '\r')
        --end;
    if (end > line.begin)
        line.pieces.push_back({Syntax::Plain, false, line.begin, end});
    return true;
}

/// The rest is no JSON: it is shown as it stands.
void LineWalker::leaveJson()
{
    m_problem = m_tokenizer.problem();
    m_position = m_tokenizer.position();
    // Blanks in front of what cannot be understood are layout, not content.
    while (m_position < m_bytes.size() && m_position < m_tokenizer.position() + maxLineBytes && (m_bytes[m_position] == ' ' || m_bytes[m_position] == '\n'))
        ++m_position;
    m_isDone = !m_problem;
    m_isContinuation = false;
    m_mode = Mode::Text;
}

bool LineWalker::nextJson(LayoutLine &line)
{
    std::size_t width = 0;
    while (true) {
        std::optional<JsonToken> token = std::exchange(m_pending, std::nullopt);
        if (!token)
            token = m_tokenizer.next();
        if (!token) {
            leaveJson();
            return !line.pieces.empty() || nextText(line);
        }
        if (token->kind == JsonToken::Kind::Space)
            continue;
        const std::size_t size = token->end - token->begin;
        if (width > 0 && width + size > maxLineBytes) {
            m_pending = token;
            m_isContinuation = true;
            return true;
        }
        if (line.pieces.empty()) {
            line.begin = token->begin;
            // The token has been read: an opening bracket counts for what follows it only.
            line.indent = m_tokenizer.depth() - (token->isBegin() ? 1 : 0) + (line.isContinuation ? 1 : 0);
        }
        const bool afterColon = m_last == JsonToken::Kind::Colon;
        const bool isEmptyEnd = token->isEnd() && (m_last == JsonToken::Kind::BeginObject || m_last == JsonToken::Kind::BeginArray);
        const bool inlineGap = m_inlineDepth > 0 && token->isFirst && token->kind != JsonToken::Kind::Comma && token->kind != JsonToken::Kind::Colon
            && (token->isEnd() ? !isEmptyEnd : m_last != JsonToken::Kind::Key);
        line.pieces.push_back({syntaxOf(token->kind), !line.pieces.empty() && token->isFirst && (afterColon || inlineGap), token->begin, token->end});
        width += size + 1;
        if (endsLine(*token)) {
            m_isContinuation = false;
            return true;
        }
    }
}

/// Takes note of a token that was put on the line; true: the line ends behind it.
bool LineWalker::endsLine(const JsonToken &token)
{
    m_last = token.kind;
    if (token.isBegin()) {
        const int next = m_tokenizer.peek();
        if (next == (token.kind == JsonToken::Kind::BeginObject ? '}' : ']') || m_inlineDepth > 0)
            return false;
        if (m_tokenizer.depth() > 1 && fitsOneLine()) {
            m_inlineDepth = m_tokenizer.depth();
            return false;
        }
        return true;
    }
    if (token.isEnd() && m_tokenizer.depth() < m_inlineDepth)
        m_inlineDepth = 0;
    if (token.kind == JsonToken::Kind::Comma)
        return m_inlineDepth == 0;
    const bool endsValue = token.isEnd() || (isScalar(token.kind) && token.isLast);
    return endsValue && m_inlineDepth == 0 && m_tokenizer.peek() != ',';
}

/// Whether what was just opened holds only scalars and is short.
bool LineWalker::fitsOneLine() const
{
    JsonTokenizer ahead = m_tokenizer;
    const int depth = ahead.depth();
    const std::size_t start = ahead.position();
    std::size_t characters = 0;
    while (ahead.position() - start < maxInlineBytes) {
        const auto token = ahead.next();
        if (!token || token->kind == JsonToken::Kind::Space || !token->isLast)
            return false;
        if (token->isEnd() && ahead.depth() < depth)
            return true;
        if (token->isBegin()) {
            const int next = ahead.peek();
            if (next != '}' && next != ']')
                return false;
        }
        characters += token->end - token->begin + 1;
        if (characters > maxInlineCharacters)
            return false;
    }
    return false;
}

Layout::Layout(std::string_view bytes, LineWalker::Mode mode) : m_walker(bytes, mode) {}

bool Layout::step(std::size_t maxBytes)
{
    const std::size_t goal = m_walker.position() + maxBytes;
    while (!m_isComplete && m_walker.position() < goal) {
        if (m_lines % linesPerPlace == 0)
            m_places.push_back({m_walker.position(), m_walker});
        if (!m_walker.next(m_scratch)) {
            m_isComplete = true;
            if (m_lines % linesPerPlace == 0)
                m_places.pop_back();
            break;
        }
        if (m_lines % linesPerPlace == 0)
            m_places.back().begin = m_scratch.begin;
        ++m_lines;
        std::size_t width = 2 * static_cast<std::size_t>(m_scratch.indent);
        for (const LayoutLine::Piece &p : m_scratch.pieces)
            width += p.end - p.begin + (p.spaceBefore ? 1 : 0);
        m_longest = std::max(m_longest, width);
    }
    return m_isComplete;
}

bool Layout::line(std::size_t number, LayoutLine &line) const
{
    if (number >= m_lines)
        return false;
    LineWalker walker = m_places[number / linesPerPlace].walker;
    for (std::size_t i = 0; i <= number % linesPerPlace; ++i)
        walker.next(line);
    return true;
}

std::vector<LayoutLine> Layout::lines(std::size_t first, std::size_t count) const
{
    std::vector<LayoutLine> result;
    if (first >= m_lines)
        return result;
    count = std::min(count, m_lines - first);
    result.reserve(count);
    LineWalker walker = m_places[first / linesPerPlace].walker;
    LayoutLine line;
    for (std::size_t i = 0; i < first % linesPerPlace; ++i)
        walker.next(line);
    while (result.size() < count && walker.next(line))
        result.push_back(line);
    return result;
}

std::size_t Layout::lineOf(std::size_t byte) const
{
    if (m_lines == 0)
        return 0;
    const auto after = std::upper_bound(m_places.begin(), m_places.end(), byte, [](std::size_t b, const Place &p) { return b < p.begin; });
    if (after == m_places.begin())
        return 0;
    const auto place = std::prev(after);
    std::size_t number = static_cast<std::size_t>(place - m_places.begin()) * linesPerPlace;
    LineWalker walker = place->walker;
    LayoutLine line;
    walker.next(line);
    while (number + 1 < m_lines && walker.next(line) && line.begin <= byte)
        ++number;
    return number;
}

} // namespace Codec
