// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/transactionplan.h"

#include "produce/randomstream.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <fcntl.h>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

namespace Produce {

namespace {

using Domain::Error;
using Domain::ErrorCode;

constexpr double limitSeconds = 15 * 60;      // transaction.max.timeout.ms of a broker, by default
constexpr double leastSeconds = 60;
constexpr double marginSeconds = 30;
constexpr double assumedPerSecond = 20'000;   // as fast as possible: a slow cluster

std::string newId()
{
    std::random_device device;
    std::string id = "playhead-produce-";
    const std::uint64_t bits = RandomStream::mix(std::uint64_t(device()) << 32 | device(), static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()));
    for (int shift = 60; shift >= 0; shift -= 4)
        id += "0123456789abcdef"[bits >> shift & 15];
    return id;
}

} // namespace

std::uint64_t countLines(const InputFile &input)
{
    const int descriptor = input.path == "-" ? -1 : ::open(input.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return 0;
    struct stat found = {};
    std::uint64_t lines = 0;
    if (::fstat(descriptor, &found) == 0 && S_ISREG(found.st_mode)) {
        std::vector<char> piece(1024 * 1024);
        char last = '\n';
        for (ssize_t count = 0; (count = ::read(descriptor, piece.data(), piece.size())) > 0; last = piece[static_cast<std::size_t>(count) - 1])
            lines += static_cast<std::uint64_t>(std::count(piece.begin(), piece.begin() + count, '\n'));
        lines += last != '\n';
    }
    ::close(descriptor);
    return lines;
}

Domain::Result<Domain::TransactionSettings> planTransaction(const ProduceRequest &request, std::uint64_t planned)
{
    if (request.acks != Domain::Acks::All)
        return Error{.code = ErrorCode::BadArgument, .args = {{"argument", "acks"}, {"value", request.acks == Domain::Acks::None ? "0" : "1"}, {"expected", "all, in a transaction"}}};
    if (std::holds_alternative<UntilStopped>(request.repeat))
        return Error{.code = ErrorCode::TransactionTooLong};
    if (planned == 0 && request.input && request.perSecond > 0) {
        const Times *times = std::get_if<Times>(&request.repeat);
        planned = countLines(*request.input) * (times ? times->count : 1);
    }
    const double perSecond = request.perSecond > 0 ? request.perSecond : assumedPerSecond;
    const double estimate = static_cast<double>(planned) / perSecond;
    const bool isKnown = planned > 0;
    if (isKnown && estimate + marginSeconds > limitSeconds)
        return Error{.code = ErrorCode::TransactionTooLong,
                     .args = {{"estimate", std::to_string(static_cast<std::int64_t>(std::min(estimate, 1e15)))}, {"limit", std::to_string(static_cast<int>(limitSeconds))}}};
    const double seconds = isKnown ? std::clamp(estimate * 2 + marginSeconds, leastSeconds, limitSeconds) : limitSeconds;
    return Domain::TransactionSettings{.id = newId(), .timeout = std::chrono::seconds(static_cast<std::int64_t>(std::ceil(seconds)))};
}

} // namespace Produce
