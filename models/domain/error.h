// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace Domain {

/// Why something failed, in our own words. Items::errorText turns a code and its arguments into the sentences
/// a user reads; `technical` keeps the raw text beside it.
enum class ErrorCode {
    // Reaching the cluster
    NameNotResolved,      ///< args: host, port
    ConnectionRefused,    ///< args: host, port
    ConnectTimeout,       ///< args: host, port
    NotKafka,             ///< args: host, port, looksLike ("HTTP" or empty): the port speaks something else
    NoAnswer,             ///< args: host, port: accepts connections but answers nothing
    Disconnected,         ///< args: host, port
    AdvertisedUnreachable,///< args: host, port, broker: bootstrap works, this advertised address does not
    // TLS
    TlsExpected,          ///< args: host, port: a TLS listener was spoken to in clear text
    TlsNotOffered,        ///< args: host, port: a clear text listener was spoken to in TLS
    TlsUntrusted,         ///< args: host, port, subject, issuer: no trusted CA signed the certificate
    TlsHostMismatch,      ///< args: host, port, names: the certificate is for other names
    TlsCertificateTime,   ///< args: host, port, subject: expired or not yet valid
    TlsClientCertificate, ///< args: host, port: the broker wants (another) client certificate
    TlsFailed,            ///< args: host, port
    KeyFileUnreadable,    ///< args: file: a CA, certificate or key file cannot be used
    KeyPassphraseWrong,   ///< args: file
    // SASL and rights
    AuthenticationFailed, ///< args: host, port, mechanism, user: the broker refused the credentials
    MechanismNotOffered,  ///< args: host, port, mechanism
    NotAuthorized,        ///< args: resource ("topic", "cluster", …), name, operation
    // What was asked for
    UnknownTopic,         ///< args: topic
    UnknownPartition,     ///< args: topic, partition
    OffsetOutOfRange,     ///< args: topic, partition, offset, low, high
    TopicDeleted,         ///< args: topic
    TopicRecreated,       ///< args: topic
    NoLeader,             ///< args: topic, partition
    LeaderMoved,          ///< args: topic, partition
    RecordTooLarge,       ///< args: topic, partition, offset, limit
    BadBatch,             ///< args: topic, partition, offset: CRC or decompression failed
    Unsupported,          ///< args: what: the broker (or the demo) cannot do it
    // Our own side
    UnknownProperty,      ///< args: property
    PropertyNotAllowed,   ///< args: property: known, but never taken from a profile or command line
    BadPropertyValue,     ///< args: property, value
    BadArgument,          ///< args: argument, value, expected; or problem (missing, unknown, misplaced, surplus, conflict, syntax), place
    BadTime,              ///< args: value
    BadFilter,            ///< args: problem (the language's own sentence), position, length (bytes), suggestion (may be empty)
    RecordingBroken,      ///< args: file, problem, position (byte): what came before it is kept
    RecordingNewer,       ///< args: file, version: made by a newer version of the program
    UnknownProfile,       ///< args: profile
    ProfileFileBroken,    ///< args: file, keptAs
    ProfileFileNewer,     ///< args: file, version, keptAs
    FileUnreadable,       ///< args: file
    FileUnwritable,       ///< args: file
    NoKeyring,            ///< args: none: secrets last for this run only
    SecretMissing,        ///< args: property
    // Writing
    WritesLocked,         ///< args: profile, environment, reason ("read-only", "production", "recording")
    JournalUnwritable,    ///< args: file, problem: nothing is written without the journal
    JournalBroken,        ///< args: file, line, problem: the chain of hashes does not hold there
    SendTooLarge,         ///< args: topic, size, limit
    SendTimestamp,        ///< args: topic, timestamp: refused by the broker, or 0, which cannot be sent
    SendTimedOut,         ///< args: topic, partition, seconds: not acknowledged in time
    SendRefused,          ///< args: topic, partition, name (Kafka's code name)
    SendAbandoned,        ///< args: topic, partition: given up on request
    Fenced,               ///< args: id: another producer has taken over this transactional id
    TransactionFailed,    ///< args: id, what, name
    TransactionTooLong,   ///< args: estimate, limit (seconds): cannot fit into one transaction
    BadTemplate,          ///< args: where ("key", "value", "header NAME"), problem, position, length, suggestion
    BadInput,             ///< args: file, line, problem: a line to be sent cannot be read
    BadRequestFile,       ///< args: file, problem: a saved request cannot be read
    BadStep,              ///< args: step (1 …), problem, position, length, suggestion
    StepFailed,           ///< args: step, topic, partition, offset, problem: a record cannot be changed as asked
    ReplayBusy,           ///< args: run: another process is at it
    ReplayUnknown,        ///< args: run, folder: no journal of that run
    ReplayJournalBroken,  ///< args: run, file, line, problem
    ReplayRefused,        ///< args: problem (a key word, see replay/README.md), topic, partition, offset, detail
    DeadlineExceeded,     ///< args: what, seconds
    Cancelled,
    Internal,             ///< args: what
    Broker                ///< args: name (Kafka's code name): any other answer of a broker
};

/// A failure as a value: copying keeps everything. Safe on any thread.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::map<std::string, std::string> args = {}; ///< see ErrorCode; broker text, so hostile: show through SafeText only
    std::string technical = {};                   ///< librdkafka's or the system's own sentence, empty if none
    std::string origin = {};                      ///< raw code name such as "_TRANSPORT" or "TOPIC_AUTHORIZATION_FAILED"
    bool retriable = false;                       ///< doing the same again may work
    bool fatal = false;                           ///< the handle or read cannot go on

    std::string arg(const std::string &name) const
    {
        const auto it = args.find(name);
        return it == args.end() ? std::string() : it->second;
    }
    bool operator==(const Error &) const = default;
};

/// A value or the reason why there is none. No exception crosses a module's edge.
template<typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }
    const T &value() const & { return std::get<0>(m_state); }
    T &value() & { return std::get<0>(m_state); }
    T &&value() && { return std::get<0>(std::move(m_state)); }
    const Error &error() const { return std::get<1>(m_state); }
    const T *operator->() const { return &value(); }
    const T &operator*() const & { return value(); }

private:
    std::variant<T, Error> m_state;
};

/// The result of an action that yields nothing: success is std::monostate.
using Status = Result<std::monostate>;

} // namespace Domain
