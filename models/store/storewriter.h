// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/recordsource.h"
#include "store/chunkwriter.h"
#include "store/intake.h"

#include <map>
#include <memory>
#include <optional>

namespace Store {

/// Copies the records of one reading thread into a store. Made by RecordStore::openWriter; used and destroyed in its
/// reading thread. May outlive the store: it shares the memory, and what it writes then is forgotten.
class StoreWriter final : public Domain::RecordSink
{
public:
    StoreWriter(std::shared_ptr<Intake> intake, bool live, std::uint32_t tag = 0);
    StoreWriter(const StoreWriter &) = delete;
    StoreWriter &operator=(const StoreWriter &) = delete;
    ~StoreWriter() override; ///< publishes what was handed over

    void record(const Domain::Record &record) override;
    void gap(const Domain::Gap &gap) override;
    void publish() override;
    bool hasRoom() const override;

private:
    using Outcome = ChunkWriter::Outcome;

    template<typename Write>
    bool store(const Write &write);
    bool openChunk();
    void closeChunk();
    void account();
    bool keep(const Domain::Record &record);
    bool keep(const Domain::Gap &gap);
    void keepOrLose(const Domain::Gap &gap);
    void writeMarks();
    bool writeLost();
    void lose(std::uint16_t topic, Domain::PartitionId partition, Domain::Offset from, Domain::Offset to);

    std::shared_ptr<Intake> m_intake;
    bool m_live = false;
    std::uint32_t m_tag = 0;
    std::optional<ChunkWriter> m_chunk;
    /// Gaps that wait for their partition's next record to become a mark on it; rows when none comes.
    std::map<std::pair<std::uint16_t, Domain::PartitionId>, Domain::Gap> m_marks;
    /// What could not be kept because the system gave no memory: becomes gap rows (Released) as soon as it does again.
    std::map<std::pair<std::uint16_t, Domain::PartitionId>, Domain::Gap> m_lost;
};

} // namespace Store
