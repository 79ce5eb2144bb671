// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "items/errortext.h"

#include <QString>

namespace Items {

/// The arguments of an error as safe text. What a broker sent may be anything: long, with control characters, looking like
/// HTML or like a placeholder of QString::arg().
class ErrorArguments
{
public:
    explicit ErrorArguments(const Domain::Error &error) : m_error(error) {}

    Domain::ErrorCode code() const { return m_error.code; }
    const std::string &technical() const { return m_error.technical; }
    bool isRetriable() const { return m_error.retriable; }
    bool has(const char *name) const
    {
        const auto it = m_error.args.find(name);
        return it != m_error.args.end() && !it->second.empty();
    }
    QString operator[](const char *name) const;
    /// "kafka-1:9092", or "the broker" when it is not known.
    QString server() const;
    /// "orders, partition 3", as far as it is known.
    QString partition() const;

private:
    const Domain::Error &m_error;
};

/// What, why and next of an error, in the words of ui.md §8. `details` stays empty.
ErrorText errorWords(const ErrorArguments &error);

// The parts of it, by what the error is about.
ErrorText reachingWords(const ErrorArguments &error);
ErrorText securityWords(const ErrorArguments &error);
ErrorText topicWords(const ErrorArguments &error);
ErrorText ownSideWords(const ErrorArguments &error);
ErrorText writeWords(const ErrorArguments &error);

} // namespace Items
