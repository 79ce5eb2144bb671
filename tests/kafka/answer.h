// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace KafkaTest {

/// Takes one reply on whatever thread it comes and keeps it.
template<typename T>
class Answer
{
public:
    Domain::Reply<T> reply()
    {
        return [state = m_state](Domain::Result<T> result) {
            const std::lock_guard lock(state->mutex);
            state->result = std::move(result);
            ++state->count;
        };
    }
    bool came() const { return count() > 0; }
    int count() const
    {
        const std::lock_guard lock(m_state->mutex);
        return m_state->count;
    }
    Domain::Result<T> result() const
    {
        const std::lock_guard lock(m_state->mutex);
        return *m_state->result;
    }

private:
    struct State
    {
        std::mutex mutex;
        std::optional<Domain::Result<T>> result;
        int count = 0;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

using OffsetsAnswer = Answer<std::vector<Domain::OffsetAnswer>>;
using TimesAnswer = Answer<std::vector<Domain::RecordTimeAnswer>>;

} // namespace KafkaTest
