// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/replayplan.h"

#include "codec/jsonwriter.h"
#include "produce/requestwords.h"
#include "replay/multisethash.h"
#include "replay/planwords.h"

namespace Replay {

namespace {

class PlanWriter
{
public:
    std::string write(const Plan &plan)
    {
        m_out.object([&] {
            m_out.field("version", std::int64_t(PlanWords::version));
            m_out.object("source", [&] { source(plan.source); });
            m_out.list("steps", plan.steps, [&](const Step &one) { m_out.object([&] { step(one); }); });
            m_out.object("target", [&] { target(plan.target); });
            m_out.object("tempo", [&] { tempo(plan.tempo); });
            m_out.field("mode", Domain::wordOf(PlanWords::modes, plan.mode));
            m_out.field("stopsAtRefusal", plan.stopsAtRefusal);
        });
        return m_out.take();
    }

private:
    void source(const Source &source)
    {
        m_out.field("connection", source.connection);
        m_out.field("clusterId", source.clusterId);
        m_out.object("read", [&] { read(source.read); });
        if (source.filter)
            m_out.object("filter", [&] { filter(*source.filter); });
        m_out.list("only", source.only, [&](const auto &entry) {
            m_out.object([&] {
                place(entry.first);
                offsets(entry.second);
            });
        });
        m_out.list("leftOut", source.leftOut, [&](const auto &entry) {
            m_out.object([&] {
                place(entry.first);
                m_out.field("offsets", entry.second);
            });
        });
    }

    void place(const Domain::TopicPartition &place)
    {
        m_out.field("topic", std::int64_t(place.topic));
        m_out.field("partition", std::int64_t(place.partition.value()));
    }

    /// As runs [first, last]: chosen rows often follow each other.
    void offsets(const std::vector<Domain::Offset> &offsets)
    {
        m_out.name("runs");
        m_out.open('[');
        for (std::size_t i = 0; i < offsets.size();) {
            std::size_t last = i;
            while (last + 1 < offsets.size() && offsets[last + 1].value() == offsets[last].value() + 1)
                ++last;
            m_out.open('[');
            m_out.number(offsets[i].value());
            m_out.number(offsets[last].value());
            m_out.close(']');
            i = last + 1;
        }
        m_out.close(']');
    }

    void read(const Domain::ReadPlan &read)
    {
        m_out.list("topics", read.topics, [&](const std::string &topic) { m_out.text(topic); });
        m_out.list("partitions", read.partitions, [&](Domain::PartitionId id) { m_out.number(id.value()); });
        m_out.object("from", [&] { seek(read.from); });
        m_out.list("fromPerPartition", read.fromPerPartition, [&](const auto &entry) {
            m_out.object([&] {
                place(entry.first);
                m_out.object("from", [&] { seek(entry.second); });
            });
        });
        m_out.object("until", [&] { until(read.until); });
        m_out.list("untilPerPartition", read.untilPerPartition, [&](const auto &entry) {
            m_out.object([&] {
                place(entry.first);
                m_out.field("until", entry.second.value());
            });
        });
        if (read.limit)
            m_out.field("limit", static_cast<std::int64_t>(*read.limit));
        m_out.field("isolation", Domain::wordOf(PlanWords::isolations, read.isolation));
        m_out.field("order", Domain::wordOf(PlanWords::orders, read.order));
        m_out.field("newestFirst", read.newestFirst);
    }

    void seek(const Domain::SeekTarget &target)
    {
        if (const auto *at = std::get_if<Domain::AtOffset>(&target))
            m_out.field("offset", at->offset.value());
        else if (const auto *time = std::get_if<Domain::AtTime>(&target))
            m_out.field("time", time->ms);
        else if (const auto *tail = std::get_if<Domain::Tail>(&target))
            m_out.field("tail", tail->count);
        else
            m_out.field("at", std::holds_alternative<Domain::End>(target) ? "end" : "beginning");
    }

