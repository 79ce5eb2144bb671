// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/outgoing.h"
#include "domain/readplan.h"
#include "search/filterspec.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace Replay {

/// What is replayed: a range of a log (or of a recording), always to be read again from there, so that a run can be resumed and verified.
/// Selected or filtered rows are a range with the offsets that count.
struct Source
{
    std::string connection = {};           ///< name of the profile, or the file of the recording
    std::string clusterId = {};            ///< as it was when the plan was made; empty: unknown
    /// Bounds of every partition are fixed when the plan is made (fixBounds()): Arrival order, from and until per partition.
    Domain::ReadPlan read = {};
    std::optional<Search::FilterSpec> filter = {};
    /// Only these offsets, rising. Empty: all. A partition that is missing here then has none.
    std::map<Domain::TopicPartition, std::vector<Domain::Offset>> only = {};
    /// Offsets behind an open transaction that were left out, by partition (read_committed).
    std::map<Domain::TopicPartition, std::int64_t> leftOut = {};
    bool operator==(const Source &) const = default;
};

// The steps. Each sees the record as the steps before it left it. Bytes that no step touches stay as they are.
struct KeepStep { std::string expression; bool operator==(const KeepStep &) const = default; };        ///< CEL; others are dropped
struct DropStep { std::string expression; bool operator==(const DropStep &) const = default; };
struct SetHeaderStep                                                                                    ///< replaces all of that name in place of the first, or appends
{
    std::string name;
    std::optional<std::string> value; ///< none: null
    bool isExpression = false;        ///< CEL; its text, or null
    bool operator==(const SetHeaderStep &) const = default;
};
struct RemoveHeaderStep { std::string name; bool operator==(const RemoveHeaderStep &) const = default; };///< all of that name
/// JSON merge patch (RFC 7396). A string "{{expression}}" that is a whole value of the patch stands for what the CEL expression gives. Members that the
/// patch does not name keep their bytes.
struct PatchStep { std::string patch; bool operator==(const PatchStep &) const = default; };
struct RekeyStep { std::string expression; bool operator==(const RekeyStep &) const = default; };       ///< CEL; null makes a null key
enum class Origin : std::uint8_t { Spring, Connect, Plain };
/// Back to where the record first was, from the headers that a dead-letter queue wrote. Spring: kafka_dlt-original-topic, -partition (4 bytes, big-endian),
/// -offset; Connect: __connect.errors.topic, .partition, .offset (text); Plain: the names below (text).
struct OriginalPlaceStep
{
    Origin origin = Origin::Spring;
    std::string topicHeader = {};     ///< Plain
    std::string partitionHeader = {}; ///< Plain; empty: the target's partitioning decides
    bool keepsPartition = true;
    bool removesHeaders = true;       ///< what the dead-letter queue wrote is taken away
    bool operator==(const OriginalPlaceStep &) const = default;
};
struct TimestampStep
{
    enum class Kind : std::uint8_t { Keep, Now, Shift };
    Kind kind = Kind::Keep;
    std::int64_t shiftMs = 0;
    bool operator==(const TimestampStep &) const = default;
};
struct RedactStep                                                                                       ///< fields of a JSON value, such as "card.number"
{
    std::vector<std::string> paths;
    std::string replacement = "\"***\""; ///< JSON
    bool operator==(const RedactStep &) const = default;
};

struct Step
{
    std::variant<KeepStep, DropStep, SetHeaderStep, RemoveHeaderStep, PatchStep, RekeyStep, OriginalPlaceStep, TimestampStep, RedactStep> what;
    bool isOn = true;
    bool operator==(const Step &) const = default;
};

struct Target
{
    enum class Partitioning : std::uint8_t { Same, ByKey, Fixed };
    std::string connection = {};                     ///< name of the profile
    std::string clusterId = {};
    std::string topic = {};                          ///< for every source topic that is not in the map below
    std::map<std::string, std::string> topics = {};  ///< source topic → target topic
    Partitioning partitioning = Partitioning::Same;  ///< Same: the target has at least as many partitions
    Domain::PartitionId fixed = {};
    Domain::Partitioner partitioner = Domain::Partitioner::Murmur2Random;
    Domain::Compression compression = Domain::Compression::Lz4;

    const std::string &topicFor(const std::string &sourceTopic) const
    {
        const auto it = topics.find(sourceTopic);
        return it != topics.end() ? it->second : topic;
    }
    bool operator==(const Target &) const = default;
};

struct AsFastAsPossible { bool operator==(const AsFastAsPossible &) const = default; };
struct Rate { double perSecond = 100; bool operator==(const Rate &) const = default; };
struct OriginalGaps { double factor = 1; bool operator==(const OriginalGaps &) const = default; }; ///< 2: twice as fast
using Tempo = std::variant<AsFastAsPossible, Rate, OriginalGaps>;

enum class Mode : std::uint8_t {
    VerifiedOnce, ///< idempotent and transactional, provenance headers
    AtLeastOnce   ///< byte-identical, no header added
};

struct Plan
{
    Source source = {};
    std::vector<Step> steps = {};
    Target target = {};
    Tempo tempo = AsFastAsPossible{};
    Mode mode = Mode::VerifiedOnce;
    bool stopsAtRefusal = true; ///< at-least-once: false lets the other partitions go on when one has stopped for good
    bool operator==(const Plan &) const = default;
};

/// The plan as JSON, its way back (ReplayJournalBroken with a problem), and the same plan's same hash (hex).
std::string writePlan(const Plan &plan);
Domain::Result<Plan> readPlan(std::string_view json);
std::string planHash(const Plan &plan);

// Headers that a verified-once run adds, in this order behind all others.
inline constexpr std::string_view runHeader = "playhead-run";       ///< run id
inline constexpr std::string_view sourceHeader = "playhead-source"; ///< topic/partition/offset of the source, text
/// A record that carries runHeader so often already is refused: it goes round in a circle.
inline constexpr int mostRuns = 3;

} // namespace Replay
