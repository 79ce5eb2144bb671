// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/clustersession.h"

#include "session/handover.h"
#include "session/ownerthread.h"
#include "session/snapshotmerge.h"
#include "session/watermarktable.h"

#include <set>

namespace Session {

namespace {

using namespace std::chrono_literals;

constexpr auto metadataDeadline = 10s;
constexpr auto offsetsDeadline = 30s;
constexpr auto pollInterval = 100ms;
constexpr std::size_t partitionsARequest = 10'000; ///< small enough that the list fills before the eyes
constexpr int requestsAtOnce = 2;                ///< the second one keeps the lane busy while the first answer merges

} // namespace

class ClusterSession::Private
{
public:
    Private(ClusterSession *session, Domain::ConnectionProfile aProfile, std::shared_ptr<Domain::Cluster> aCluster)
        : q(session), profile(std::move(aProfile)), cluster(std::move(aCluster)), handover(session)
    {
        const auto writes = cluster->writes();
        writeLock = writes ? writes->lock() : std::make_shared<Domain::WriteLock>(profile);
        lockTimer.setSingleShot(true);
        QObject::connect(&lockTimer, &QTimer::timeout, q, &ClusterSession::writeLockChanged);
        connection = cluster->connectionState();
        connectionGeneration = cluster->connectionGeneration();
        QObject::connect(&pollTimer, &QTimer::timeout, q, [this] { pollConnection(); });
        pollTimer.start(pollInterval);
        batchTimer.setSingleShot(true);
        batchTimer.setInterval(100ms);
        QObject::connect(&batchTimer, &QTimer::timeout, q, [this] { announceWatermarks(); });
    }

    void refresh();
    void takeMetadata(const Domain::Result<SharedSnapshot> &answer, const SharedSnapshot &toldThen);
    void askBrokers();
    void takeBrokers(const SharedSnapshot &answer, const SharedSnapshot &mergedFrom, const SharedSnapshot &next);
    void replaceSnapshot(const SharedSnapshot &next);
    void askWatermarks();
    void takeWatermarks(const std::vector<Domain::OffsetQuery> &asked, bool hadEnds, const Domain::Result<std::vector<Domain::OffsetAnswer>> &answer);
    void noteChanged(const std::vector<std::string> &topics);
    void announceWatermarks();
    void pollConnection();

    ClusterSession *q;
    Domain::ConnectionProfile profile;
    std::shared_ptr<Domain::Cluster> cluster;
    std::shared_ptr<Domain::WriteLock> writeLock;
    Domain::ConnectionState connection;
    std::uint64_t connectionGeneration = 0;
    SharedSnapshot snapshot;
    SharedSnapshot told = std::make_shared<const Domain::ClusterSnapshot>(); ///< by the last requestBrokers() that was answered
    WatermarkTable watermarks;
    std::set<std::string> changedTopics; ///< to be announced by the next batch
    bool refreshing = false;
    bool brokersAsked = false;           ///< under way, or known not to be told
    int offsetRequests = 0;              ///< under way
    int endRequests = 0;                 ///< those among them that ask for ends
    std::optional<Domain::Error> refreshError;
    QTimer pollTimer;
    QTimer batchTimer;
    QTimer lockTimer; ///< when the unlocking of production ends
    Handover handover; // last, so that it goes first: from then on no answer reaches the rest
};

void ClusterSession::Private::refresh()
{
    if (refreshing)
        return;
    refreshing = true;
    cluster->requestMetadata({}, metadataDeadline,
                             [this, handle = handover.handle(), known = snapshot, told = told](Domain::Result<Domain::ClusterSnapshot> answer) {
                                 // Still in the cluster's thread, so not through `this`.
                                 const auto ready = answer ? Domain::Result<SharedSnapshot>(merged(std::move(answer).value(), *told, known))
                                                           : Domain::Result<SharedSnapshot>(answer.error());
                                 handle.post([this, ready, told] { takeMetadata(ready, told); });
                             });
}

void ClusterSession::Private::takeMetadata(const Domain::Result<SharedSnapshot> &answer, const SharedSnapshot &toldThen)
{
    refreshing = false;
    if (answer) {
        refreshError.reset();
        // What was told while the answer was under way is not in it; rare, so the copy may be made here.
        replaceSnapshot(told == toldThen ? *answer : merged(**answer, *told, snapshot));
        askBrokers();
        watermarks.askAgain();
        askWatermarks();
    } else {
        refreshError = answer.error(); // what was known stays on the screen
    }
    emit q->refreshFinished();
}

void ClusterSession::Private::replaceSnapshot(const SharedSnapshot &next)
{
    if (snapshot == next)
        return;
    snapshot = next;
    watermarks.setSnapshot(next);
    emit q->snapshotChanged();
}

void ClusterSession::Private::askBrokers()
{
    if (brokersAsked)
        return;
    // Stays set when it fails: not told by this cluster, or not to this user, and asking again at every refresh would only
    // keep a request lane busy.
    brokersAsked = true;
    cluster->requestBrokers(metadataDeadline, [this, handle = handover.handle(), known = snapshot](Domain::Result<Domain::ClusterSnapshot> answer) {
        if (!answer)
            return;
        const SharedSnapshot said = shared(std::move(answer).value());
        const SharedSnapshot next = merged(*known, *said, known);
        handle.post([this, said, known, next] { takeBrokers(said, known, next); });
    });
}

void ClusterSession::Private::takeBrokers(const SharedSnapshot &answer, const SharedSnapshot &mergedFrom, const SharedSnapshot &next)
{
    brokersAsked = false;
    told = answer;
    if (snapshot == mergedFrom) // otherwise a refresh came in between; the next one says it
        replaceSnapshot(next);
}

void ClusterSession::Private::askWatermarks()
{
    std::vector<std::string> changed;
    while (offsetRequests < requestsAtOnce) {
        std::vector<Domain::OffsetQuery> queries = watermarks.nextQueries(partitionsARequest, changed);
        if (queries.empty())
            break;
        ++offsetRequests;
        const bool hasEnds = queries.front().kind == Domain::OffsetQuery::Kind::End;
        endRequests += hasEnds;
        const auto asked = std::make_shared<const std::vector<Domain::OffsetQuery>>(queries);
        // Uncommitted: the high watermark, also where a transaction is open.
        cluster->requestOffsets(std::move(queries), Domain::IsolationLevel::Uncommitted, true, offsetsDeadline,
                                [this, asked, hasEnds, handle = handover.handle()](Domain::Result<std::vector<Domain::OffsetAnswer>> answer) {
                                    handle.post([this, asked, hasEnds, answer = std::move(answer)] { takeWatermarks(*asked, hasEnds, answer); });
                                });
    }
    noteChanged(changed);
}

void ClusterSession::Private::takeWatermarks(const std::vector<Domain::OffsetQuery> &asked, bool hadEnds,
                                             const Domain::Result<std::vector<Domain::OffsetAnswer>> &answer)
{
    --offsetRequests;
    endRequests -= hadEnds;
    noteChanged(watermarks.merge(asked, answer));
    askWatermarks();
    if (offsetRequests == 0 || (hadEnds && endRequests == 0)) // nothing follows that would be worth waiting for
        announceWatermarks();
}

void ClusterSession::Private::noteChanged(const std::vector<std::string> &topics)
{
    changedTopics.insert(topics.begin(), topics.end());
    if (!changedTopics.empty() && !batchTimer.isActive())
        batchTimer.start();
}

void ClusterSession::Private::announceWatermarks()
{
    batchTimer.stop();
    if (changedTopics.empty())
        return;
    const std::vector<std::string> topics(changedTopics.begin(), changedTopics.end());
    changedTopics.clear();
    emit q->watermarksChanged(topics);
}

void ClusterSession::Private::pollConnection()
{
    const std::uint64_t generation = cluster->connectionGeneration();
    if (generation == connectionGeneration)
        return;
    connectionGeneration = generation;
    Domain::ConnectionState next = cluster->connectionState();
    if (next == connection)
        return;
    const bool cameUp = next.kind == Domain::ConnectionState::Kind::Up && connection.kind != next.kind;
    connection = std::move(next);
    if (cameUp)
        brokersAsked = false;
    // The user asked for a look at the cluster, and it could not be had then: now it can.
    if (cameUp && refreshError)
        refresh();
    emit q->connectionChanged();
}

ClusterSession::ClusterSession(Domain::ConnectionProfile profile, std::shared_ptr<Domain::Cluster> cluster, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(profile), std::move(cluster)))
{
}

