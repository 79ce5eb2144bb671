// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QObject>
#include <QSize>
#include <QString>
#include <QTimer>

#include <functional>
#include <vector>

class QPixmap;
class QWidget;

namespace Session {
class ClusterSession;
class Preferences;
}

namespace Views {
class MainWindow;
}

namespace App {

/// Takes the pictures of `--shot` and `--shots`: brings the real window into one state after another, waits until it shows what
/// it should, and writes a PNG. GUI thread; owned by runWindow().
class Shots final : public QObject
{
    Q_OBJECT
public:
    Shots(Views::MainWindow &window, Session::Preferences &preferences, QObject *parent = nullptr);

    /// One picture of the window as it is, once records are on the screen.
    void takeOne(const QString &file);
    /// Every page in both themes at 1440×900 and 1024×700 into the folder, which is made; record pages of the demo's topics, or of
    /// the first few topics of another cluster.
    void takeAll(const QString &folder, Session::ClusterSession &session);

signals:
    void finished(bool allWritten);

private:
    struct Step
    {
        QString file;                     ///< empty: no picture, only prepare
        std::function<void()> prepare;
        std::function<bool()> isReady;
    };
    void addLooks(const QString &folder, Session::ClusterSession &session);
    void addPages(const QString &folder, const QString &suffix, Session::ClusterSession &session);
    void addRecordPage(const QString &file, Session::ClusterSession &session, const QString &topic, double selectAt);
    /// What one does on a record page: filter, search, Go to, export, statistics, several topics together.
    void addRecordPageStates(const QString &folder, const QString &suffix, Session::ClusterSession &session, const QStringList &topics, const QString &text);
    void addProducePage(const QString &folder, const QString &suffix, Session::ClusterSession &session); ///< sends on the demo only
    /// The replay studio: after a dry run; on the demo after a run, too.
    void addReplayPage(const QString &folder, const QString &suffix, Session::ClusterSession &session, const QStringList &topics);
    bool isShown(const char *name) const;        ///< a widget of that name can be seen
    void click(const char *name);                ///< the button of that name that can be seen
    void typeFilter(const QString &text);
    void searchLog();
    bool isSearchOver() const;
    void trigger(const char *action); ///< of the record page in front
    void closeDialog();
    void run();
    void poll();
    void write();
    QPixmap picture() const;
    QWidget *dialog() const; ///< the window's open dialog, else null
    QWidget *popup() const;  ///< over the record page, else null
    bool hasRows() const;
    void select(double share);
    void selectField(int row); ///< of the value's tree, where one is shown
    void closeTabs();

    Views::MainWindow &m_window;
    Session::Preferences &m_preferences;
    std::vector<Step> m_steps;
    std::size_t m_next = 0;
    int m_polls = 0;
    bool m_allWritten = true;
    QTimer m_poll;
};

} // namespace App
