// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/preview.h"

#include "codec/hexdump.h"
#include "codec/jsontokens.h"
#include "codec/utf8.h"

#include <algorithm>

namespace Codec {

namespace {

/// Collects characters up to the limit and remembers what kind they are.
class PreviewWriter
{
public:
    explicit PreviewWriter(Preview &preview) : m_preview(preview) {}

    bool isFull() const { return m_left == 0; }

    /// Takes whole characters of `bytes`, a bad byte as U+FFFD, until the limit.
    void append(std::string_view bytes, Syntax syntax)
    {
        std::size_t at = 0;
        while (at < bytes.size() && m_left > 0) {
            const std::size_t n = characterLength(bytes, at);
            if (n == 0)
                m_preview.text += "\xEF\xBF\xBD";
            else
                m_preview.text.append(bytes, at, n);
            at += std::max<std::size_t>(n, 1);
            --m_left;
        }
        m_preview.isCut = m_preview.isCut || at < bytes.size();
        extend(syntax);
    }

private:
    void extend(Syntax syntax)
    {
        const auto end = static_cast<std::uint32_t>(m_preview.text.size());
        const std::uint32_t begin = m_preview.spans.empty() ? 0 : m_preview.spans.back().end;
        if (end == begin)
            return;
        if (!m_preview.spans.empty() && m_preview.spans.back().syntax == syntax)
            m_preview.spans.back().end = end;
        else
            m_preview.spans.push_back({syntax, begin, end});
    }

    Preview &m_preview;
    std::size_t m_left = maxPreviewCharacters;
};

/// Tokens one after the other: blanks between them go, everything in them stays.
void writeJson(std::string_view bytes, Preview &out)
{
    // 256 characters are at most 1,024 bytes of tokens; blanks between them may cost some more, but never a whole value.
    constexpr std::size_t maxBytes = 64 * 1024;
    PreviewWriter writer(out);
    JsonTokenizer tokenizer(bytes);
    while (!writer.isFull() && tokenizer.position() < maxBytes) {
        const auto token = tokenizer.next();
        if (!token)
            break;
        if (token->kind != JsonToken::Kind::Space)
            writer.append(bytes.substr(token->begin, token->end - token->begin), syntaxOf(token->kind));
    }
    if (tokenizer.problem()) {
        // Detection sees less than a preview may show: from the problem on, the bytes stand as they are.
        out.problem = tokenizer.problem();
        writer.append(bytes.substr(std::min(bytes.size(), tokenizer.position()), maxPreviewCharacters * 4), Syntax::Plain);
    }
    out.isCut = out.isCut || (!tokenizer.isDone() && tokenizer.position() < bytes.size() && !tokenizer.problem());
}

void writeHex(std::string_view bytes, Preview &out)
{
    std::string hex;
    appendHex(hex, bytes.substr(0, maxPreviewCharacters / 3));
    PreviewWriter(out).append(hex, Syntax::Plain);
    out.isCut = bytes.size() > maxPreviewCharacters / 3;
}

void writeText(std::string_view bytes, Preview &out)
{
    PreviewWriter writer(out);
    writer.append(bytes.substr(0, maxPreviewCharacters * 4 + 4), Syntax::Plain);
}

} // namespace

Preview preview(std::string_view bytes, Format chosen, bool isKey)
{
    Preview out;
    const Detection detection = resolve(chosen, bytes, isKey);
    out.format = detection.format;
    out.problem = detection.problem;
    if (bytes.empty())
        return out;
    if (detection.problem && chosen != Format::Automatic && chosen != Format::Text) {
        out.hasFailed = true;
        writeHex(bytes, out);
        return out;
    }
    switch (detection.format) {
    case Format::Json:
        writeJson(bytes, out);
        break;
    case Format::Integer:
        PreviewWriter(out).append(std::to_string(*bigEndianInteger(bytes)), Syntax::Number);
        break;
    case Format::Uuid:
        PreviewWriter(out).append(*uuidText(bytes), Syntax::Plain);
        break;
    case Format::Binary:
        writeHex(bytes, out);
        break;
    default:
        writeText(bytes, out);
    }
    return out;
}

} // namespace Codec
