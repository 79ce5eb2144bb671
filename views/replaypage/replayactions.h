// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/replaysource.h"

#include <QList>
#include <QObject>

#include <functional>
#include <memory>

class QAction;
class QMenu;
class QWidget;

namespace Items {
class RecordModel;
}

namespace Session {
class RecordRows;
}

namespace Views {

class RecordView;

/// What of a record page can be replayed: the selected rows, those that are shown, everything from one record on, a span of time.
/// Owned by the page; opens nothing itself.
class ReplayActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReplayActions)
public:
    /// `plan`: what the page reads now, a search apart.
    ReplayActions(QWidget &page, RecordView &view, Items::RecordModel &model, Session::RecordRows &rows, std::function<Domain::ReadPlan()> plan);

    void fillMenu(QMenu *menu) const;
    void replaySpan(qint64 from, qint64 until); ///< Unix milliseconds

signals:
    void wanted(const Session::ReplayStart &start);
    void refused(const QString &why);

private:
    QAction *add(QWidget &page, const char *name, const QString &text, const QKeySequence &keys = {});
    void replayRows(std::vector<std::pair<quint64, quint64>> ranges);
    void replaySelected();
    void replayShown();
    void replayRange();
    void replayFromHere();
    void update();

    RecordView &m_view;
    Items::RecordModel &m_model;
    Session::RecordRows &m_rows;
    std::function<Domain::ReadPlan()> m_plan;
    std::unique_ptr<Session::ReplaySelection> m_selection;
    QAction *m_selected;
    QAction *m_shown;
    QAction *m_range;
    QAction *m_fromHere;
};

} // namespace Views
