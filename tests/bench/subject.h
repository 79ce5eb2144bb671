// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QEventLoop>
#include <QObject>
#include <QStringList>

#include <chrono>
#include <functional>
#include <optional>

class QWidget;

namespace Bench {

using Clock = std::chrono::steady_clock;
inline double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Runs the event loop until a widget has been painted while the condition held. Painting is included.
class PaintWatch final : public QObject
{
public:
    explicit PaintWatch(QWidget *widget, std::function<bool()> condition = {});
    /// False: not within this time.
    bool wait(int milliseconds = 60'000);

private:
    bool eventFilter(QObject *watched, QEvent *event) override;

    QWidget *m_widget;
    std::function<bool()> m_condition;
    QEventLoop m_loop;
    bool m_seen = false;
};

/// Runs the event loop until the condition holds; it is asked after every event batch.
bool waitUntil(const std::function<bool()> &condition, int milliseconds = 60'000);

// What bench_subject can do, by name. Each prints nothing and returns its number, or nothing when it did not work.
std::optional<double> shownRate(const QStringList &arguments);   // BOOTSTRAP TOPIC RECORDS → records a second
std::optional<double> eventLatency(const QStringList &arguments);// BOOTSTRAP TOPIC SECONDS → worst, ms
std::optional<double> firstRow(const QStringList &arguments);    // BOOTSTRAP TOPIC → seconds
std::optional<double> tickRatio(const QStringList &arguments);   // SMALL LARGE → CPU time of a tick, large / small
std::optional<double> topicList(const QStringList &arguments);   // BOOTSTRAP → seconds
std::optional<double> topicEnds(const QStringList &arguments);   // BOOTSTRAP → seconds
std::optional<double> topicFilter(const QStringList &arguments); // BOOTSTRAP → seconds, worst key
std::optional<double> plainText(const QStringList &arguments);   // → seconds
std::optional<double> inspectorText(const QStringList &arguments);
/// BOOTSTRAP TOPIC RECORDS → worst event latency of the whole window, ms; then, in lines of their own, its peak memory, MB, and the
/// worst latency while the playhead is dragged, ms
std::optional<double> wholeTopic(const QStringList &arguments);
std::optional<double> firstWindow(const QStringList &arguments); // PROGRAM → seconds

std::optional<double> scanRate(const QStringList &arguments);    // BOOTSTRAP TOPIC RECORDS → records a second
std::optional<double> scanLatency(const QStringList &arguments); // BOOTSTRAP TOPIC SECONDS → worst, ms
std::optional<double> scanMemory(const QStringList &arguments);  // BOOTSTRAP TOPIC → MB over idle

// ROUNDS → that many figures, one a line (the last is returned)
std::optional<double> refilterRatios(const QStringList &arguments); // grep -c / ours, 10 M
std::optional<double> fieldRatios(const QStringList &arguments);    // jq / ours, 1 M
std::optional<double> frameTimes(const QStringList &arguments);     // ms, 1 M
std::optional<double> sortRatios(const QStringList &arguments);     // ours / std::sort, 10 M

} // namespace Bench
