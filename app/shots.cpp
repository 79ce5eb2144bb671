// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/shots.h"

#include "session/clustersession.h"
#include "session/preferences.h"
#include "views/mainwindow/mainwindow.h"
#include "views/mainwindow/pagetabs.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDialog>
#include <QDir>

#include <array>
#include <cstdio>

namespace App {

namespace {

constexpr int pollMs = 50;
constexpr int settlePolls = 8;    // fonts, layouts and the first ticks of a live read
constexpr int shownField = 2;      // of a JSON value: tree, text and bytes show the same range
constexpr int patiencePolls = 200; // 10 s: then the picture shows what there is

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
    m_steps.push_back({{},
                       [this] {
                           if (QWidget *open = dialog())
                               open->close();
                       },
                       [this] { return dialog() == nullptr; }});
    const auto snapshot = session.snapshot();
    std::vector<std::string> topics;
    for (const char *name : {"orders", "customer-state", "binary-blobs", "user-events", "kinds", "transactions", "compacted"})
        if (snapshot && snapshot->topic(name))
            topics.emplace_back(name);
    for (const std::string &topic : topics)
        addRecordPage(QDir(folder).filePath(QStringLiteral("records-") + QString::fromStdString(topic) + u'-' + suffix + QStringLiteral(".png")), session,
                      QString::fromStdString(topic), 0.7);
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
    QWidget *open = dialog();
    const QPixmap picture = open ? open->grab() : m_window.grab();
    if (picture.save(file)) {
        std::printf("%s\n", qPrintable(file));
    } else {
        std::fprintf(stderr, "playhead: %s\n", qPrintable(QCoreApplication::translate("Shots", "Cannot write %1.").arg(file)));
        m_allWritten = false;
    }
}

} // namespace App
