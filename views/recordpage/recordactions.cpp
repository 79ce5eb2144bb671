// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/recordactions.h"

#include "items/numbertext.h"
#include "items/recordcontent.h"
#include "items/recordcopy.h"
#include "items/recordmodel.h"
#include "views/inspector/inspector.h"
#include "views/recordpage/recordpage.h"
#include "views/recordview/recordview.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>

namespace Views {

namespace {

// Copying is done in the GUI thread, so it has to stay small; more than this is what exporting is for.
constexpr qint64 MostCopiedRows = 10'000;
constexpr qsizetype MostCopiedCharacters = 16'000'000;

using Items::RecordTable;

} // namespace

RecordActions::RecordActions(RecordPage &page, RecordView &view, Items::RecordModel &model, Inspector &inspector, const QString &bootstrapServers)
    : QObject(&page), m_page(page), m_view(view), m_model(model), m_inspector(inspector), m_servers(bootstrapServers)
{
    addReading(page);
    separate();
    addGoing();
    separate();
    addMoving();
    separate();
    addCopying();
    connect(&view, &RecordView::currentRowChanged, this, &RecordActions::updateCopying);
    connect(&model, &QAbstractItemModel::modelReset, this, &RecordActions::updateCopying);
    updateCopying();
}

QAction *RecordActions::add(const QString &text, const QKeySequence &keys, Scope scope)
{
    auto *action = new QAction(text, this);
    action->setShortcut(keys);
    // A hidden page's keys are silent: a shortcut needs its widget to be seen.
    action->setShortcutContext(scope == Scope::Page ? Qt::WindowShortcut : Qt::WidgetShortcut);
    m_page.addAction(action); // the window's Records menu shows the actions of the page in front
    if (scope == Scope::Table)
        m_view.addAction(action);
    return action;
}

void RecordActions::separate()
{
    auto *separator = new QAction(this);
    separator->setSeparator(true);
    m_page.addAction(separator);
}

void RecordActions::addReading(RecordPage &page)
{
    m_again = add(tr("Read again"), {});
    connect(m_again, &QAction::triggered, &page, &RecordPage::readAgain);
    m_pause = add(tr("Pause reading"), {});
    connect(m_pause, &QAction::triggered, &page, &RecordPage::pauseOrResume);
    m_stop = add(tr("Stop reading"), {}, Scope::Table);
    connect(m_stop, &QAction::triggered, &page, &RecordPage::stop);
    m_live = add(tr("Live"), Qt::CTRL | Qt::Key_L);
    m_live->setCheckable(true);
    connect(m_live, &QAction::triggered, &page, &RecordPage::toggleLive);
    m_end = add(tr("Go to the end"), {});
    connect(m_end, &QAction::triggered, &page, &RecordPage::goToEnd);
}

void RecordActions::addGoing()
{
    QAction *going = add(tr("Go to…"), Qt::CTRL | Qt::Key_G);
    going->setObjectName(QStringLiteral("gotoAction"));
    connect(going, &QAction::triggered, this, &RecordActions::gotoAsked);
    m_back = add(tr("Back"), Qt::ALT | Qt::Key_Left);
    m_back->setObjectName(QStringLiteral("backAction")); // the window's tool bar finds them by name
    connect(m_back, &QAction::triggered, this, &RecordActions::backAsked);
    m_forward = add(tr("Forward"), Qt::ALT | Qt::Key_Right);
    m_forward->setObjectName(QStringLiteral("forwardAction"));
    connect(m_forward, &QAction::triggered, this, &RecordActions::forwardAsked);
    QAction *from = add(tr("Read from here"), Qt::CTRL | Qt::Key_BracketLeft);
    connect(from, &QAction::triggered, this, &RecordActions::fromHereAsked);
    QAction *until = add(tr("Read until here"), Qt::CTRL | Qt::Key_BracketRight);
    connect(until, &QAction::triggered, this, &RecordActions::untilHereAsked);
    QAction *mark = add(tr("Bookmark record…"), Qt::CTRL | Qt::Key_M);
    connect(mark, &QAction::triggered, this, &RecordActions::bookmarkAsked);
    m_ofRecord = {from, until, mark};
    m_bookmarks = add(tr("Bookmarks"), {});
    QAction *next = add(tr("Next match"), Qt::Key_F3);
    connect(next, &QAction::triggered, this, [this] { emit matchAsked(1); });
    QAction *previous = add(tr("Previous match"), Qt::SHIFT | Qt::Key_F3);
    connect(previous, &QAction::triggered, this, [this] { emit matchAsked(-1); });
    m_matching = {next, previous};
    updatePositions(false, false);
    updateFilter(false);
}

void RecordActions::updatePositions(bool canGoBack, bool canGoForward)
{
    m_back->setEnabled(canGoBack);
    m_forward->setEnabled(canGoForward);
}

void RecordActions::updateFilter(bool isFiltering)
{
    for (QAction *action : std::as_const(m_matching))
        action->setEnabled(isFiltering);
}

void RecordActions::addMoving()
{
    connect(add(tr("Previous record"), Qt::ALT | Qt::Key_Up), &QAction::triggered, this, [this] { emit rowMoveAsked(-1); });
    connect(add(tr("Next record"), Qt::ALT | Qt::Key_Down), &QAction::triggered, this, [this] { emit rowMoveAsked(1); });
    connect(add(tr("Inspector below or at the right"), Qt::CTRL | Qt::Key_Backslash), &QAction::triggered, this, &RecordActions::inspectorTurnAsked);
    const QStringList tabs{tr("Inspect value"), tr("Inspect key"), tr("Inspect headers"), tr("Inspect details")};
    for (int tab = 0; tab < tabs.size(); ++tab) {
        QAction *action = add(tabs[tab], QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + tab)));
        connect(action, &QAction::triggered, this, [this, tab] { m_inspector.setCurrentTab(Inspector::Tab(tab)); });
    }
}

