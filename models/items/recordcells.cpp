// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/recordcells.h"

#include "codec/fieldpath.h"
#include "codec/jsonstring.h"
#include "codec/preview.h"
#include "items/safetext.h"

#include <limits>

namespace Items {

namespace {

constexpr std::size_t FieldBudget = 1U << 16; ///< bytes of JSON looked at for a cell

int safeLength(std::string_view text)
{
    return int(safeText(text, std::numeric_limits<int>::max()).size());
}

/// Matches are told in bytes of the preview; a control character before them is one sign, so places move.
void markMatches(const Search::Filter &filter, Search::Part part, std::string_view text, PreviewCell &cell)
{
    for (const auto &[begin, end] : filter.highlights(text, part)) {
        if (begin >= end || end > text.size())
            continue;
        const int start = safeLength(text.substr(0, begin));
        cell.matches.emplace_back(start, safeLength(text.substr(begin, end - begin)));
    }
}

/// The preview in characters that are safe to show: each control character becomes a visible sign, so spans move.
void fillPreview(std::string_view bytes, Codec::Format format, Search::Part part, const Search::Filter *filter, PreviewCell &cell)
{
    const Codec::Preview preview = Codec::preview(bytes, format, part == Search::KeyPart);
    cell.kind = preview.hasFailed ? PreviewCell::Kind::Undecodable : PreviewCell::Kind::Text;
    cell.reason = preview.hasFailed ? RecordTable::tr("%1: %2").arg(formatName(format), problemText(preview.problem)) : QString();
    cell.isCut = preview.isCut;
    cell.text.clear();
    cell.spans.clear();
    const std::string_view text(preview.text);
    for (const Codec::Preview::Span &span : preview.spans) {
        const QString piece = safeText(text.substr(span.begin, span.end - span.begin), std::numeric_limits<int>::max());
        if (span.syntax != Syntax::Plain)
            cell.spans.push_back({int(cell.text.size()), int(piece.size()), span.syntax});
        cell.text += piece;
    }
    if (filter && !preview.hasFailed)
        markMatches(*filter, part, text, cell);
}

void clear(PreviewCell &cell, PreviewCell::Kind kind)
{
    cell.kind = kind;
    cell.text.clear();
    cell.reason.clear();
    cell.spans.clear();
    cell.matches.clear();
    cell.isCut = false;
}

} // namespace

void fillPayload(const std::optional<Domain::BytesView> &bytes, Codec::Format format, Search::Part part, const Search::Filter *filter, PreviewCell &cell)
{
    clear(cell, bytes ? PreviewCell::Kind::Empty : PreviewCell::Kind::Null);
    if (bytes && !bytes->empty())
        fillPreview(*bytes, format, part, filter, cell);
}

void fillField(const Codec::FieldPath &path, const Domain::Record &record, PreviewCell &cell)
{
    using Kind = Codec::FieldValue::Kind;
    const Codec::FieldValue value = path.find(record, FieldBudget);
    clear(cell, PreviewCell::Kind::Text);
    switch (value.kind) {
    case Kind::Missing:
        cell.kind = PreviewCell::Kind::Empty;
        return;
    case Kind::Null:
        cell.kind = PreviewCell::Kind::Null;
        return;
    case Kind::TooFar:
        cell.isCut = true;
        return;
    case Kind::String: {
        cell.isCut = value.raw.size() > Codec::maxPreviewCharacters + 2;
        const std::string text = Codec::jsonStringText(cell.isCut ? value.raw.substr(0, Codec::maxPreviewCharacters) : value.raw);
        cell.text = safeText(text, int(Codec::maxPreviewCharacters));
        return;
    }
    case Kind::Object:
    case Kind::Array:
        fillPreview(value.raw, Codec::Format::Automatic, Search::ValuePart, nullptr, cell);
        return;
    default:
        cell.isCut = value.raw.size() > Codec::maxPreviewCharacters;
        cell.text = safeText(value.raw.substr(0, Codec::maxPreviewCharacters), int(Codec::maxPreviewCharacters));
    }
}

} // namespace Items
