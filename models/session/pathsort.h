// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/storesnapshot.h"

#include <stop_token>
#include <string>
#include <vector>

namespace Session {

/// Rows by the value of a field (a Codec::FieldPath): numbers, then texts, then everything else by what it looks like, then records
/// without the field and gaps. Equal ones stay in the order of `rows`. For a pool thread; nothing when `stop` is requested.
std::vector<Store::RowId> sortByPath(const Store::StoreSnapshot &snapshot, std::vector<Store::RowId> rows, const std::string &path, std::stop_token stop);

} // namespace Session
