// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/recordwriter.h"
#include "domain/readplan.h"
#include "store/recordingwriter.h"

#include <memory>
#include <optional>

namespace App {

/// What `playhead read` makes of the records: lines on stdout or in a file, or a recording. Owned by the command; its sinks may
/// live a little longer.
class ReadOutput
{
public:
    /// Opens what the command line names. `info` is for a recording.
    static Domain::Result<std::unique_ptr<ReadOutput>> open(const CommandLine &line, const Store::RecordingInfo &info);

    Domain::RecordSinkFactory sinks() const;
    RecordWriter::Totals totals() const { return m_writer->totals(); }
    /// Non-empty when the output cannot take more: the system's sentence.
    std::string failure() const;

    /// What was written is all there will be: a file gets its name.
    Domain::Status finish(const Domain::ReadStatus &status, bool newestFirst);
    /// Nothing was read: no file.
    void discard();

private:
    ReadOutput() = default;

    std::shared_ptr<RecordWriter> m_writer; ///< with a recording it only counts
    std::shared_ptr<Store::RecordingWriter> m_recording;
};

} // namespace App
