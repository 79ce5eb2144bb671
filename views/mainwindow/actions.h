// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QObject>

class QAction;
class QActionGroup;
class QMenu;
class QMenuBar;
class QWidget;

namespace Session {
class Preferences;
}

namespace Views {

/// Every action of the window with its shortcut, and the menus that hold them. What an action does is connected by the window;
/// theme, text size and zone act on the preferences here. Owned by the window.
class Actions final : public QObject
{
    Q_OBJECT
public:
    Actions(Session::Preferences &preferences, QWidget *window);
    void fillMenuBar(QMenuBar *bar);
    /// The Records menu holds what the page in front offers (QWidget::actions()); without any it is not there.
    void offerPageActions(const QList<QAction *> &actions);
    QList<QAction *> all() const { return m_all; }
    QMenu *settingsMenu() const { return m_settingsMenu; }

    QAction *newConnection = nullptr;
    QAction *openRecording = nullptr;
    QAction *reenact = nullptr;
    QAction *demo = nullptr;
    QAction *editConnection = nullptr;
    QAction *disconnectCluster = nullptr;
    QAction *newTab = nullptr;
    QAction *closeTab = nullptr;
    QAction *quit = nullptr;
    QAction *copy = nullptr;
    QAction *filterTopics = nullptr;
    QAction *settings = nullptr;
    QAction *tree = nullptr;
    QAction *timeline = nullptr;
    QAction *nextTab = nullptr;
    QAction *previousTab = nullptr;
    QAction *nextRegion = nullptr;
    QAction *previousRegion = nullptr;
    QAction *refresh = nullptr;
    QAction *readRecords = nullptr;
    QAction *readInNewTab = nullptr;
    QAction *produce = nullptr;
    QAction *replayTopic = nullptr;
    QAction *showPartitions = nullptr;
    QAction *favourite = nullptr;
    QAction *showTopics = nullptr;
    QAction *showBrokers = nullptr;
    QAction *writeLock = nullptr; ///< its words and what it does: LockButton
    QAction *activity = nullptr;
    QAction *replays = nullptr;
    QAction *help = nullptr;
    QAction *about = nullptr;

private:
    QAction *add(const QString &text, const QList<QKeySequence> &shortcuts = {});
    void makeViewChoices();
    void zoom(int by);
    Session::Preferences &m_preferences;
    QWidget *m_window;
    QList<QAction *> m_all;
    QList<QAction *> m_themeActions;
    QList<QAction *> m_zoomActions;
    QMenu *m_settingsMenu;
    QMenu *m_recordsMenu = nullptr;
};

} // namespace Views
