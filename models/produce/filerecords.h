// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "produce/fieldset.h"
#include "produce/recordmaker.h"

namespace Produce {

/// The maker of a request that has an input. Opens the file and reads the heading of a CSV.
Domain::Result<std::unique_ptr<RecordMaker>> makeFileRecords(const ProduceRequest &request, FieldSet fields, std::uint64_t seed, std::int64_t nowMs);

} // namespace Produce
