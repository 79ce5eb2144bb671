// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"

#include <string>
#include <string_view>

namespace Codec {

/// The record as one line of the jsonl format, without the LF.
std::string recordJsonLine(const Domain::Record &record, std::string_view topic);

/// A shell command that prints this record: kcat -C -b … -t … -p … -o … -c 1 -e. Everything is quoted for a POSIX shell; no secret
/// and no security setting is in it.
std::string kcatCommand(std::string_view bootstrapServers, std::string_view topic, Domain::PartitionId partition, Domain::Offset offset);

/// `text` as one word of a POSIX shell: bare when only harmless characters are in it, else in single quotes.
std::string shellWord(std::string_view text);

} // namespace Codec