void RecordActions::addCopying()
{
    QAction *rows = add(tr("Copy records as JSON lines"), QKeySequence::Copy, Scope::Table);
    connect(rows, &QAction::triggered, this, &RecordActions::copyRows);
    connect(&m_view, &RecordView::copyRequested, this, &RecordActions::copyRows); // Edit > Copy hands the key to the view
    QAction *cell = add(tr("Copy cell"), {});
    connect(cell, &QAction::triggered, this, &RecordActions::copyCell);
    QAction *value = add(tr("Copy value exactly"), {});
    connect(value, &QAction::triggered, this, [this] { copyBytes(RecordTable::ValueColumn); });
    QAction *key = add(tr("Copy key exactly"), {});
    connect(key, &QAction::triggered, this, [this] { copyBytes(RecordTable::KeyColumn); });
    QAction *kcat = add(tr("Copy kcat command"), {});
    connect(kcat, &QAction::triggered, this, &RecordActions::copyKcat);
    m_copying = {rows, cell, value, key, kcat};
    m_resend = add(tr("Edit and resend…"), {});
    m_resend->setObjectName(QStringLiteral("resendAction"));
    connect(m_resend, &QAction::triggered, this, [this] {
        if (const auto record = m_model.recordAt(m_view.currentIndex().row()))
            emit resendAsked(*record);
    });
    m_ofRecord.append(m_resend);
    QAction *as = add(tr("Copy as…"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, Scope::Table);
    connect(as, &QAction::triggered, this, &RecordActions::showCopyMenu);
}

void RecordActions::fillCopyMenu(QMenu *menu) const
{
    menu->addActions(m_copying);
}

void RecordActions::showCopyMenu()
{
    QMenu menu(&m_view);
    fillCopyMenu(&menu);
    const QRect cell = m_view.visualRect(m_view.currentIndex());
    menu.exec(m_view.viewport()->mapToGlobal(m_view.viewport()->rect().contains(cell.bottomLeft()) ? cell.bottomLeft() : QPoint(8, 8)));
}

void RecordActions::updateCopying()
{
    const int row = m_view.currentIndex().row();
    const bool isRecord = row >= 0 && m_model.index(row, 0).data(RecordTable::KindRole).toInt() == int(Items::RecordCells::Kind::Record);
    for (QAction *action : std::as_const(m_copying))
        action->setEnabled(isRecord);
    for (QAction *action : std::as_const(m_ofRecord))
        action->setEnabled(isRecord);
    m_copying.front()->setEnabled(row >= 0);
    m_copying[1]->setEnabled(row >= 0);
}

void RecordActions::copyRows()
{
    QString lines;
    qint64 selected = 0;
    qint64 copied = 0;
    for (const auto &[first, last] : m_view.selectedRanges()) {
        selected += qint64(last) - first + 1;
        for (int row = first; row <= last && copied < MostCopiedRows && lines.size() < MostCopiedCharacters; ++row) {
            ++copied;
            if (const auto record = m_model.recordAt(row)) // gaps are no records and are not copied as such
                lines += Items::recordJsonLine(*record) + u'\n';
        }
    }
    if (lines.isEmpty())
        return;
    QGuiApplication::clipboard()->setText(lines);
    if (copied < selected)
        emit copyCut(tr("Copied the first %1 of %2 selected rows; at most %3 rows or %4 are copied at once.")
                         .arg(Items::countText(quint64(copied)), Items::countText(quint64(selected)), Items::countText(quint64(MostCopiedRows)), Items::bytesText(quint64(MostCopiedCharacters))));
}

void RecordActions::copyCell()
{
    const QModelIndex cell = m_view.currentIndex();
    if (!cell.isValid())
        return;
    const bool isPayload = cell.column() == RecordTable::KeyColumn || cell.column() == RecordTable::ValueColumn;
    if (isPayload && cell.data(RecordTable::KindRole).toInt() == int(Items::RecordCells::Kind::Record))
        copyBytes(cell.column());
    else
        QGuiApplication::clipboard()->setText(m_model.copyText(cell.row(), cell.column()));
}

void RecordActions::copyBytes(int column)
{
    const auto record = m_model.recordAt(m_view.currentIndex().row());
    if (!record)
        return;
    const auto &bytes = column == RecordTable::KeyColumn ? record->key : record->value;
    if (bytes)
        QGuiApplication::clipboard()->setMimeData(Items::exactBytes(*bytes).release());
    else
        emit copyCut(column == RecordTable::KeyColumn ? tr("The key is null: there is nothing to copy.") : tr("The value is null: there is nothing to copy."));
}

void RecordActions::copyKcat()
{
    if (const auto record = m_model.recordAt(m_view.currentIndex().row()))
        QGuiApplication::clipboard()->setText(Items::recordKcatCommand(*record, m_servers));
}

void RecordActions::update(bool isRunning, bool isPaused, bool isFollowing, bool isLive)
{
    // Esc stops a scan that has an end; a live tail is not to be lost by a key pressed to close something else.
    m_stop->setShortcut(isRunning && !isLive ? QKeySequence(Qt::Key_Escape) : QKeySequence());
    m_pause->setText(isPaused ? tr("Resume reading") : tr("Pause reading"));
    m_pause->setEnabled(isRunning);
    m_stop->setEnabled(isRunning);
    m_live->setChecked(isFollowing);
}

} // namespace Views
