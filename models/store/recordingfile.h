// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "store/recordingblock.h"
#include "store/recordingformat.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace Store {

/// The log of one partition as a recording holds it.
struct RecordingLog
{
    std::uint16_t topic = 0; ///< index into RecordingInfo::topics
    Domain::PartitionId partition = {};
    Domain::Offset begin = {};
    Domain::Offset end = {};
    bool isComplete = false;             ///< all that was asked for when it was recorded
    std::vector<RecordingBlock> blocks;  ///< rising, never overlapping

    /// The first block that ends beyond `offset`; blocks.size() when there is none.
    std::size_t blockOf(Domain::Offset offset) const;
};

/// An opened `.playhead` file, which may hold anything: everything is checked before it is used, and sizes before memory is
/// taken for them. Immutable after open(); shared by all threads that read from it.
class RecordingFile
{
public:
    /// Reads what the file tells about itself, and the index; without a good index all blocks are read through. FileUnreadable,
    /// RecordingBroken or RecordingNewer when there is nothing to show; what is damaged further on is told by problem().
    static Domain::Result<std::shared_ptr<const RecordingFile>> open(const std::string &file, const std::stop_token &stop = {});
    RecordingFile(const RecordingFile &) = delete;
    RecordingFile &operator=(const RecordingFile &) = delete;
    ~RecordingFile();

    const std::string &file() const { return m_file; }
    const RecordingInfo &info() const { return m_info; }
    const std::vector<RecordingLog> &logs() const { return m_logs; } ///< by topic and partition, also those without records
    const RecordingLog *log(std::uint16_t topic, Domain::PartitionId partition) const;
    std::optional<std::uint16_t> topicIndex(const std::string &name) const;
    /// RecordingBroken: the file ends in the middle or is damaged; what comes before it is here.
    const std::optional<Domain::Error> &problem() const { return m_problem; }
    /// Records that were written may be missing: not only the index is damaged.
    bool isCut() const { return m_isCut; }

    /// Reads and checks one block. RecordingBroken.
    Domain::Status load(const RecordingBlock &block, BlockReader &reader) const;

private:
    RecordingFile(std::string file, int descriptor, std::uint64_t size) : m_file(std::move(file)), m_descriptor(descriptor), m_size(size) {}
    Domain::Status readHead();
    bool readIndex();
    void scan(const std::stop_token &stop);
    bool readAt(std::uint64_t position, std::size_t size, std::string &bytes) const;
    bool readFrame(std::uint64_t position, FrameHeader &header, std::string &payload) const;
    bool isPlausible(const std::vector<RecordingSpan> &spans, const std::vector<RecordingBlock> &blocks) const;
    void arrange(const std::vector<RecordingSpan> &spans, std::vector<RecordingBlock> blocks);
    Domain::Error broken(const char *problem, std::uint64_t position) const;

    std::string m_file;
    int m_descriptor;
    std::uint64_t m_size;
    std::uint64_t m_firstBlock = 0; ///< position behind the head
    RecordingInfo m_info;
    std::vector<RecordingLog> m_logs;
    std::optional<Domain::Error> m_problem;
    bool m_isCut = false;
};

} // namespace Store
