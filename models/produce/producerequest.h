// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/outgoing.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace Produce {

/// How the user means what stands in a field.
enum class FieldKind : std::uint8_t {
    Null,
    Empty,
    Text,   ///< UTF-8, as it stands
    Json,   ///< as it stands, checked, never re-formatted
    Hex,    ///< digits in pairs; blanks between them do not count
    Base64,
    File    ///< `text` is a path; its bytes as they are
};

/// Key, value or header value as entered. Templates ({{…}}) are filled in Text and Json only.
struct Field
{
    FieldKind kind = FieldKind::Text;
    std::string text = {};
    bool operator==(const Field &) const = default;
};

struct HeaderField
{
    std::string name = {};
    Field value = {};
    bool operator==(const HeaderField &) const = default;
};

/// Records that come from a file instead of the fields.
struct InputFile
{
    enum class Format : std::uint8_t {
        Jsonl, ///< lines of `playhead read`; topic, offset and timestamp type are not looked at
        Csv,   ///< first row: names of columns, mapped below; without any mapping the columns of `playhead read --format csv`
        Lines  ///< one value a line (unless the value's template says line()); key and headers from the fields
    };
    Format format = Format::Jsonl;
    std::string path = {};            ///< "-": standard input (command line only)
    std::string keyColumn = {};       ///< Csv; empty: key from the fields
    std::string valueColumn = {};
    std::string timestampColumn = {}; ///< epoch ms or ISO 8601; empty: as requested below
    std::string partitionColumn = {};
    std::vector<std::string> headerColumns = {}; ///< name of the header = name of the column
    bool keepsPartition = true; ///< Jsonl: the line's, where it names one and the request none
    bool keepsTimestamp = true; ///< Jsonl: the line's, where it names one and the request none
    bool operator==(const InputFile &) const = default;
};

struct Once { bool operator==(const Once &) const = default; };
struct Times { std::uint64_t count = 1; bool operator==(const Times &) const = default; };
struct UntilStopped { bool operator==(const UntilStopped &) const = default; };
using Repeat = std::variant<Once, Times, UntilStopped>;

enum class Transaction : std::uint8_t { None, Commit, Abort };

/// Everything the produce page and `playhead produce` ask for. A value: saved, compared, never changed while it runs.
struct ProduceRequest
{
    std::string topic = {};
    Field key = {FieldKind::Null, {}};
    Field value = {};
    std::vector<HeaderField> headers = {};         ///< in order; names may repeat
    bool hasTemplates = true;                      ///< {{…}} is filled in; else it is plain text
    std::uint64_t seed = 0;                        ///< of the templates; 0: a new one for each run

    std::optional<Domain::PartitionId> partition = {}; ///< none: by key
    Domain::Partitioner partitioner = Domain::Partitioner::Murmur2Random;
    std::optional<std::int64_t> timestampMs = {};  ///< none: now
    Domain::Compression compression = Domain::Compression::None;
    Domain::Acks acks = Domain::Acks::All;
    bool isIdempotent = true;

    std::optional<InputFile> input = {};
    Repeat repeat = Once{};                        ///< of the fields, or of the whole file
    double perSecond = 0;                          ///< 0: as fast as possible. An interval of n ms is 1000 / n
    Transaction transaction = Transaction::None;
    bool stopsAtFailure = false;

    bool operator==(const ProduceRequest &) const = default;
};

} // namespace Produce
