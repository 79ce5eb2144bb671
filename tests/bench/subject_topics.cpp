// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "recordstage.h"
#include "subject.h"

#include "kafka/kafkacluster.h"
#include "session/clustersession.h"
#include "views/topics/topicspage.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollBar>

#include <algorithm>

namespace Bench {

namespace {

constexpr int Topics = 10'000;

/// The page of topics, opened on a cluster that nothing is known of yet.
class TopicStage
{
public:
    explicit TopicStage(const QString &bootstrap)
        : start(Clock::now())
        , session(profileFor(bootstrap), Kafka::openCluster(profileFor(bootstrap), {}))
        , page(session, looks.preferences, looks.appearance)
    {
        page.resize(1200, 800);
        page.show();
        session.refresh();
        table = page.findChild<QAbstractItemView *>();
    }
    Q_DISABLE_COPY_MOVE(TopicStage)

    bool waitForList()
    {
        PaintWatch painted(table->viewport(), [this] { return table->model() && table->model()->rowCount() >= Topics; });
        return painted.wait();
    }

    Looks looks;
    Clock::time_point start;
    Session::ClusterSession session;
    Views::TopicsPage page;
    QAbstractItemView *table = nullptr;

private:
    static Domain::ConnectionProfile profileFor(const QString &bootstrap)
    {
        Domain::ConnectionProfile profile;
        profile.id = "bench";
        profile.name = "bench";
        profile.bootstrapServers = bootstrap.toStdString();
        return profile;
    }
};

bool allEndsKnown(const Session::ClusterSession &session)
{
    const auto snapshot = session.snapshot();
    return snapshot && std::ranges::all_of(snapshot->topics, [&session](const Domain::Topic &topic) {
               const auto &marks = session.watermarks(topic.name);
               return marks.size() == topic.partitions.size() && std::ranges::all_of(marks, [](const Domain::Watermarks &m) { return m.high.has_value(); });
           });
}

bool allSpansKnown(const Session::ClusterSession &session)
{
    const auto snapshot = session.snapshot();
    return snapshot && std::ranges::all_of(snapshot->topics, [&session](const Domain::Topic &topic) { return session.span(topic.name).has_value(); });
}

} // namespace

std::optional<double> topicList(const QStringList &arguments)
{
    TopicStage stage(arguments.value(0));
    if (!stage.table || !stage.waitForList())
        return std::nullopt;
    return secondsSince(stage.start);
}

/// Until the end offset of every partition is known and the list is painted with what it says then. The beginnings are asked after
/// the ends and are not waited for; `kcat -L` asks neither.
std::optional<double> topicEnds(const QStringList &arguments)
{
    TopicStage stage(arguments.value(0));
    bool changed = false;
    QObject::connect(&stage.session, &Session::ClusterSession::watermarksChanged, &stage.page, [&changed] { changed = true; });
    const bool known = waitUntil([&] { return std::exchange(changed, false) && allEndsKnown(stage.session); }); // the page asks for them
    if (!stage.table || !known)
        return std::nullopt;
    PaintWatch painted(stage.table->viewport());
    stage.table->viewport()->update();
    if (!painted.wait())
        return std::nullopt;
    return secondsSince(stage.start);
}

std::optional<double> topicFilter(const QStringList &arguments)
{
    TopicStage stage(arguments.value(0));
    auto *field = stage.page.findChild<QLineEdit *>();
    if (!stage.table || !field || !stage.waitForList() || !waitUntil([&stage] { return allSpansKnown(stage.session); }))
        return std::nullopt;
    double worst = 0;
    const auto press = [&](int key, const QString &text) {
        const int rows = stage.table->model()->rowCount();
        PaintWatch painted(stage.table->viewport(), [&] { return stage.table->model()->rowCount() != rows; });
        const Clock::time_point start = Clock::now();
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier, text);
        QApplication::sendEvent(field, &event);
        const bool seen = painted.wait(5'000);
        worst = std::max(worst, secondsSince(start));
        return seen;
    };
    // Every key changes what is listed: fewer and fewer, then all again.
    for (const QChar digit : QStringLiteral("0123"))
        if (!press(digit.unicode(), QString(digit)))
            return std::nullopt;
    for (int i = 0; i < 4; ++i)
        if (!press(Qt::Key_Backspace, QString()))
            return std::nullopt;
    return worst;
}

} // namespace Bench
