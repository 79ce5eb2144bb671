// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace Store {

/// Starts a thread of that name. Letting go of what it returns asks the thread to stop and waits for nothing; `body` owns what it
/// uses and ends soon after. app/ gives the program's reaper.
using ThreadStarter = std::function<std::shared_ptr<void>(std::string name, std::function<void(std::stop_token)> body)>;

/// A recording as a cluster, so that window and commands need no other way to read it: topics and partitions as they were recorded,
/// offsets and times exact through the index, reads with every feature of a plan. The file itself stands for the only broker,
/// so that partitions have a leader. Opens the file in a thread of its own; nothing here blocks. What is wrong with the file is in
/// connectionState() (Refused: nothing can be shown) and in the status of each read.
std::unique_ptr<Domain::Cluster> openRecording(const std::string &file, ThreadStarter threads);

} // namespace Store
