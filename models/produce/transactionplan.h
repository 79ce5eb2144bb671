// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/outgoing.h"
#include "produce/producerequest.h"

namespace Produce {

/// The settings of the transaction a request asks for, with a new id. `planned`: records; 0: not known. Errors: TransactionTooLong where it
/// cannot fit into the 15 minutes brokers allow, or has no end of its own; BadArgument where acks forbid it.
Domain::Result<Domain::TransactionSettings> planTransaction(const ProduceRequest &request, std::uint64_t planned);

/// Records of an input that can be counted before it is read: at most so many, by its lines. 0: not known.
std::uint64_t countLines(const InputFile &input);

} // namespace Produce
