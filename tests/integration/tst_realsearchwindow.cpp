// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/realwindowfixture.h"
#include "tests/integration/searchtopics.h"
#include "views/timeline/timelinechart.h"

#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QWheelEvent>

#include <cmath>

using namespace RealWindowTest;
using SearchTest::OracleRecord;

/// Filter bar and timeline in the window on a real Kafka: the table shows exactly the records of another client for which a condition
/// written by hand is true.
class RealSearchWindow final : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void typingFiltersWhatIsLoaded();
    void enterSearchesTheLog();
    void aClickOnTheTimelineMovesTheTable();
    void aClickOnTheTimelineReadsFromThere();

private:
    using Condition = bool (*)(const OracleRecord &);
    QList<QByteArray> expected(Condition condition) const;
    const Items::RecordTable &table() const { return *m_window->shown<Views::RecordView>("recordTable")->table(); }
    QList<QByteArray> shown() const { return linesOf(table(), m_topic.toStdString()); }
    QByteArray differenceTo(const QList<QByteArray> &lines) const { return SearchTest::difference(shown(), lines); }
    QPlainTextEdit *edit() const { return m_window->shown<QPlainTextEdit>("filterEdit"); }
    QString count() const { return m_window->shown<QLabel>("filterCount")->text(); }
    void choose(const char *menuName, int entry);
    void readAll();
    void zoomToRecords();
    void type(const char *mode, const QString &text);
    std::optional<qint64> timeOf(int row) const;
    qint64 clickOnTimeline(qint64 wanted);

    const QString m_topic = QStringLiteral("search-mix");
    SearchTest::Topics m_topics{KafkaBroker::Version::V4, {m_topic}};
    std::unique_ptr<RealFixture> m_window;
};

namespace {

constexpr qint64 firstTime = 1'790'000'000'123; // of SearchTopics.java

bool all(const OracleRecord &)
{
    return true;
}

bool hasNeedle(const OracleRecord &record)
{
    const auto holds = [](const std::string &bytes) { return QString::fromStdString(bytes).contains(u"needle", Qt::CaseInsensitive); };
    bool is = (record.key && holds(*record.key)) || (record.value && holds(*record.value));
    for (const auto &[name, bytes] : record.headers)
        is = is || holds(name) || (bytes && holds(*bytes));
    return is;
}

bool isPurchase(const OracleRecord &record)
{
    const auto &json = record.valueJson;
    return json.is_object() && json.contains("action") && json.at("action") == "purchase";
}

} // namespace

void RealSearchWindow::initTestCase()
{
    QVERIFY2(m_topics.fill(), qPrintable(m_topics.broker().error()));
}

void RealSearchWindow::init()
{
    m_window = std::make_unique<RealFixture>();
    QVERIFY(m_window->open(m_topics.bootstrap()));
    QVERIFY(m_window->openTopic(m_topic));
    QTRY_COMPARE_WITH_TIMEOUT(shown().size(), 500, 20'000); // the end of the log
}

void RealSearchWindow::choose(const char *menuName, int entry)
{
    auto *menu = m_window->window.findChild<Views::RecordPage *>()->findChild<QMenu *>(QLatin1String(menuName));
    menu->popup(m_window->window.mapToGlobal(QPoint(200, 200)));
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions().at(entry)).center());
}

