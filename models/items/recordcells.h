// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/recordtable.h"

#include "codec/format.h"
#include "search/filter.h"

#include <optional>
#include <string_view>

namespace Codec {
class FieldPath;
}

/// How the bytes of a record become what a table shows. Plain functions; each costs what the cell shows, not what the record holds.
namespace Items {

/// A key or value. `filter` may be null: its matches in the text are marked.
void fillPayload(const std::optional<Domain::BytesView> &bytes, Codec::Format format, Search::Part part, const Search::Filter *filter, PreviewCell &cell);
/// One field of a record. Empty: there is none.
void fillField(const Codec::FieldPath &path, const Domain::Record &record, PreviewCell &cell);

} // namespace Items
