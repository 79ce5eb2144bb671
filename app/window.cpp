// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/window.h"

#include "app/services.h"
#include "app/shots.h"
#include "items/errortext.h"
#include "session/clustersession.h"
#include "session/replayjob.h"
#include "views/appearance.h"
#include "views/mainwindow/mainwindow.h"
#include "views/mainwindow/recordingopening.h"
#include "views/recordpage/recordpage.h"
#include "views/replaypage/stoppedreplays.h"

#include <QApplication>
#include <QIcon>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace App {

namespace {

constexpr const char *demoTopic = "orders"; // what `--demo` opens when no topic is named

/// The window and what the command line wants of it. Lives in runWindow(), inside the application and outside nothing.
class WindowRun : public QObject
{
public:
    WindowRun(Services &services, const CommandLine &line)
        : m_services(services), m_line(line), m_appearance(services.preferences),
          m_window(services.connections, services.preferences, m_appearance,
                   [this](Session::ClusterSession &session, const QStringList &topics, QWidget *parent) -> QWidget * {
                       return new Views::RecordPage(session, topics, m_services.preferences, m_appearance, parent);
                   }),
          m_stoppedReplays(m_window, services.connections, Session::ReplayJob::defaultFolder()), m_shots(m_window, services.preferences)
    {
        m_window.setJournalFolder(services.journal->folder());
        connect(&m_window, &Views::MainWindow::demoWanted, this, [this] { openDemo({}); });
        connect(&m_shots, &Shots::finished, this, [](bool allWritten) { QCoreApplication::exit(allWritten ? 0 : 1); });
    }

    void start()
    {
        m_window.show();
        if (const auto &trouble = m_services.profiles.loadError())
            notice(*trouble);
        if (!takesShots())
            m_stoppedReplays.look();
        if (!m_line.target.isGiven()) {
            if (takesShots())
                return openDemo({});
            m_window.restoreTabs();
            return;
        }
        if (!m_line.target.recordingFile.isEmpty() && m_line.plan.topics.empty() && !takesShots())
            return Views::openRecording(m_window, m_services.connections, m_line.target.recordingFile);
        if (m_line.target.demo)
            return openDemo(QString::fromStdString(m_line.plan.topic()));
        m_services.resolve(m_line.target, this, [this](const Domain::Result<Services::Resolved> &resolved) {
            if (!resolved)
                return fail(resolved.error());
            open(resolved->profile, resolved->secrets, QString::fromStdString(m_line.plan.topic()));
        });
    }

private:
    bool takesShots() const { return !m_line.shotFile.isEmpty() || !m_line.shotsFolder.isEmpty(); }

    void openDemo(const QString &topic)
    {
        const auto profile = m_services.demoProfile();
        if (!profile)
            return fail(profile.error());
        open(profile.value(), {}, topic.isEmpty() ? QString::fromLatin1(demoTopic) : topic);
    }

    void open(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets, const QString &topic)
    {
        Session::ClusterSession *session = m_services.connections.open(profile, secrets);
        if (!m_line.shotsFolder.isEmpty())
            return m_shots.takeAll(m_line.shotsFolder, *session);
        if (topic.isEmpty())
            m_window.openTopics(*session);
        else
            m_window.openTopic(*session, topic);
        if (!m_line.shotFile.isEmpty())
            m_shots.takeOne(m_line.shotFile);
    }

    void fail(const Domain::Error &error)
    {
        if (takesShots()) {
            std::fprintf(stderr, "playhead: %s\n", qPrintable(Items::errorLine(error)));
            QCoreApplication::exit(1);
            return;
        }
        notice(error);
    }

    void notice(const Domain::Error &error)
    {
        const Items::ErrorText text = Items::errorText(error);
        m_window.showNotice(text.what, text.why + u' ' + text.next);
    }

    Services &m_services;
    const CommandLine &m_line;
    Views::Appearance m_appearance;
    Views::MainWindow m_window;
    Views::StoppedReplays m_stoppedReplays;
    Shots m_shots;
};

/// Without a display Qt would abort the process.
void tellNoDisplay(QtMsgType type, const QMessageLogContext &, const QString &text)
{
    if (type != QtFatalMsg) {
        std::fprintf(stderr, "%s\n", qPrintable(text.trimmed()));
        return;
    }
    std::fprintf(stderr, "playhead: %s\n",
                 qPrintable(QCoreApplication::translate("WindowRun", "No window can be opened: there is no display here, or it cannot be reached. Set DISPLAY or WAYLAND_DISPLAY, "
                                                                     "or use the commands that need none: playhead topics and playhead read (playhead --help).")));
    std::_Exit(1);
}

} // namespace

int runWindow(int argc, char **argv, const CommandLine &line)
{
    const QtMessageHandler before = qInstallMessageHandler(tellNoDisplay);
    QApplication application(argc, argv);
    qInstallMessageHandler(before);
    QApplication::setApplicationName(QStringLiteral("playhead"));
    QApplication::setApplicationDisplayName(QStringLiteral("Playhead"));
    QApplication::setApplicationVersion(QStringLiteral(PLAYHEAD_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("playhead"));
    int exitCode = 0;
    {
        Services services;
        {
            WindowRun run(services, line);
            run.start();
            exitCode = QApplication::exec();
        }
        while (!services.connections.openClusters().empty())
            services.connections.close(services.connections.openClusters().front());
        const std::vector<std::string> living = services.finishThreads();
        for (const std::string &thread : living)
            std::fprintf(stderr, "playhead: thread %s did not end\n", thread.c_str());
        if (!living.empty())
            std::_Exit(exitCode); // it hangs in the client library; nothing of the user's is in it
    }
    return exitCode;
}

} // namespace App