ClusterSession::~ClusterSession()
{
    d->writeLock->lock(); // the gate may outlive the connection
}

const Domain::ConnectionProfile &ClusterSession::profile() const
{
    assertOwnerThread(this);
    return d->profile;
}

const Domain::ConnectionState &ClusterSession::connectionState() const
{
    assertOwnerThread(this);
    return d->connection;
}

std::shared_ptr<const Domain::ClusterSnapshot> ClusterSession::snapshot() const
{
    assertOwnerThread(this);
    return d->snapshot;
}

const std::vector<Domain::Watermarks> &ClusterSession::watermarks(const std::string &topic) const
{
    assertOwnerThread(this);
    return d->watermarks.of(topic);
}

std::optional<Domain::OffsetSpan> ClusterSession::span(const std::string &topic) const
{
    assertOwnerThread(this);
    return d->watermarks.span(topic);
}

void ClusterSession::refresh()
{
    assertOwnerThread(this);
    d->refresh();
}

bool ClusterSession::isRefreshing() const
{
    assertOwnerThread(this);
    return d->refreshing;
}

const std::optional<Domain::Error> &ClusterSession::refreshError() const
{
    assertOwnerThread(this);
    return d->refreshError;
}

void ClusterSession::requestWatermarks(const std::vector<std::string> &topics)
{
    assertOwnerThread(this);
    if (topics.empty())
        d->watermarks.askAll();
    else
        d->watermarks.askFirst(topics);
    d->askWatermarks();
}

std::shared_ptr<Domain::Cluster> ClusterSession::sharedCluster() const
{
    assertOwnerThread(this);
    return d->cluster;
}

const Domain::WriteLock &ClusterSession::writeLock() const
{
    assertOwnerThread(this);
    return *d->writeLock;
}

bool ClusterSession::unlockWrites(const std::string &typedName)
{
    assertOwnerThread(this);
    if (!d->writeLock->unlock(typedName))
        return false;
    if (const auto until = d->writeLock->unlockedUntil())
        d->lockTimer.start(std::chrono::ceil<std::chrono::milliseconds>(*until - Domain::WriteLock::Clock::now()) + 10ms);
    emit writeLockChanged();
    return true;
}

void ClusterSession::lockWrites()
{
    assertOwnerThread(this);
    d->lockTimer.stop();
    d->writeLock->lock();
    emit writeLockChanged();
}

Domain::Cluster &ClusterSession::cluster()
{
    assertOwnerThread(this);
    return *d->cluster;
}

} // namespace Session
