// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "domain/record.h"

#include <functional>
#include <memory>

namespace Domain {

/// What a reading thread does with each record. One sink belongs to one thread: it is made, called and destroyed
/// there. Implementations: Store::StoreWriter (window), headless writers.
class RecordSink
{
public:
    virtual ~RecordSink() = default;
    /// Asked once for each record, on the reader's own bytes, before anything of it is copied and in the order in which the
    /// records come from the log (not ReadPlan::order). False: the record is passed by, record() is not called for it.
    virtual bool wants(const Record &record) { return static_cast<void>(record), true; }
    /// A wanted record. It is borrowed for the call. Comes in the order of the plan: offsets of a partition rise, or fall when
    /// the plan reads newest first.
    virtual void record(const Record &record) = 0;
    /// Stands right before the partition's next record (in rising offsets), or at its end.
    virtual void gap(const Gap &gap) = 0;
    /// What was handed over so far may be shown. Called after each polled batch, at least every 50 ms when any came.
    virtual void publish() = 0;
    /// False: no room for more; the source stops polling, shows ReadState::BudgetReached and asks again after resume().
    virtual bool hasRoom() const { return true; }
    /// True: it has all it was made for; the run ends with ReadState::LimitReached. Looked at after each record().
    virtual bool isFull() const { return false; }
};

/// Makes a sink for a reading thread; called once in each of them.
using RecordSinkFactory = std::function<std::unique_ptr<RecordSink>()>;

/// One running stream of records: consumer threads or a recording's reader. All members may be called from any
/// thread and return at once.
class RecordSource
{
public:
    /// Asks the threads to stop and leaves joining to a reaper: costs the caller < 1 ms. The sink may still be called
    /// for a short while afterwards, so whatever the factory captured must be owned by it.
    virtual ~RecordSource() = default;
    /// Stops polling; the place is kept (positions, prefetch).
    virtual void pause() = 0;
    /// Goes on after pause() or ReadState::BudgetReached.
    virtual void resume() = 0;
    /// Ends the run; the status becomes Stopped unless it is final already.
    virtual void stop() = 0;
    /// Rises with every change of status(); cheap enough for a 16 ms timer.
    virtual std::uint64_t statusGeneration() const = 0;
    virtual ReadStatus status() const = 0;
};

} // namespace Domain