void RealSearchWindow::readAll()
{
    choose("fromMenu", 0); // Beginning
    QTRY_COMPARE_WITH_TIMEOUT(shown().size(), expected(all).size(), 20'000);
}

/// The axis runs on to now, so the records of long ago are a dot at its left end: the wheel zooms in on them.
void RealSearchWindow::zoomToRecords()
{
    auto *chart = m_window->shown<Views::TimelineChart>("timeline");
    const Views::TimelineScale &scale = chart->scale();
    QTRY_COMPARE(scale.from, firstTime);
    for (int i = 0; i < 100 && scale.to - scale.from > 2'000'000; ++i) {
        const QPointF place(scale.bars.left(), scale.bars.center().y());
        QWheelEvent wheel(place, chart->mapToGlobal(place), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(chart, &wheel);
    }
    QVERIFY(scale.from == firstTime && scale.to - scale.from <= 2'000'000);
}

void RealSearchWindow::cleanup()
{
    m_window->window.close();
    m_window.reset();
}

/// Sorted, as the table's lines are.
QList<QByteArray> RealSearchWindow::expected(Condition condition) const
{
    QList<QByteArray> lines;
    for (const OracleRecord &record : m_topics.records(m_topic))
        if (condition(record))
            lines.append(record.line);
    std::sort(lines.begin(), lines.end());
    return lines;
}

void RealSearchWindow::type(const char *mode, const QString &text)
{
    QTest::mouseClick(m_window->shown<QPushButton>(mode), Qt::LeftButton);
    QTest::keyClicks(edit(), text);
}

/// None: no record stands there.
std::optional<qint64> RealSearchWindow::timeOf(int row) const
{
    const std::optional<Items::RecordContent> content = table().recordAt(row);
    std::vector<Domain::Header> headers;
    return content ? std::optional(content->asRecord(headers).timestamp.ms) : std::nullopt;
}

/// → the time under the pointer, which may be a pixel off.
qint64 RealSearchWindow::clickOnTimeline(qint64 wanted)
{
    auto *chart = m_window->shown<Views::TimelineChart>("timeline");
    const Views::TimelineScale &scale = chart->scale();
    const QPoint place(int(std::lround(scale.x(wanted))), int(scale.bars.bottom()) - 3);
    const qint64 time = scale.position(place.x());
    QTest::mouseClick(chart, Qt::LeftButton, {}, place);
    return time;
}

void RealSearchWindow::typingFiltersWhatIsLoaded()
{
    readAll();
    type("filterModeText", QStringLiteral("needle"));
    QTRY_COMPARE(shown().size(), expected(hasNeedle).size());
    QCOMPARE(differenceTo(expected(hasNeedle)), QByteArray());
    QVERIFY2(count().contains(QString::number(expected(hasNeedle).size())), qPrintable(count()));

    type("filterModeExpression", QStringLiteral("value.action == \"purchase\""));
    QTRY_COMPARE(shown().size(), expected(isPurchase).size());
    QCOMPARE(differenceTo(expected(isPurchase)), QByteArray());

    type("filterModeRegex", QStringLiteral("[Nn](E|e){2}dle"));
    QTRY_VERIFY(shown().size() != expected(isPurchase).size());
    edit()->setFocus();
    QTest::keyClick(edit(), Qt::Key_Escape); // takes the filter away
    QTRY_COMPARE(shown().size(), expected(all).size());
    QCOMPARE(differenceTo(expected(all)), QByteArray());
}

void RealSearchWindow::enterSearchesTheLog()
{
    type("filterModeExpression", QStringLiteral("value.action == \"purchase\""));
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_VERIFY(count().startsWith(QString::number(expected(isPurchase).size())));
    QTRY_COMPARE(shown().size(), expected(isPurchase).size());
    QCOMPARE(differenceTo(expected(isPurchase)), QByteArray());
    QCOMPARE(table().rowCount(), int(expected(isPurchase).size())); // hits alone are held

    QTest::keyClick(edit(), Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(shown().size(), 500, 20'000); // what was there before
}

void RealSearchWindow::aClickOnTheTimelineMovesTheTable()
{
    readAll();
    auto *view = m_window->shown<Views::RecordView>("recordTable");
    zoomToRecords();
    for (const qint64 wanted : {firstTime + 700'000, firstTime + 200'000}) {
        const qint64 time = clickOnTimeline(wanted);
        const auto distance = [this, view, time] { return std::abs(timeOf(view->currentIndex().row()).value_or(0) - time); };
        QTRY_VERIFY(distance() <= 1000); // there is a record every second
        QVERIFY(view->currentIndex().row() >= view->topRow() && view->currentIndex().row() <= view->topRow() + view->visibleRows());
    }
}

void RealSearchWindow::aClickOnTheTimelineReadsFromThere()
{
    auto *view = m_window->shown<Views::RecordView>("recordTable");
    zoomToRecords();
    const qint64 time = clickOnTimeline(firstTime + 500'000); // not loaded: the last 500 records begin later
    const auto top = [this, view] { return timeOf(view->topRow()).value_or(0); };
    QTRY_VERIFY(top() >= time && top() < time + 10'000); // the first record of whichever partition came first
    QTRY_VERIFY([&] {
        QList<QByteArray> later;
        for (const OracleRecord &record : m_topics.records(m_topic))
            if (record.timestamp >= time)
                later.append(record.line);
        const QList<QByteArray> lines = shown();
        return !later.isEmpty() && std::all_of(later.begin(), later.end(), [&lines](const QByteArray &line) { return std::binary_search(lines.begin(), lines.end(), line); });
    }());
}

QTEST_MAIN(RealSearchWindow)
#include "tst_realsearchwindow.moc"
