// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "childprocess.h"
#include "recordstage.h"
#include "subject.h"

#include "search/filter.h"
#include "tests/support/fakecluster.h"

#include <QTemporaryFile>

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <random>

namespace Bench {

namespace {

constexpr int Partitions = 12;
constexpr std::size_t Room = std::size_t(8) << 30;

/// Records in a session, and the same values as lines of a file in the page cache: what the peers read.
class LoadedStage
{
public:
    enum class Copy { None, File };

    LoadedStage(int records, Copy copy) : m_script(std::make_shared<TestSupport::FakeScript>()), m_cluster(TestSupport::fakeCluster(m_script)), m_stage(*m_cluster, Room)
    {
        m_script->addTopic("load", Partitions);
        Domain::ReadPlan plan;
        plan.topics = {"load"};
        plan.until = Domain::UntilLive{};
        m_stage.session.start(plan);
        m_ok = copy == Copy::None || m_file.open();
        for (int written = 0; m_ok && written < records; written += Step)
            m_ok = write(std::min(Step, records - written));
        m_ok = m_ok && (copy == Copy::None || m_file.flush());
    }
    Q_DISABLE_COPY_MOVE(LoadedStage)

    bool isReady() const { return m_ok; }
    Session::RecordRows &rows() { return m_stage.rows; }
    const std::vector<std::int64_t> &times() const { return m_times; }
    std::string file() const { return m_file.fileName().toStdString(); }

    /// How many seconds it takes from the wish to the rows that fulfil it.
    template<typename Wish>
    std::optional<double> untilReplaced(const Wish &wish)
    {
        bool done = false;
        const auto connection = QObject::connect(&m_stage.rows, &Session::RecordRows::replaced, &m_stage.view, [&] { done = true; });
        const Clock::time_point start = Clock::now();
        wish(m_stage.rows);
        const auto &rows = m_stage.rows;
        const bool came = waitUntil([&] { return done && !rows.progress().isRunning; });
        QObject::disconnect(connection);
        return came ? std::optional(secondsSince(start)) : std::nullopt;
    }

    /// With a filter set before and the plain rows shown again after it.
    std::optional<double> filter(const Search::FilterSpec &spec)
    {
        auto compiled = Search::Filter::compile(spec);
        if (!compiled)
            return std::nullopt;
        const auto seconds = untilReplaced([&](Session::RecordRows &rows) { rows.setFilter(compiled.value()); });
        m_matched = m_stage.rows.progress().matched;
        m_stage.rows.setFilter(nullptr);
        return seconds;
    }
    quint64 matched() const { return m_matched; }

private:
    static constexpr int Step = 100'000;

    bool write(int count)
    {
        const auto read = m_script->lastRead();
        for (int i = 0; i < count; ++i) {
            TestSupport::FakeRecord record;
            record.partition = int(m_next % Partitions);
            record.offset = m_next / Partitions;
            record.timestampMs = 1'767'322'800'000 + std::int64_t(m_random() % 86'400'000);
            record.key = "key-" + std::to_string(m_next);
            record.value = value();
            if (m_file.isOpen() && (m_file.write(record.value->data(), qint64(record.value->size())) < 0 || m_file.write("\n", 1) < 0))
                return false;
            m_times.push_back(record.timestampMs);
            read->record(record);
            ++m_next;
        }
        read->publish();
        const quint64 wanted = quint64(m_next);
        return waitUntil([this, wanted] { return m_stage.session.recordsHeld() >= wanted; });
    }

    /// JSON of 300 bytes; one in a thousand names "NeedleXyzzy".
    std::string value()
    {
        static constexpr const char *states[] = {"active", "inactive", "pending", "suspended"};
        static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz ";
        std::array<char, 300> text{};
        const std::uint64_t bits = m_random();
        const int head = std::snprintf(text.data(), text.size(), R"({"id":%)" PRId64 R"(,"user":{"name":"User %)" PRIx64 R"(","city":"%s"},"amount":%d.25,"status":"%s","note":")",
                                       m_next, bits >> 24, bits & 7 ? "Paris" : "Rome", int(bits % 10000), states[bits >> 62]);
        std::string made(text.data(), std::size_t(head));
        for (std::uint64_t more = m_random(); made.size() < 298; more = more >> 5 ? more >> 5 : m_random())
            made += letters[(more & 31) % letters.size()];
        if (m_next % 1000 == 999)
            made.replace(made.size() - 11, 11, "NeedleXyzzy");
        return made + "\"}";
    }

