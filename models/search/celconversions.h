// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celarena.h"
#include "search/celdata.h"

#include <optional>
#include <string>

namespace Search::Cel {

// The functions named like types. None: they do not take this type. What does not fit is an error.
std::optional<Data> toInt(const Data &data);
std::optional<Data> toUint(const Data &data);
std::optional<Data> toDouble(const Data &data);
std::optional<Data> toBool(const Data &data);
std::optional<Data> toTimestamp(const Data &data);
std::optional<Data> toDuration(const Data &data);
/// string(x); an error with NoOverload where it does not take this type.
Data toText(const Data &data, Arena &arena);
std::optional<Data> toBytes(const Data &data);

/// The shortest digits that are read back as the same number; "NaN", "Infinity", "-Infinity".
std::string doubleText(double value);

} // namespace Search::Cel
