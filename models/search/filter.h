// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/record.h"
#include "search/filterspec.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Search {

class LiteralFinder;

enum class Verdict : std::uint8_t {
    Miss,
    Match,
    Error ///< could not be evaluated for this record; never to be taken for a miss
};

/// A compiled filter: immutable, shared by all threads that match with it.
class Filter
{
public:
    /// Checks and compiles. Error: BadFilter with args problem (the sentence), position and length (bytes of the pattern where
    /// it is wrong), suggestion (may be empty). An empty pattern matches everything. Bounded in time and memory for any input.
    static Domain::Result<std::shared_ptr<const Filter>> compile(const FilterSpec &spec);

    Filter(const Filter &) = delete;
    Filter &operator=(const Filter &) = delete;
    virtual ~Filter() = default;

    const FilterSpec &spec() const { return m_spec; }

    /// Matches records for one thread; scratch memory lives here.
    class Evaluation
    {
    public:
        virtual ~Evaluation() = default;
        /// The record is borrowed for the call; nothing outside its bytes is read.
        virtual Verdict match(const Domain::Record &record) = 0;
        /// After Verdict::Error: why, in the words of the language ("no such key: amount").
        virtual const std::string &problem() const = 0;
    };
    /// `topics`: names for Record::topic.
    virtual std::unique_ptr<Evaluation> evaluation(std::shared_ptr<const std::vector<std::string>> topics) const = 0;

    /// Stretches (begin, end in bytes, rising) of `text` that this filter looks for, to be painted as matches. `text` is what
    /// is shown of the part (a preview), so this is for the eye only: at most `limit`.
    virtual std::vector<std::pair<std::size_t, std::size_t>> highlights(std::string_view text, Part part, std::size_t limit = 64) const = 0;

    /// False: match() does not look at headers, so whoever decodes records for it may leave them out.
    virtual bool readsHeaders() const { return true; }
    /// A literal that stands in the key, the value, or a header's name or value of every record whose verdict is not Miss; null:
    /// there is none. So that records without it can be passed over.
    virtual const LiteralFinder *necessaryLiteral() const { return nullptr; }
    /// Parts in which the necessary literal alone decides: where it stands in one of them, the verdict is Match.
    virtual std::uint8_t decidingParts() const { return 0; }

protected:
    explicit Filter(FilterSpec spec) : m_spec(std::move(spec)) {}

private:
    FilterSpec m_spec;
};

} // namespace Search
