// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace Items {

/// Bytes of a value that are shown in several places and must not be copied.
using SharedBytes = std::shared_ptr<const std::string>;

/// A part of a value: begin inclusive, end exclusive. What tree, text and bytes agree on.
struct ByteRange
{
    std::size_t begin = 0;
    std::size_t end = 0;

    bool isEmpty() const { return end <= begin; }
    std::size_t size() const { return isEmpty() ? 0 : end - begin; }
    bool contains(std::size_t byte) const { return byte >= begin && byte < end; }
    bool operator==(const ByteRange &) const = default;
};

/// Where the UTF-8 character that shows `byte` ends; behind `byte` when it belongs to none.
std::size_t characterEnd(std::string_view bytes, std::size_t byte);

} // namespace Items
