// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/mainwindow/pagetabs.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDialog>
#include <QDropEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPointer>
#include <QScopeGuard>
#include <QSet>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QUrl>

#include <algorithm>

/// Does in a window whatever a user can do there: every action of the menus, the tool bars and the pages, every button, every context menu,
/// every shortcut, files dropped on everything, keys in every list. Menus and dialogs that open are worked through as well: each entry and
/// each button once. What it must not do (quit, close, edit the connection) is named by its text or object name.
class ActionRobot final : public QObject
{
public:
    ActionRobot(QWidget &window, QStringList leaveAlone) : m_window(window), m_leaveAlone(std::move(leaveAlone))
    {
        connect(&m_attendant, &QTimer::timeout, this, [this] { attend(); });
        m_attendant.start(10); // menus that are executed wait in a loop of their own
    }

    int deeds() const { return m_deeds; }
    const QSet<QString> &tried() const { return m_tried; }

    /// All of it, in each tab that is open.
    void actEverywhere(const QString &fileToDrop)
    {
        auto *tabs = m_window.findChild<Views::PageTabs *>();
        const int pages = tabs->count();
        for (int i = 0; i < pages; ++i) {
            tabs->setCurrentIndex(i);
            m_page = tabs->currentWidget();
            m_tried.removeIf([](const QString &name) { return name.startsWith(QStringLiteral("page:")); });
            // What belongs to the window is done once, what belongs to a page in that page.
            QWidget &within = i == 0 ? m_window : *m_page;
            dropOn(m_page, fileToDrop);
            triggerActions(within);
            pressShortcuts(within);
            clickButtons(within);
            workThroughLists(within);
            while (tabs->count() > pages) // what it has opened
                tabs->closePage(tabs->count() - 1);
        }
    }

    /// Controls that write, as they are marked; wherever they are.
    QList<QObject *> writingControls() const
    {
        QList<QObject *> found;
        for (QObject *child : m_window.findChildren<QObject *>())
            if (child->property("writes").toBool())
                found.append(child);
        return found;
    }

    /// Uses them even though they are disabled: what is below the widgets must hold without them.
    void forceWritingControls()
    {
        const auto controls = writingControls();
        for (const QPointer<QObject> control : controls) {
            if (!control)
                continue;
            ++m_deeds;
            if (auto *action = qobject_cast<QAction *>(control.data())) {
                action->setEnabled(true);
                action->trigger();
            } else if (auto *button = qobject_cast<QAbstractButton *>(control.data())) {
                button->setEnabled(true);
                button->click();
            }
            settle();
        }
    }

    /// Until nothing that opened is open any more.
    void settle()
    {
        for (int i = 0; i < 20 && (QApplication::activePopupWidget() || QApplication::activeModalWidget()); ++i)
            attend();
        QCoreApplication::sendPostedEvents();
    }

private:
    bool isLeftAlone(const QString &text, const QString &name) const
    {
        const QString plain = QString(text).remove(u'&');
        return std::any_of(m_leaveAlone.begin(), m_leaveAlone.end(), [&](const QString &left) { return plain.startsWith(left) || (!name.isEmpty() && name == left); });
    }

    /// False: it was done before.
    bool isNew(const QString &what)
    {
        if (m_tried.contains(what))
            return false;
        m_tried.insert(what);
        return true;
    }

    void triggerActions(const QWidget &within)
    {
        QList<QPointer<QAction>> actions;
        for (QAction *action : within.findChildren<QAction *>())
            actions.append(action);
        for (const auto &action : actions) {
            if (!action || !action->isEnabled() || isLeftAlone(action->text(), action->objectName()))
                continue;
            ++m_deeds;
            action->trigger();
            settle();
            comeBack();
        }
    }

    void pressShortcuts(const QWidget &within)
    {
        QList<QKeySequence> keys;
        for (const QAction *action : within.findChildren<QAction *>())
            if (!isLeftAlone(action->text(), action->objectName()))
                keys += action->shortcuts();
        for (const QKeySequence &key : std::as_const(keys)) {
            QWidget *focus = QApplication::focusWidget() ? QApplication::focusWidget() : &m_window;
            ++m_deeds;
            QTest::keySequence(focus, key);
            settle();
            comeBack();
        }
    }

    void clickButtons(const QWidget &within)
    {
        QList<QPointer<QAbstractButton>> buttons;
        for (QAbstractButton *button : within.findChildren<QAbstractButton *>())
            buttons.append(button);
        for (const auto &button : buttons) {
            if (!button || !button->isVisible() || !button->isEnabled() || isLeftAlone(button->accessibleName(), button->objectName()) || isLeftAlone(button->text(), {}))
                continue;
            const auto *tool = qobject_cast<QToolButton *>(button.data());
            const int entries = tool && tool->menu() ? std::max(1, int(tool->menu()->actions().size())) : 1; // one entry each time
            for (int i = 0; i < entries && button && button->isVisible(); ++i) {
                ++m_deeds;
                QTest::mouseClick(button.data(), Qt::LeftButton);
                settle();
                comeBack();
            }
        }
    }

