// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "produce/producerequest.h"

#include <string>
#include <string_view>

namespace Produce {

/// A saved request as text (`.kafka.json`): JSON with one field a line in a fixed order, so that two of them can be compared line by line.
/// Holds no secret and no connection.
std::string writeRequest(const ProduceRequest &request);
/// Error BadRequestFile (args problem; file is added by who reads it): damaged, newer version, deeper or larger (> 16 MiB) than allowed.
Domain::Result<ProduceRequest> readRequest(std::string_view text);

/// Same request, same hash (hex): what the journal keeps instead of the content.
std::string requestHash(const ProduceRequest &request);

} // namespace Produce
