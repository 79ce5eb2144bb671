// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// bench_subject NAME ARGUMENT…: what the program does, measured from inside a process of its own and printed as one number.
// Started by bench_spine; linked like the program, so that it has the same malloc.
#include "subject.h"

#include <QApplication>
#include <QTimer>
#include <QWidget>

#include <cstdio>
#include <cstdlib>
#include <map>

namespace Bench {

PaintWatch::PaintWatch(QWidget *widget, std::function<bool()> condition)
    : m_widget(widget)
    , m_condition(std::move(condition))
{
    m_widget->installEventFilter(this);
}

bool PaintWatch::wait(int milliseconds)
{
    if (!m_seen) {
        QTimer::singleShot(milliseconds, &m_loop, &QEventLoop::quit);
        m_loop.exec();
    }
    m_widget->removeEventFilter(this);
    return m_seen;
}

bool PaintWatch::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint && !m_seen && (!m_condition || m_condition())) {
        m_seen = true;
        // Runs after the paint event, for which this filter goes first.
        QMetaObject::invokeMethod(&m_loop, &QEventLoop::quit, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

bool waitUntil(const std::function<bool()> &condition, int milliseconds)
{
    const Clock::time_point start = Clock::now();
    QEventLoop loop;
    QTimer tick; // an idle loop looks every millisecond
    tick.callOnTimeout(&loop, &QEventLoop::quit);
    tick.start(1);
    while (!condition()) {
        if (secondsSince(start) * 1000 > milliseconds)
            return false;
        loop.exec();
    }
    return true;
}

} // namespace Bench

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    using Subject = std::optional<double> (*)(const QStringList &);
    const std::map<QString, Subject> subjects = {
        {QStringLiteral("shownrate"), Bench::shownRate}, {QStringLiteral("latency"), Bench::eventLatency},
        {QStringLiteral("firstrow"), Bench::firstRow},   {QStringLiteral("tick"), Bench::tickRatio},
        {QStringLiteral("list"), Bench::topicList},      {QStringLiteral("ends"), Bench::topicEnds},
        {QStringLiteral("filter"), Bench::topicFilter},  {QStringLiteral("plaintext"), Bench::plainText},
        {QStringLiteral("inspector"), Bench::inspectorText}, {QStringLiteral("window"), Bench::firstWindow},
        {QStringLiteral("wholetopic"), Bench::wholeTopic},   {QStringLiteral("scanrate"), Bench::scanRate},
        {QStringLiteral("scanlatency"), Bench::scanLatency}, {QStringLiteral("scanmemory"), Bench::scanMemory},
        {QStringLiteral("refilter"), Bench::refilterRatios}, {QStringLiteral("field"), Bench::fieldRatios},
        {QStringLiteral("frame"), Bench::frameTimes},        {QStringLiteral("sort"), Bench::sortRatios}};
    const QStringList words = QApplication::arguments();
    const auto subject = words.size() > 1 ? subjects.find(words[1]) : subjects.end();
    const std::optional<double> number = subject == subjects.end() ? std::nullopt : subject->second(words.mid(2));
    if (number)
        std::printf("%.9g\n", *number);
    std::fflush(stdout);
    std::_Exit(number ? 0 : 1); // taking it apart is not measured
}