    void workThroughLists(const QWidget &within)
    {
        QList<QPointer<QAbstractItemView>> views;
        for (QAbstractItemView *view : within.findChildren<QAbstractItemView *>())
            views.append(view);
        for (const auto &view : views) {
            if (!view || !view->isVisible() || !view->model() || view->model()->rowCount() == 0)
                continue;
            view->setCurrentIndex(view->model()->index(0, 0));
            for (const int key : {Qt::Key_Return, Qt::Key_Delete, Qt::Key_Space, Qt::Key_F2}) {
                if (!view)
                    break;
                ++m_deeds;
                QTest::keyClick(view.data(), Qt::Key(key));
                settle();
                comeBack();
            }
            for (int i = 0; view && view->isVisible() && i < mostEntries; ++i) { // each time one more entry of its menu
                const qsizetype before = m_tried.size();
                const QPoint at = view->visualRect(view->currentIndex()).center();
                QContextMenuEvent event(QContextMenuEvent::Mouse, at, view->viewport()->mapToGlobal(at));
                QCoreApplication::sendEvent(view->viewport(), &event);
                settle();
                comeBack();
                if (m_tried.size() == before)
                    break;
            }
        }
    }

    void dropOn(QWidget *page, const QString &file)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        data.setText(QStringLiteral("{\"value\":\"dropped\"}"));
        QList<QPointer<QWidget>> targets{page};
        for (QWidget *child : page->findChildren<QWidget *>())
            if (child->acceptDrops())
                targets.append(child);
        for (const auto &target : targets) {
            if (!target)
                continue;
            ++m_deeds;
            const QPoint at = target->rect().center();
            QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
            QCoreApplication::sendEvent(target, &enter);
            QDropEvent drop(QPointF(at), Qt::CopyAction, &data, Qt::LeftButton, {});
            QCoreApplication::sendEvent(target, &drop);
            settle();
        }
    }

    /// Actions lead to other tabs.
    void comeBack()
    {
        auto *tabs = m_window.findChild<Views::PageTabs *>();
        if (m_page && tabs->currentWidget() != m_page && tabs->indexOf(m_page) >= 0)
            tabs->setCurrentWidget(m_page);
    }

    void attend()
    {
        if (m_isAttending)
            return;
        m_isAttending = true;
        const auto over = qScopeGuard([this] { m_isAttending = false; });
        if (QWidget *popup = QApplication::activePopupWidget()) {
            if (auto *menu = qobject_cast<QMenu *>(popup))
                takeEntry(*menu);
            if (popup == QApplication::activePopupWidget())
                popup->close();
        } else if (auto *dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget())) {
            workThrough(*dialog);
        }
    }

    /// The first entry that has not been taken yet.
    void takeEntry(QMenu &menu)
    {
        for (QAction *action : menu.actions()) {
            if (action->isSeparator() || !action->isEnabled() || isLeftAlone(action->text(), action->objectName()))
                continue;
            if (QMenu *below = action->menu()) {
                takeEntry(*below);
                continue;
            }
            if (!isNew(QStringLiteral("page:") + menu.objectName() + u'/' + action->text()))
                continue;
            ++m_deeds;
            const QPointer<QMenu> open = &menu;
            action->trigger();
            if (open)
                open->close();
            return;
        }
    }

    /// Types something that is wrong into every field and clicks every button, then leaves.
    void workThrough(QDialog &dialog)
    {
        const QPointer<QDialog> open = &dialog;
        if (!qobject_cast<QFileDialog *>(&dialog) && !isLeftAlone({}, dialog.objectName()) && isNew(QStringLiteral("page:dialog ") + dialog.objectName())) {
            for (QLineEdit *edit : dialog.findChildren<QLineEdit *>())
                if (edit->isVisible() && edit->isEnabled() && !edit->isReadOnly())
                    QTest::keyClicks(edit, QStringLiteral("robot"));
            QList<QPointer<QAbstractButton>> buttons;
            for (QAbstractButton *button : dialog.findChildren<QAbstractButton *>())
                buttons.append(button);
            for (const auto &button : buttons) {
                if (!open || !button || !button->isVisible() || !button->isEnabled())
                    continue;
                ++m_deeds;
                button->click();
            }
        }
        if (open)
            open->reject();
    }

    static constexpr int mostEntries = 40;
    QWidget &m_window;
    const QStringList m_leaveAlone;
    QTimer m_attendant;
    QPointer<QWidget> m_page;
    QSet<QString> m_tried;
    bool m_isAttending = false;
    int m_deeds = 0;
};
