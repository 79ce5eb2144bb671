// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/topicfacts.h"
#include "produce/preflight.h"
#include "produce/recordmaker.h"
#include "session/handover.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <optional>
#include <vector>

namespace Items {

/// The next records of a request, made as the run would make them, in a pool thread (files are read), and what the topic would do with
/// them. ask() again and again as the request is edited: the newest one counts. Owned by the page; GUI thread.
class RequestPreview final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RequestPreview)
public:
    static constexpr int shownRecords = 3;

    struct Subject
    {
        Produce::ProduceRequest request = {}; ///< with a seed: the run of the same seed sends these records
        Domain::TopicFacts facts = {};
        int partitionCount = 0;               ///< 0: not known
    };
    struct Record
    {
        Produce::MadeRecord record = {};
        std::optional<Domain::PartitionId> partition = {}; ///< none: any
    };
    struct Result
    {
        std::vector<Record> records = {};
        quint64 planned = 0;                   ///< records of the whole run; 0: not known
        std::optional<Domain::Error> error = {};
        std::vector<Produce::Finding> findings = {};
    };

    explicit RequestPreview(QObject *parent = nullptr);

    void ask(Subject subject);
    bool isWaiting() const { return m_isWaiting; } ///< what is shown is of an older request
    const Result &result() const { return m_result; }
    /// Why nothing can be sent; empty: it can.
    QString obstacle() const;

signals:
    void changed();

private:
    void make();
    Subject m_subject;
    Result m_result;
    QTimer m_timer;
    quint64 m_asked = 0;
    bool m_isWaiting = false;
    bool m_isMaking = false;
    Session::Handover m_handover; ///< last: dies first
};

} // namespace Items
