// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/requestpreview.h"

#include "items/errortext.h"
#include "items/findingtext.h"
#include "session/workpool.h"

#include <QDateTime>

#include <algorithm>

namespace Items {

namespace {

constexpr int pauseMs = 80; // while one types, the records are made once a pause

void addFindings(std::vector<Produce::Finding> &all, const std::vector<Produce::Finding> &more)
{
    for (const Produce::Finding &finding : more) {
        const auto same = std::find_if(all.begin(), all.end(), [&](const Produce::Finding &known) { return known.kind == finding.kind; });
        if (same == all.end()) {
            all.push_back(finding);
        } else {
            same->blocks = same->blocks || finding.blocks;
            same->value = std::max(same->value, finding.value);
        }
    }
}

/// Runs in a pool thread.
RequestPreview::Result makeRecords(const RequestPreview::Subject &subject, qint64 nowMs)
{
    RequestPreview::Result result;
    const Produce::ProduceRequest &request = subject.request;
    auto maker = Produce::RecordMaker::make(request, request.seed, nowMs);
    if (!maker) {
        result.error = maker.error();
        return result;
    }
    result.planned = (*maker)->planned();
    std::vector<Domain::Header> scratch;
    while (result.records.size() < std::size_t(RequestPreview::shownRecords)) {
        auto made = (*maker)->next();
        if (!made) {
            result.error = made.error();
            break;
        }
        if (!made.value())
            break;
        RequestPreview::Record record{std::move(*std::move(made).value()), {}};
        const Domain::OutgoingRecord outgoing = record.record.borrow(request.topic, scratch);
        if (outgoing.partition)
            record.partition = outgoing.partition;
        else if (subject.partitionCount > 0)
            record.partition = Domain::partitionOfKey(request.partitioner, outgoing.key, subject.partitionCount);
        addFindings(result.findings, Produce::preflight(outgoing, subject.facts, subject.partitionCount, request.compression, nowMs));
        result.records.push_back(std::move(record));
    }
    if (request.acks == Domain::Acks::None)
        addFindings(result.findings, {Produce::Finding{.kind = Produce::Finding::Kind::NotAcknowledged}});
    return result;
}

} // namespace

RequestPreview::RequestPreview(QObject *parent) : QObject(parent), m_handover(this)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(pauseMs);
    connect(&m_timer, &QTimer::timeout, this, &RequestPreview::make);
}

void RequestPreview::ask(Subject subject)
{
    m_subject = std::move(subject);
    ++m_asked;
    m_isWaiting = true;
    if (!m_isMaking && !m_timer.isActive())
        m_timer.start();
}

void RequestPreview::make()
{
    m_isMaking = true;
    Session::runInPool([subject = m_subject, asked = m_asked, nowMs = QDateTime::currentMSecsSinceEpoch(), handle = m_handover.handle(), this] {
        Result result = makeRecords(subject, nowMs);
        handle.post([this, asked, result = std::move(result)]() mutable {
            m_isMaking = false;
            m_result = std::move(result);
            m_isWaiting = asked != m_asked;
            if (m_isWaiting)
                m_timer.start();
            emit changed();
        });
    });
}

QString RequestPreview::obstacle() const
{
    // A line of a file that cannot be read is one failed record of many.
    if (m_result.error && m_result.error->code != Domain::ErrorCode::BadInput)
        return errorLine(*m_result.error);
    for (const Produce::Finding &finding : m_result.findings) {
        if (finding.blocks)
            return findingText(finding);
    }
    return {};
}

} // namespace Items
