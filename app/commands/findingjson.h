// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/jsonwriter.h"
#include "produce/preflight.h"

namespace App {

/// The fields of a finding in the dry runs of `produce` and `replay`: "finding" (its word), "blocks", "records" and, where it has them, "value" and "limit".
void writeFinding(Codec::JsonWriter &out, const Produce::Finding &finding);

} // namespace App
