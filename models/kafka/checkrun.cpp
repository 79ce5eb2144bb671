// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/checkrun.h"

#include "kafka/allowedproperties.h"
#include "kafka/kafkacluster.h"
#include "kafka/keyfiles.h"
#include "kafka/threadreaper.h"
#include "kafka/tlsprobe.h"

#include <condition_variable>

namespace Kafka {

namespace {

using namespace std::chrono_literals;
using Domain::Error;
using Domain::ErrorCode;
using Outcome = Domain::CheckStep::Outcome;

constexpr auto total = 9500ms;
constexpr auto resolveTime = 4000ms;
constexpr auto connectTime = 3000ms;
constexpr auto probeTime = 3000ms;
constexpr std::size_t maxBrokers = 100;

Error connectError(const HostPort &address, const std::vector<Stream::Attempt> &attempts)
{
    const bool refused = !attempts.empty() && attempts.front().errorNumber == ECONNREFUSED;
    return {.code = refused ? ErrorCode::ConnectionRefused : ErrorCode::ConnectTimeout,
            .args = {{"host", address.host}, {"port", address.port}},
            .technical = joined(attempts),
            .retriable = true};
}

int familyOf(const Domain::ConnectionProfile &profile)
{
    const auto it = profile.extraProperties.find("broker.address.family");
    if (it == profile.extraProperties.end())
        return AF_UNSPEC;
    return it->second == "v4" ? AF_INET : it->second == "v6" ? AF_INET6 : AF_UNSPEC;
}

bool isAboutTls(ErrorCode code)
{
    return code >= ErrorCode::TlsExpected && code <= ErrorCode::KeyPassphraseWrong;
}

} // namespace

/// An answer of getaddrinfo that may come when nobody waits any more.
struct CheckRun::Resolved
{
    std::mutex mutex;
    std::condition_variable came;
    std::optional<Domain::Result<std::vector<SocketAddress>>> result;
};

/// What became of one advertised address.
struct CheckRun::Reached
{
    std::mutex mutex;
    std::condition_variable came;
    bool isDone = false;
    bool isConnected = false;
    std::string detail;
};

CheckRun::CheckRun(Domain::ConnectionProfile profile, Domain::Secrets secrets, std::shared_ptr<CheckBoard> board,
                   std::shared_ptr<ThreadReaper> reaper)
    : m_profile(std::move(profile)), m_secrets(std::move(secrets)), m_board(std::move(board)), m_reaper(std::move(reaper))
{
}

void CheckRun::run(const std::stop_token &stop)
{
    m_stop = stop;
    m_end = Clock::now() + total;
    if (prepare()) {
        resolveServers();
        connectServers();
        if (anyOpen())
            secureServers();
        if (anyOpen())
            if (const auto cluster = logIn())
                checkAdvertised(*cluster);
    }
    m_board->finish();
}

CallScope CheckRun::scope(std::chrono::milliseconds limit) const
{
    return {.deadline = std::min(Clock::now() + limit, m_end), .isWanted = [stop = m_stop] { return !stop.stop_requested(); }, .seconds = int(limit / 1s)};
}

void CheckRun::addStep(Stage stage, std::string address)
{
    Domain::CheckStep step;
    step.stage = stage;
    step.address = std::move(address);
    m_plan.push_back(std::move(step));
}

std::size_t CheckRun::indexOf(Stage stage) const
{
    std::size_t index = 0;
    while (index < m_plan.size() && m_plan[index].stage != stage)
        ++index;
    return index;
}

bool CheckRun::prepare()
{
    const Domain::Status status = foldExtraProperties(m_profile, m_secrets);
    plan();
    if (!status)
        m_board->fail(0, status.error(), {}, Clock::now());
    else if (m_servers.empty())
        m_board->fail(0, Error{.code = ErrorCode::BadPropertyValue, .args = {{"property", "bootstrap.servers"}, {"value", m_profile.bootstrapServers}}}, {}, Clock::now());
    return status.ok() && !m_servers.empty();
}

void CheckRun::plan()
{
    for (HostPort &address : parseBootstrap(m_profile.bootstrapServers)) {
        Server server;
        server.resolveStep = m_plan.size();
        addStep(Stage::Resolve, address.text());
        server.address = std::move(address);
        m_servers.push_back(std::move(server));
    }
    if (m_servers.empty())
        addStep(Stage::Resolve, m_profile.bootstrapServers);
    for (Server &server : m_servers) {
        server.connectStep = m_plan.size();
        addStep(Stage::Connect, server.address.text());
    }
    // In clear text this step only looks for a TLS listener by mistake; it passes in silence otherwise.
    addStep(Stage::Tls, m_servers.empty() ? std::string() : m_servers.front().address.text());
    if (m_profile.usesSasl())
        addStep(Stage::Sasl, {});
    addStep(Stage::Metadata, {});
    addStep(Stage::Advertised, {});
    if (!m_profile.usesTls())
        m_plan.erase(m_plan.begin() + std::ptrdiff_t(indexOf(Stage::Tls)));
    m_board->setSteps(m_plan);
}

bool CheckRun::anyOpen() const
{
    for (const Server &server : m_servers)
        if (server.stream.isOpen())
            return !m_stop.stop_requested();
    return false;
}

std::shared_ptr<CheckRun::Resolved> CheckRun::startResolving(const HostPort &hostPort) const
{
    auto resolved = std::make_shared<Resolved>();
    // The ticket is dropped: getaddrinfo cannot be stopped, and its thread ends by itself.
    static_cast<void>(m_reaper->spawn("kafka-resolve", 0, [resolved, hostPort, family = familyOf(m_profile)](const std::stop_token &) {
        auto result = resolve(hostPort, family);
        const std::lock_guard lock(resolved->mutex);
        resolved->result = std::move(result);
        resolved->came.notify_all();
    }));
    return resolved;
}

Domain::Result<std::vector<SocketAddress>> CheckRun::await(const std::shared_ptr<Resolved> &resolved, const HostPort &hostPort, const CallScope &limits) const
{
    std::unique_lock lock(resolved->mutex);
    while (!resolved->result && limits.goesOn())
        resolved->came.wait_for(lock, 50ms);
    if (resolved->result)
        return *resolved->result;
    return Error{.code = ErrorCode::NameNotResolved,
                 .args = {{"host", hostPort.host}, {"port", hostPort.port}},
                 .technical = "no answer from the name service in time",
                 .retriable = true};
}

void CheckRun::resolveServers()
{
    const auto since = Clock::now();
    const CallScope limits = scope(resolveTime);
    std::vector<std::shared_ptr<Resolved>> asked;
    for (const Server &server : m_servers) {
        m_board->start(server.resolveStep);
        asked.push_back(startResolving(server.address));
    }
    for (std::size_t i = 0; i < m_servers.size(); ++i) {
        auto found = await(asked[i], m_servers[i].address, limits);
        if (!found) {
            m_board->fail(m_servers[i].resolveStep, found.error(), {}, since);
            continue;
        }
        m_servers[i].found = std::move(found.value());
        m_board->pass(m_servers[i].resolveStep, joined(m_servers[i].found), since);
    }
}

void CheckRun::connectServers()
{
    for (Server &server : m_servers)
        if (!server.found.empty() && !m_stop.stop_requested())
            connectServer(server);
}

void CheckRun::connectServer(Server &server)
{
    const auto since = Clock::now();
    m_board->start(server.connectStep);
    auto [stream, attempts] = Stream::connect(server.found, scope(anyOpen() ? connectTime / 2 : connectTime));
    if (stream.isOpen())
        m_board->pass(server.connectStep, joined(attempts), since);
    else
        m_board->fail(server.connectStep, connectError(server.address, attempts), joined(attempts), since);
    server.stream = std::move(stream);
}

Domain::Result<std::string> CheckRun::secure(Server &server)
{
    std::string detail;
    const CallScope limits = scope(probeTime);
    if (m_profile.usesTls()) {
        auto agreed = shakeHands(server.stream, server.address, m_profile, m_secrets, limits);
        if (!agreed)
            return agreed;
        detail = std::move(agreed.value());
    }
    if (Domain::Status status = askVersions(server.stream, server.address, m_profile.usesTls(), limits); !status)
        return status.error();
    return detail;
}

void CheckRun::secureServers()
{
    const auto since = Clock::now();
    const std::size_t tls = indexOf(Stage::Tls);
    const bool hasTlsStep = tls < m_plan.size();
    if (hasTlsStep)
        m_board->start(tls);
    if (Domain::Status status = checkKeyFiles(m_profile, m_secrets); !status) {
        m_board->fail(tls, status.error(), {}, since);
        m_servers.clear();
        return;
    }
    std::string detail;
    std::optional<std::pair<Error, std::string>> failure;
    for (Server &server : m_servers) {
        if (!server.stream.isOpen())
            continue;
        auto secured = secure(server);
        if (secured)
            detail = secured.value();
        else if (!failure)
            failure = std::pair(secured.error(), server.address.text());
        if (!secured)
            server.stream = Stream();
    }
    if (!failure) {
        if (hasTlsStep)
            m_board->pass(tls, detail, since);
        return;
    }
    // One address that is not what it should be is a failure, also when another one would do.
    m_servers.clear();
    if (!hasTlsStep && isAboutTls(failure->first.code)) {
        auto steps = m_board->steps();
        Domain::CheckStep step;
        step.stage = Stage::Tls;
        const auto at = steps.insert(steps.begin() + std::ptrdiff_t(indexOf(m_profile.usesSasl() ? Stage::Sasl : Stage::Metadata)), step);
        const auto index = std::size_t(at - steps.begin());
        steps[index].address = failure->second;
        m_board->setSteps(std::move(steps));
        m_board->fail(index, failure->first, {}, since);
        return;
    }
    const std::size_t metadata = indexOf(Stage::Metadata);
    m_board->fail(hasTlsStep ? tls : metadata, failure->first, failure->second, since);
}

std::optional<Domain::ClusterSnapshot> CheckRun::logIn()
{
    const auto since = Clock::now();
    Domain::ConnectionProfile reachable = m_profile;
    reachable.bootstrapServers.clear();
    for (Server &server : m_servers) {
        if (server.stream.isOpen())
            reachable.bootstrapServers += (reachable.bootstrapServers.empty() ? "" : ",") + server.address.text();
        server.stream = Stream();
    }
    m_board->start(indexOf(m_profile.usesSasl() ? Stage::Sasl : Stage::Metadata));

    struct Answer
    {
        std::mutex mutex;
        std::condition_variable came;
        std::optional<Domain::Result<Domain::ClusterSnapshot>> result;
    };
    const auto answer = std::make_shared<Answer>();
    const auto cluster = openCluster(reachable, m_secrets, m_reaper);
    const CallScope limits = scope(std::chrono::ceil<std::chrono::milliseconds>(m_end - Clock::now()));
    cluster->requestMetadata({}, std::max(limits.left() - 500ms, 1000ms), [answer](Domain::Result<Domain::ClusterSnapshot> result) {
        const std::lock_guard lock(answer->mutex);
        answer->result = std::move(result);
        answer->came.notify_all();
    });
    std::unique_lock lock(answer->mutex);
    while (!answer->result && limits.goesOn())
        answer->came.wait_for(lock, 50ms);
    if (m_stop.stop_requested())
        return std::nullopt;
    if (!answer->result || !*answer->result) {
        failLogIn(answer->result ? answer->result->error() : Error{.code = ErrorCode::DeadlineExceeded, .args = {{"what", "metadata"}, {"seconds", "10"}}}, since);
        return std::nullopt;
    }
    if (m_profile.usesSasl())
        m_board->pass(indexOf(Stage::Sasl), m_profile.saslUsername, since);
    const Domain::ClusterSnapshot &snapshot = answer->result->value();
    m_board->pass(indexOf(Stage::Metadata),
                  std::to_string(snapshot.brokers.size()) + (snapshot.brokers.size() == 1 ? " broker, " : " brokers, ")
                      + std::to_string(snapshot.topics.size()) + (snapshot.topics.size() == 1 ? " topic" : " topics"),
                  since);
    return snapshot;
}

void CheckRun::failLogIn(const Error &error, Clock::time_point since)
{
    const bool isSasl = error.code == ErrorCode::AuthenticationFailed || error.code == ErrorCode::MechanismNotOffered
                        || error.code == ErrorCode::SecretMissing;
    const std::size_t sasl = indexOf(Stage::Sasl);
    m_board->fail(sasl < m_plan.size() && isSasl ? sasl : indexOf(Stage::Metadata), error, {}, since);
}

std::shared_ptr<CheckRun::Reached> CheckRun::startReaching(const HostPort &hostPort, const CallScope &limits) const
{
    auto reached = std::make_shared<Reached>();
    static_cast<void>(m_reaper->spawn("kafka-reach", 0, [reached, hostPort, limits, family = familyOf(m_profile)](const std::stop_token &) {
        const auto found = resolve(hostPort, family);
        bool isConnected = false;
        std::string detail = found ? std::string() : found.error().technical;
        if (found) {
            const auto [stream, attempts] = Stream::connect(*found, limits);
            isConnected = stream.isOpen();
            detail = joined(attempts);
        }
        const std::lock_guard lock(reached->mutex);
        reached->isDone = true;
        reached->isConnected = isConnected;
        reached->detail = std::move(detail);
        reached->came.notify_all();
    }));
    return reached;
}

void CheckRun::checkAdvertised(const Domain::ClusterSnapshot &cluster)
{
    const auto since = Clock::now();
    const CallScope limits = scope(connectTime);
    const std::size_t first = indexOf(Stage::Advertised);
    const std::size_t count = std::min(cluster.brokers.size(), maxBrokers);
    auto steps = m_board->steps();
    steps.resize(first);
    std::vector<std::shared_ptr<Reached>> asked;
    for (std::size_t i = 0; i < count; ++i) {
        const HostPort address{cluster.brokers[i].host, std::to_string(cluster.brokers[i].port)};
        Domain::CheckStep step;
        step.stage = Stage::Advertised;
        step.address = address.text();
        step.outcome = Outcome::Running;
        steps.push_back(std::move(step));
        asked.push_back(startReaching(address, limits));
    }
    m_board->setSteps(std::move(steps));

    for (std::size_t i = 0; i < count; ++i) {
        std::unique_lock lock(asked[i]->mutex);
        while (!asked[i]->isDone && limits.goesOn())
            asked[i]->came.wait_for(lock, 50ms);
        if (m_stop.stop_requested())
            return;
        if (asked[i]->isConnected) {
            m_board->pass(first + i, asked[i]->detail, since);
            continue;
        }
        const Domain::Broker &broker = cluster.brokers[i];
        Error error{.code = ErrorCode::AdvertisedUnreachable,
                    .args = {{"host", broker.host}, {"port", std::to_string(broker.port)}, {"broker", std::to_string(broker.id.value())}},
                    .technical = asked[i]->isDone ? asked[i]->detail : "no answer from the name service in time",
                    .retriable = true};
        m_board->fail(first + i, std::move(error), asked[i]->detail, since);
    }
}

} // namespace Kafka