    std::shared_ptr<TestSupport::FakeScript> m_script;
    std::unique_ptr<Domain::Cluster> m_cluster;
    RecordStage m_stage;
    QTemporaryFile m_file;
    std::mt19937_64 m_random{7};
    std::int64_t m_next = 0;
    std::vector<std::int64_t> m_times;
    quint64 m_matched = 0;
    bool m_ok = false;
};

/// Prints the ratio (or figure) of each round but the first; nothing is returned, the caller reads the lines.
template<typename Round>
std::optional<double> printRounds(const QStringList &arguments, const Round &round)
{
    const int rounds = arguments.value(0).toInt();
    for (int i = 0; i <= rounds; ++i) {
        const std::optional<double> figure = round(i % 2 == 1);
        if (!figure)
            return std::nullopt;
        if (i == rounds)
            return figure;
        if (i > 0)
            std::printf("%.9g\n", *figure);
    }
    return std::nullopt;
}

/// A peer's run over the file, in seconds. `expected`: the number it must print.
std::optional<double> peer(const Arguments &command, quint64 expected)
{
    const Outcome outcome = run(command);
    if (!outcome.ok || std::strtoull(outcome.output.c_str(), nullptr, 10) != expected) {
        std::fprintf(stderr, "  the peer found %s, we %llu\n", outcome.output.c_str(), static_cast<unsigned long long>(expected));
        return std::nullopt;
    }
    return outcome.seconds;
}

} // namespace

std::optional<double> refilterRatios(const QStringList &arguments)
{
    LoadedStage stage(10'000'000, LoadedStage::Copy::File);
    if (!stage.isReady())
        return std::nullopt;
    return printRounds(arguments, [&](bool) -> std::optional<double> {
        const auto ours = stage.filter({.pattern = "NeedleXyzzy", .parts = Search::ValuePart});
        const auto theirs = peer({"grep", "-c", "NeedleXyzzy", stage.file()}, stage.matched());
        if (!ours || !theirs)
            return std::nullopt;
        std::fprintf(stderr, "  ours %.3g ms, grep -c %.3g ms\n", *ours * 1e3, *theirs * 1e3);
        return *theirs / *ours;
    });
}

std::optional<double> fieldRatios(const QStringList &arguments)
{
    LoadedStage stage(1'000'000, LoadedStage::Copy::File);
    if (!stage.isReady())
        return std::nullopt;
    const Arguments jq{"bash", "-c", "set -o pipefail; jq -c 'select(.status == \"suspended\" and .amount > 9000) | 1' " + stage.file() + " | wc -l"};
    return printRounds(arguments, [&](bool) -> std::optional<double> {
        const auto ours = stage.filter({.mode = Search::Mode::Expression, .pattern = "value.status == \"suspended\" && value.amount > 9000"});
        const auto theirs = peer(jq, stage.matched());
        if (!ours || !theirs)
            return std::nullopt;
        std::fprintf(stderr, "  ours %.3g ms, jq %.3g ms\n", *ours * 1e3, *theirs * 1e3);
        return *theirs / *ours;
    });
}

std::optional<double> frameTimes(const QStringList &arguments)
{
    LoadedStage stage(1'000'000, LoadedStage::Copy::None);
    if (!stage.isReady())
        return std::nullopt;
    // As typed: each key makes another filter.
    return printRounds(arguments, [&](bool longer) -> std::optional<double> {
        const auto seconds = stage.filter({.pattern = longer ? "NeedleXyzz" : "NeedleXyz", .parts = Search::ValuePart, .caseRule = Search::CaseRule::Sensitive});
        return seconds ? std::optional(*seconds * 1e3) : std::nullopt;
    });
}

std::optional<double> sortRatios(const QStringList &arguments)
{
    LoadedStage stage(10'000'000, LoadedStage::Copy::None);
    if (!stage.isReady())
        return std::nullopt;
    std::vector<std::pair<std::int64_t, std::uint32_t>> pairs(stage.times().size());
    return printRounds(arguments, [&](bool) -> std::optional<double> {
        for (std::size_t i = 0; i < pairs.size(); ++i)
            pairs[i] = {stage.times()[i], std::uint32_t(i)};
        const Clock::time_point start = Clock::now();
        std::ranges::sort(pairs);
        const double plain = secondsSince(start);
        const auto ours = stage.untilReplaced([](Session::RecordRows &rows) { rows.setOrder(Domain::ReadOrder::Time); });
        (void)stage.untilReplaced([](Session::RecordRows &rows) { rows.setOrder(Domain::ReadOrder::Arrival); });
        if (!ours)
            return std::nullopt;
        std::fprintf(stderr, "  ours %.3g ms, std::sort %.3g ms\n", *ours * 1e3, plain * 1e3);
        return *ours / plain;
    });
}

} // namespace Bench
