// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QMetaObject>
#include <QObject>

#include <memory>
#include <mutex>
#include <utility>

namespace Session {

/// The one way an answer comes from a cluster's thread to an object of the GUI thread (architecture T5).
///
/// The object owns a Handover and gives its handle() to the callbacks it hands out. A worker posts through the handle; what
/// is posted runs later in the thread of `context`, and never once the Handover is gone: its destructor takes the lock under
/// which workers look, so none of them can be between looking and posting. Declare it as the last member, so that it dies first.
///
/// What a posted function captures is destroyed in the worker when the post comes too late: capture values only.
class Handover
{
    struct Block
    {
        std::mutex mutex;
        QObject *context = nullptr; ///< null: the owner is gone
    };

public:
    /// What callbacks keep. Cheap to copy, any thread, may outlive the Handover.
    class Handle
    {
    public:
        /// Any thread, never blocks for long. False: the owner is gone, nothing was posted.
        template<typename Function>
        bool post(Function &&function) const
        {
            // Posting under the lock is what makes `context` safe to use; it only appends to an event queue.
            const std::lock_guard lock(m_block->mutex);
            if (!m_block->context)
                return false;
            return QMetaObject::invokeMethod(
                m_block->context,
                [block = m_block, call = std::forward<Function>(function)]() mutable {
                    if (isAlive(*block))
                        call();
                },
                Qt::QueuedConnection);
        }

    private:
        friend class Handover;
        explicit Handle(std::shared_ptr<Block> block) : m_block(std::move(block)) {}
        /// Runs in the owner's thread, where the answer cannot change before the call that follows.
        static bool isAlive(Block &block)
        {
            const std::lock_guard lock(block.mutex);
            return block.context != nullptr;
        }
        std::shared_ptr<Block> m_block;
    };

    explicit Handover(QObject *context) : m_block(std::make_shared<Block>()) { m_block->context = context; }
    ~Handover()
    {
        const std::lock_guard lock(m_block->mutex);
        m_block->context = nullptr;
    }
    Handover(const Handover &) = delete;
    Handover &operator=(const Handover &) = delete;

    Handle handle() const { return Handle(m_block); }

private:
    std::shared_ptr<Block> m_block;
};

} // namespace Session
