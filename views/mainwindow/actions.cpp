// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/actions.h"

#include "session/preferences.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>

namespace Views {

Actions::Actions(Session::Preferences &preferences, QWidget *window)
    : QObject(window), m_preferences(preferences), m_window(window), m_settingsMenu(new QMenu(window))
{
    using K = QKeySequence;
    newConnection = add(tr("&New connection…"), {K(Qt::CTRL | Qt::Key_N)});
    openRecording = add(tr("&Open recording…"), {K(Qt::CTRL | Qt::Key_O)});
    reenact = add(tr("Re-enact recordin&g…"));
    demo = add(tr("Try the &demo cluster"));
    editConnection = add(tr("&Edit connection…"));
    disconnectCluster = add(tr("D&isconnect"));
    newTab = add(tr("New &tab"), {K(Qt::CTRL | Qt::Key_T)});
    closeTab = add(tr("&Close tab"), {K(Qt::CTRL | Qt::Key_W)});
    quit = add(tr("&Quit"), {K(Qt::CTRL | Qt::Key_Q)});
    copy = add(tr("&Copy"), {K(Qt::CTRL | Qt::Key_C)});
    // Views answer Ctrl+C themselves, some by an action of their own: here it is shown and must not compete.
    copy->setShortcutContext(Qt::WidgetShortcut);
    filterTopics = add(tr("&Filter"), {K(Qt::CTRL | Qt::Key_F)});
    settings = add(tr("&Settings"), {K(Qt::CTRL | Qt::Key_Comma)});
    tree = add(tr("&Tree of connections"), {K(Qt::CTRL | Qt::Key_B)});
    tree->setCheckable(true);
    tree->setChecked(true);
    timeline = add(tr("T&imeline"));
    timeline->setCheckable(true);
    timeline->setChecked(m_preferences.isTimelineShown());
    connect(timeline, &QAction::toggled, this, [this](bool shown) { m_preferences.setTimelineShown(shown); });
    nextTab = add(tr("&Next tab"), {K(Qt::CTRL | Qt::Key_Tab)});
    // Key_Backtab as well would be ambiguous: Qt takes Shift and Backtab for this one already.
    previousTab = add(tr("&Previous tab"), {K(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab)});
    nextRegion = add(tr("Next re&gion"), {K(Qt::Key_F6)});
    previousRegion = add(tr("Previous regi&on"), {K(Qt::SHIFT | Qt::Key_F6)});
    refresh = add(tr("&Refresh"), {K(Qt::Key_F5), K(Qt::CTRL | Qt::Key_R)});
    readRecords = add(tr("&Read records"));
    readInNewTab = add(tr("Read records in a &new tab"));
    produce = add(tr("Produce re&cords…"));
    replayTopic = add(tr("Re&play…"));
    showPartitions = add(tr("Show &partitions"));
    favourite = add(tr("Add to &favourites"));
    showTopics = add(tr("&Topics of the cluster"));
    showBrokers = add(tr("&Brokers of the cluster"));
    writeLock = add(tr("A&llow writes"), {K(Qt::CTRL | Qt::SHIFT | Qt::Key_L)});
    activity = add(tr("&Activity: the journal of writes"));
    replays = add(tr("&Journal of replays"));
    help = add(tr("&Keyboard shortcuts"), {K(Qt::Key_F1)});
    about = add(tr("&About Playhead"));
    makeViewChoices();
}

QAction *Actions::add(const QString &text, const QList<QKeySequence> &shortcuts)
{
    auto *action = new QAction(text, this);
    action->setShortcuts(shortcuts);
    action->setShortcutContext(Qt::WindowShortcut);
    m_window->addAction(action);
    m_all.append(action);
    return action;
}

void Actions::makeViewChoices()
{
    auto *group = new QActionGroup(this);
    const std::pair<Session::ThemeChoice, QString> themes[] = {
        {Session::ThemeChoice::System, tr("Theme of the s&ystem")}, {Session::ThemeChoice::Light, tr("&Light theme")}, {Session::ThemeChoice::Dark, tr("&Dark theme")}};
    for (const auto &[choice, text] : themes) {
        QAction *action = add(text);
        action->setCheckable(true);
        action->setChecked(m_preferences.theme() == choice);
        group->addAction(action);
        m_themeActions.append(action);
        connect(action, &QAction::triggered, this, [this, theme = choice] { m_preferences.setTheme(theme); });
        connect(&m_preferences, &Session::Preferences::changed, action, [this, action, theme = choice] { action->setChecked(m_preferences.theme() == theme); });
    }
    QAction *larger = add(tr("Text l&arger"), {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)});
    QAction *smaller = add(tr("Text &smaller"), {QKeySequence(Qt::CTRL | Qt::Key_Minus)});
    QAction *normal = add(tr("Te&xt in normal size"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_0)});
    connect(larger, &QAction::triggered, this, [this] { zoom(1); });
    connect(smaller, &QAction::triggered, this, [this] { zoom(-1); });
    connect(normal, &QAction::triggered, this, [this] { m_preferences.setZoomSteps(0); });
    m_zoomActions = {larger, smaller, normal};
    m_settingsMenu->setObjectName(QStringLiteral("settingsMenu"));
    m_settingsMenu->addActions(m_themeActions);
    m_settingsMenu->addSeparator();
    m_settingsMenu->addActions(m_zoomActions);
}

void Actions::zoom(int by)
{
    m_preferences.setZoomSteps(std::clamp(m_preferences.zoomSteps() + by, -5, 10));
}

void Actions::fillMenuBar(QMenuBar *bar)
{
    QMenu *file = bar->addMenu(tr("&File"));
    file->addActions({newConnection, openRecording, reenact, demo});
    file->addSeparator();
    file->addActions({editConnection, disconnectCluster});
    file->addSeparator();
    file->addActions({newTab, closeTab});
    file->addSeparator();
    file->addAction(quit);
    QMenu *edit = bar->addMenu(tr("&Edit"));
    edit->addActions({copy, filterTopics});
    edit->addSeparator();
    edit->addAction(settings);
    QMenu *view = bar->addMenu(tr("&View"));
    view->addActions({refresh, tree, timeline});
    view->addSeparator();
    view->addActions({nextTab, previousTab, nextRegion, previousRegion});
    view->addSeparator();
    view->addActions(m_zoomActions);
    view->addSeparator();
    view->addActions(m_themeActions);
    QMenu *topic = bar->addMenu(tr("&Topic"));
    topic->addActions({readRecords, readInNewTab, produce, replayTopic, showPartitions, favourite});
    topic->addSeparator();
    topic->addActions({showTopics, showBrokers});
    m_recordsMenu = bar->addMenu(tr("&Records"));
    m_recordsMenu->setObjectName(QStringLiteral("recordsMenu"));
    m_recordsMenu->setToolTipsVisible(true);
    QMenu *tools = bar->addMenu(tr("T&ools"));
    tools->setObjectName(QStringLiteral("toolsMenu"));
    tools->setToolTipsVisible(true); // why something is locked
    tools->addActions({writeLock, activity, replays});
    QMenu *helpMenu = bar->addMenu(tr("&Help"));
    helpMenu->addActions({help, about});
    offerPageActions({});
}

void Actions::offerPageActions(const QList<QAction *> &actions)
{
    m_recordsMenu->clear(); // the actions belong to their page; clear() deletes only what the menu made
    m_recordsMenu->addActions(actions);
    m_recordsMenu->menuAction()->setVisible(!actions.isEmpty());
}

} // namespace Views