    void until(const Domain::ReadUntil &until)
    {
        if (const auto *at = std::get_if<Domain::UntilOffset>(&until)) {
            m_out.field("offset", at->offset.value());
        } else if (const auto *time = std::get_if<Domain::UntilTime>(&until)) {
            m_out.field("time", time->ms);
            m_out.field("lateness", time->latenessMs);
        } else {
            m_out.field("at", std::holds_alternative<Domain::UntilLive>(until) ? "live" : "end");
        }
    }

    void filter(const Search::FilterSpec &filter)
    {
        m_out.field("mode", Domain::wordOf(PlanWords::filterModes, filter.mode));
        m_out.field("pattern", filter.pattern);
        m_out.field("parts", std::int64_t(filter.parts));
        m_out.field("case", Domain::wordOf(PlanWords::caseRules, filter.caseRule));
        m_out.field("wholeWord", filter.wholeWord);
    }

    void step(const Step &step)
    {
        m_out.field("kind", PlanWords::steps[step.what.index()]);
        m_out.field("isOn", step.isOn);
        std::visit([this](const auto &what) { body(what); }, step.what);
    }
    void body(const KeepStep &step) { m_out.field("expression", step.expression); }
    void body(const DropStep &step) { m_out.field("expression", step.expression); }
    void body(const SetHeaderStep &step)
    {
        m_out.field("name", step.name);
        m_out.field("value", step.value);
        m_out.field("isExpression", step.isExpression);
    }
    void body(const RemoveHeaderStep &step) { m_out.field("name", step.name); }
    void body(const PatchStep &step) { m_out.field("patch", step.patch); }
    void body(const RekeyStep &step) { m_out.field("expression", step.expression); }
    void body(const OriginalPlaceStep &step)
    {
        m_out.field("origin", Domain::wordOf(PlanWords::origins, step.origin));
        m_out.field("topicHeader", step.topicHeader);
        m_out.field("partitionHeader", step.partitionHeader);
        m_out.field("keepsPartition", step.keepsPartition);
        m_out.field("removesHeaders", step.removesHeaders);
    }
    void body(const TimestampStep &step)
    {
        m_out.field("timestamps", Domain::wordOf(PlanWords::timestamps, step.kind));
        m_out.field("shiftMs", step.shiftMs);
    }
    void body(const RedactStep &step)
    {
        m_out.list("paths", step.paths, [&](const std::string &path) { m_out.text(path); });
        m_out.field("replacement", step.replacement);
    }

    void target(const Target &target)
    {
        m_out.field("connection", target.connection);
        m_out.field("clusterId", target.clusterId);
        m_out.field("topic", target.topic);
        m_out.list("topics", target.topics, [&](const auto &entry) {
            m_out.object([&] {
                m_out.field("from", entry.first);
                m_out.field("to", entry.second);
            });
        });
        m_out.field("partitioning", Domain::wordOf(PlanWords::partitionings, target.partitioning));
        m_out.field("fixed", std::int64_t(target.fixed.value()));
        m_out.field("partitioner", Domain::wordOf(Produce::partitioners, target.partitioner));
        m_out.field("compression", Domain::wordOf(Produce::compressions, target.compression));
    }

    void tempo(const Tempo &tempo)
    {
        if (const auto *rate = std::get_if<Rate>(&tempo)) {
            m_out.name("perSecond");
            m_out.real(rate->perSecond);
        } else if (const auto *gaps = std::get_if<OriginalGaps>(&tempo)) {
            m_out.name("factor");
            m_out.real(gaps->factor);
        }
    }

    Codec::JsonWriter m_out;
};

} // namespace

std::string writePlan(const Plan &plan)
{
    return PlanWriter().write(plan);
}

std::string planHash(const Plan &plan)
{
    return hexOf(bytesHash(writePlan(plan)));
}

} // namespace Replay
