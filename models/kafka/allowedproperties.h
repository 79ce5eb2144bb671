// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/error.h"

#include <span>
#include <string>
#include <string_view>

namespace Kafka {

/// A client property that a profile, a dialog or `-X` may set, and why.
struct AllowedProperty
{
    std::string_view name;
    std::string_view why;
};

/// The allow-list, sorted by name. Everything else is refused: much of it would break what the program promises (no group,
/// no commit, no creation), five of them would run code or commands of the profile's choice.
std::span<const AllowedProperty> allowedProperties();

/// Ok, UnknownProperty (no such thing in librdkafka) or PropertyNotAllowed.
Domain::Status checkProperty(const std::string &name);

/// True for passwords: they belong into Secrets, never into a profile or an error.
bool isSecretProperty(std::string_view name);

/// Sets one property as `-X name=value` does: those a profile has a field for go there ("security.protocol", "sasl.username",
/// "ssl.ca.location" …), passwords into `secrets`, the rest into extraProperties. Errors: UnknownProperty,
/// PropertyNotAllowed, BadPropertyValue (never with a secret in it).
Domain::Status applyProperty(const std::string &name, const std::string &value, Domain::ConnectionProfile &profile,
                             Domain::Secrets &secrets);

/// Moves those extra properties a profile has fields for into these fields (a file may name "security.protocol" among the extra
/// ones), and checks them all. Errors as applyProperty().
Domain::Status foldExtraProperties(Domain::ConnectionProfile &profile, Domain::Secrets &secrets);

} // namespace Kafka
