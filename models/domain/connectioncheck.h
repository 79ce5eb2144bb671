// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/error.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace Domain {

/// One step of "Test connection", in the order they run. Steps after a failed one are NotRun, not failed.
struct CheckStep
{
    enum class Stage : std::uint8_t { Resolve, Connect, Tls, Sasl, Metadata, Advertised };
    enum class Outcome : std::uint8_t { NotRun, Running, Passed, Failed };

    Stage stage = Stage::Resolve;
    Outcome outcome = Outcome::NotRun;
    std::string address;            ///< host:port this step is about
    std::string detail;             ///< e.g. resolved addresses, "3 brokers, 38 topics"
    std::chrono::milliseconds took{0};
    std::optional<Error> error;     ///< Failed: why
};

/// A running check. Destroying it cancels; costs < 1 ms.
class ConnectionCheck
{
public:
    virtual ~ConnectionCheck() = default;
    virtual std::uint64_t generation() const = 0; ///< rises with every change
    virtual std::vector<CheckStep> steps() const = 0;
    virtual bool finished() const = 0;
};

/// Starts a check: at most one authentication attempt, over within 10 s.
using ConnectionCheckFactory = std::function<std::unique_ptr<ConnectionCheck>(const ConnectionProfile &, const Secrets &)>;

} // namespace Domain
