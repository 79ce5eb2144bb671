// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/timelinereading.h"

namespace Session {

class TimelineReading::Sink final : public Domain::RecordSink
{
public:
    explicit Sink(std::shared_ptr<Kept> kept) : m_kept(std::move(kept)) {}
    void record(const Domain::Record &record) override
    {
        if (record.timestamp.type == Domain::TimestampType::None)
            m_timeless = true;
        m_times[{record.topic, record.partition}].push_back({record.timestamp.ms, record.offset.value()});
    }
    void gap(const Domain::Gap &) override {}
    void publish() override
    {
        const std::lock_guard lock(m_kept->mutex);
        for (auto &[partition, times] : m_times) {
            auto &all = m_kept->times[partition];
            all.insert(all.end(), times.begin(), times.end());
            times.clear();
        }
        m_kept->timeless = m_kept->timeless || m_timeless;
    }

private:
    std::shared_ptr<Kept> m_kept;
    Times m_times; // of this thread, since the last publish()
    bool m_timeless = false;
};

TimelineReading::TimelineReading(Domain::Cluster &cluster, Domain::ReadPlan plan, QObject *parent)
    : QObject(parent), m_kept(std::make_shared<Kept>()),
      m_reader(cluster, std::move(plan), [kept = m_kept] { return std::make_unique<Sink>(kept); })
{
    connect(&m_reader, &RecordReader::finished, this, &TimelineReading::finished);
}

void TimelineReading::start()
{
    m_reader.start(std::chrono::milliseconds(20));
}

TimelineReading::Times TimelineReading::takeTimes()
{
    const std::lock_guard lock(m_kept->mutex);
    return std::exchange(m_kept->times, {});
}

bool TimelineReading::isComplete() const
{
    return m_reader.status().complete();
}

bool TimelineReading::hasTimelessRecords() const
{
    const std::lock_guard lock(m_kept->mutex);
    return m_kept->timeless;
}

} // namespace Session
