// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/shots.h"

#include "session/clustersession.h"
#include "session/preferences.h"
#include "session/replaysource.h"
#include "views/mainwindow/mainwindow.h"
#include "views/mainwindow/pagetabs.h"
#include "views/replaypage/replaypage.h"
#include "views/widgets/scanstrip.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QKeyEvent>
#include <QPainter>
#include <QPixmap>
#include <QPlainTextEdit>

#include <algorithm>
#include <array>
#include <cstdio>

namespace App {

namespace {

constexpr int pollMs = 50;
constexpr int settlePolls = 8;    // fonts, layouts and the first ticks of a live read
constexpr int shownField = 2;      // of a JSON value: tree, text and bytes show the same range
constexpr int patiencePolls = 200; // 10 s: then the picture shows what there is

/// A topic of the demo, or of the broker that ./dev shots fills, and what some of its records hold.
struct Sample
{
    const char *topic;
    const char *text;
};
constexpr std::array samples{Sample{"orders", "\"amount\":9"}, Sample{"customer-state", "platinum"}, Sample{"binary-blobs", "PNG"}, Sample{"user-events", "purchase"},
                             Sample{"transactions", "committed"}, Sample{"kinds", "value"}, Sample{"compacted", "value 19"}};

} // namespace

Shots::Shots(Views::MainWindow &window, Session::Preferences &preferences, QObject *parent) : QObject(parent), m_window(window), m_preferences(preferences)
{
    m_poll.setInterval(pollMs);
    connect(&m_poll, &QTimer::timeout, this, &Shots::poll);
}

bool Shots::hasRows() const
{
    for (const QAbstractItemView *view : m_window.findChildren<QAbstractItemView *>(QStringLiteral("recordTable")))
        if (view->isVisible())
            return view->model() && view->model()->rowCount() > 0;
    return true;
}

void Shots::select(double share)
{
    for (QAbstractItemView *view : m_window.findChildren<QAbstractItemView *>(QStringLiteral("recordTable"))) {
        if (!view->isVisible() || !view->model() || view->model()->rowCount() == 0)
            continue;
        const int row = static_cast<int>(share * (view->model()->rowCount() - 1));
        view->setCurrentIndex(view->model()->index(row, 0));
        view->scrollTo(view->currentIndex(), QAbstractItemView::PositionAtCenter);
        view->setFocus();
    }
}

void Shots::selectField(int row)
{
    for (QAbstractItemView *tree : m_window.findChildren<QAbstractItemView *>(QStringLiteral("fieldTree"))) {
        if (tree->isVisible() && tree->model() && tree->model()->rowCount() > row)
            tree->setCurrentIndex(tree->model()->index(row, 0));
    }
}

void Shots::closeTabs()
{
    auto *tabs = m_window.findChild<Views::PageTabs *>(QStringLiteral("pageTabs"));
    while (tabs && tabs->count() > 0)
        tabs->closePage(0);
}

QWidget *Shots::dialog() const
{
    for (QDialog *candidate : m_window.findChildren<QDialog *>())
        if (candidate->isVisible())
            return candidate;
    return nullptr;
}

QWidget *Shots::popup() const
{
    for (QWidget *candidate : m_window.findChildren<QWidget *>(QStringLiteral("gotoPopup")))
        if (candidate->isVisible())
            return candidate;
    return nullptr;
}

QPixmap Shots::picture() const
{
    if (QWidget *open = dialog())
        return open->grab();
    QPixmap window = m_window.grab();
    if (QWidget *open = popup()) {
        QPainter painter(&window);
        painter.drawPixmap(m_window.mapFromGlobal(open->mapToGlobal(QPoint())), open->grab());
    }
    return window;
}

void Shots::takeOne(const QString &file)
{
    m_window.resize(1440, 900);
    m_steps.push_back({{}, [] {}, [this] { return hasRows(); }});
    m_steps.push_back({{}, [this] { select(0.7); }, [this] { return hasRows(); }});
    m_steps.push_back({file, [this] { selectField(shownField); }, [] { return true; }});
    run();
}

void Shots::takeAll(const QString &folder, Session::ClusterSession &session)
{
    if (!QDir().mkpath(folder)) {
        m_allWritten = false;
        emit finished(false);
        return;
    }
    m_steps.push_back({{}, [] {}, [&session] { return session.snapshot() != nullptr; }});
    // Only now it is known what there is to show.
    m_steps.push_back({{}, [this, folder, &session] { addLooks(folder, session); }, [] { return true; }});
    run();
}

void Shots::addLooks(const QString &folder, Session::ClusterSession &session)
{
    struct Look
    {
        Session::ThemeChoice theme;
        QSize size;
        const char *suffix;
    };
    const std::array looks{Look{Session::ThemeChoice::Dark, {1440, 900}, "dark-1440"}, Look{Session::ThemeChoice::Light, {1440, 900}, "light-1440"},
                           Look{Session::ThemeChoice::Dark, {1024, 700}, "dark-1024"}, Look{Session::ThemeChoice::Light, {1024, 700}, "light-1024"}};
    for (const Look &look : looks) {
        m_steps.push_back({{},
                           [this, look] {
                               m_preferences.setTheme(look.theme);
                               m_window.resize(look.size);
                           },
                           [] { return true; }});
        addPages(folder, QString::fromLatin1(look.suffix), session);
    }
}

void Shots::addPages(const QString &folder, const QString &suffix, Session::ClusterSession &session)
{
    const auto file = [&](const char *page) { return QDir(folder).filePath(QString::fromLatin1(page) + u'-' + suffix + QStringLiteral(".png")); };
    const auto ready = [] { return true; };
    m_steps.push_back({file("welcome"), [this] { closeTabs(); }, ready});
    m_steps.push_back({file("topics"), [this, &session] { m_window.openTopics(session); }, ready});
    m_steps.push_back({file("brokers"), [this, &session] { m_window.openBrokers(session); }, ready});
    m_steps.push_back({file("partitions"),
                       [this, &session] {
                           const auto snapshot = session.snapshot();
                           if (snapshot && !snapshot->topics.empty())
                               m_window.openTopicPage(session, QString::fromStdString(snapshot->topics.back().name));
                       },
                       ready});
    m_steps.push_back({file("connection"), [this] { m_window.editConnection({}); }, [this] { return dialog() != nullptr; }});
    m_steps.push_back({{}, [this] { closeDialog(); }, [this] { return dialog() == nullptr; }});
    addProducePage(folder, suffix, session);
    const auto snapshot = session.snapshot();
    QStringList topics;
    QString text; // of the first of them
    for (const Sample &sample : samples) {
        if (!snapshot || !snapshot->topic(sample.topic))
            continue;
        if (topics.isEmpty())
            text = QString::fromLatin1(sample.text);
        topics += QString::fromLatin1(sample.topic);
    }
    for (const QString &topic : std::as_const(topics))
        addRecordPage(QDir(folder).filePath(QStringLiteral("records-") + topic + u'-' + suffix + QStringLiteral(".png")), session, topic, 0.7);
    if (!topics.isEmpty())
        addRecordPageStates(folder, suffix, session, topics, text);
    if (topics.size() > 1)
        addReplayPage(folder, suffix, session, topics);
}

void Shots::addRecordPageStates(const QString &folder, const QString &suffix, Session::ClusterSession &session, const QStringList &topics, const QString &text)
{
    const auto file = [&](const char *state) { return QDir(folder).filePath(QString::fromLatin1(state) + u'-' + suffix + QStringLiteral(".png")); };
    const auto ready = [] { return true; };
    m_steps.push_back({{}, [this, &session, topic = topics.front()] { m_window.openTopic(session, topic); }, [this] { return hasRows(); }});
    m_steps.push_back({{}, [this, text] { typeFilter(text); }, [this] { return hasRows(); }});
    m_steps.push_back({file("filter"), [this] { select(0.5); }, ready});
    m_steps.push_back({{}, [this] { searchLog(); }, [this] { return isSearchOver(); }});
    m_steps.push_back({file("search"), [this] { select(0.5); }, ready});
    m_steps.push_back({{}, [this] { typeFilter({}); }, [this] { return hasRows(); }});
    m_steps.push_back({file("goto"), [this] { trigger("gotoAction"); }, [this] { return popup() != nullptr; }});
    m_steps.push_back({file("export"),
                       [this] {
                           if (QWidget *open = popup())
                               open->close();
                           trigger("exportAction");
                       },
                       [this] { return dialog() != nullptr; }});
    m_steps.push_back({{}, [this] { closeDialog(); }, [this] { return dialog() == nullptr; }});
    m_steps.push_back({file("statistics"), [this] { trigger("statisticsAction"); }, [this] { return dialog() != nullptr; }});
    m_steps.push_back({{}, [this] { closeDialog(); }, [this] { return dialog() == nullptr; }});
    if (topics.size() < 2)
        return;
    m_steps.push_back({{}, [this, &session, topics] { m_window.openTogether(session, topics); }, [this] { return hasRows(); }});
    m_steps.push_back({file("together"), [this] { select(0.7); }, ready});
}

/// Of the first topic into the last of them: what a dry run finds, what is asked before the run, and how it ended.
void Shots::addReplayPage(const QString &folder, const QString &suffix, Session::ClusterSession &session, const QStringList &topics)
{
    const auto file = [&](const char *state) { return QDir(folder).filePath(QString::fromLatin1(state) + u'-' + suffix + QStringLiteral(".png")); };
    m_steps.push_back({{},
                       [this, &session, topics] {
                           Views::ReplayPage *page = m_window.openReplay(session, {Session::wholeTopics({topics.front().toStdString()})});
                           page->setSteps({{Replay::DropStep{"value.amount == 0"}},
                                           {Replay::SetHeaderStep{.name = "x-retry", .value = "1"}},
                                           {Replay::PatchStep{"{\"status\":\"REPLAYED\"}"}}});
                           if (auto *target = page->findChild<QComboBox *>(QStringLiteral("targetTopic")))
                               target->setEditText(topics.back());
                           if (auto *partition = page->findChild<QComboBox *>(QStringLiteral("targetPartition")))
                               partition->setCurrentIndex(1); // by key: the topics differ in their number of partitions
                       },
                       [] { return true; }});
    m_steps.push_back({file("replay-dryrun"), [this] { click("dryRunButton"); }, [this] { return isShown("dryRunTable"); }});
    if (!session.profile().isDemo)
        return; // a dry run writes nothing anywhere; a run is for the demo alone
    m_steps.push_back({file("replay-confirm"), [this] { click("runButton"); }, [this] { return dialog() != nullptr; }});
    m_steps.push_back({file("replay-run"), [this] { click("confirmWriteButton"); }, [this] { return isShown("replayVerdict"); }});
}

bool Shots::isShown(const char *name) const
{
    const QList<QWidget *> found = m_window.findChildren<QWidget *>(QLatin1String(name));
    return std::any_of(found.begin(), found.end(), [](const QWidget *widget) { return widget->isVisible(); });
}

void Shots::click(const char *name)
{
    for (QAbstractButton *button : m_window.findChildren<QAbstractButton *>(QLatin1String(name)))
        if (button->isVisible())
            return button->click();
}

void Shots::typeFilter(const QString &text)
{
    for (auto *edit : m_window.findChildren<QPlainTextEdit *>(QStringLiteral("filterEdit"))) {
        if (edit->isVisible())
            edit->setPlainText(text);
    }
}

void Shots::searchLog()
{
    for (auto *edit : m_window.findChildren<QPlainTextEdit *>(QStringLiteral("filterEdit"))) {
        if (!edit->isVisible())
            continue;
        QKeyEvent press(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier, QStringLiteral("\r"));
        QCoreApplication::sendEvent(edit, &press);
    }
}

bool Shots::isSearchOver() const
{
    for (const auto *strip : m_window.findChildren<Views::ScanStrip *>(QStringLiteral("scanStrip")))
        if (strip->isVisible())
            return strip->state() != Views::ScanStrip::State::Busy;
    return true;
}

void Shots::trigger(const char *name)
{
    for (const QWidget *page : m_window.findChildren<QWidget *>(QStringLiteral("recordPage"))) {
        for (QAction *action : page->actions())
            if (page->isVisible() && action->objectName() == QLatin1String(name))
                action->trigger();
    }
}

void Shots::closeDialog()
{
    if (QWidget *open = dialog())
        open->close();
}

void Shots::addRecordPage(const QString &file, Session::ClusterSession &session, const QString &topic, double selectAt)
{
    m_steps.push_back({{},
                       [this, &session, topic] {
                           if (session.snapshot() && session.snapshot()->topic(topic.toStdString()))
                               m_window.openTopic(session, topic);
                       },
                       [this] { return hasRows(); }});
    m_steps.push_back({{}, [this, selectAt] { select(selectAt); }, [] { return true; }});
    m_steps.push_back({file, [this] { selectField(shownField); }, [] { return true; }});
}

void Shots::run()
{
    m_next = 0;
    m_polls = -1;
    m_poll.start();
}

void Shots::poll()
{
    if (m_next >= m_steps.size()) {
        m_poll.stop();
        emit finished(m_allWritten);
        return;
    }
    if (m_polls < 0) {
        const auto prepare = m_steps[m_next].prepare; // a copy: it may add steps
        prepare();
    }
    ++m_polls;
    if (m_polls < settlePolls || (m_polls < patiencePolls && !m_steps[m_next].isReady()))
        return;
    write();
    ++m_next;
    m_polls = -1;
}

void Shots::write()
{
    const QString &file = m_steps[m_next].file;
    if (file.isEmpty())
        return;
    if (picture().save(file)) {
        std::printf("%s\n", qPrintable(file));
    } else {
        std::fprintf(stderr, "playhead: %s\n", qPrintable(QCoreApplication::translate("Shots", "Cannot write %1.").arg(file)));
        m_allWritten = false;
    }
}

} // namespace App
