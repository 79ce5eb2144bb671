// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/export/exportaction.h"

#include "items/recordmodel.h"
#include "session/recordrows.h"
#include "views/export/exportdialog.h"
#include "views/recordview/recordview.h"
#include "views/statistics/statisticsdialog.h"

#include <QAction>
#include <QCoreApplication>

#include <algorithm>

namespace Views {

namespace {

/// Selected rows as positions: the row that stands for released records is none.
RowChoice::Ranges selection(const RecordView &view, const Items::RecordModel &model, const Session::RecordRows &rows)
{
    RowChoice::Ranges ranges;
    const int front = model.releasedInFront() > 0 ? 1 : 0;
    for (const auto &[first, last] : view.selectedRanges()) {
        const int from = std::max(first - front, 0);
        const qint64 end = std::min<qint64>(qint64(last) - front + 1, qint64(rows.size()));
        if (end > from)
            ranges.emplace_back(quint64(from), quint64(end - from));
    }
    return ranges;
}

} // namespace

ExportActions addExportActions(QWidget &page, RecordView &view, Items::RecordModel &model, Session::RecordRows &rows, Session::ClusterSession &cluster, const Appearance &appearance)
{
    const auto add = [&page](const char *name, const QString &text, const QKeySequence &keys, auto &&open) {
        auto *action = new QAction(text, &page);
        action->setObjectName(QLatin1String(name));
        action->setShortcut(keys);
        page.addAction(action);
        QObject::connect(action, &QAction::triggered, &page, open);
        return action;
    };
    const auto exportAs = [&](Session::ExportFormat format) {
        return [&page, &view, &model, &rows, &cluster, &appearance, format] {
            auto *dialog = new ExportDialog(rows, cluster, selection(view, model, rows), format, appearance, &page);
            dialog->open();
        };
    };
    ExportActions made{};
    made.exporting = add("exportAction", QCoreApplication::translate("ExportAction", "Export…"), Qt::CTRL | Qt::Key_E, exportAs(Session::ExportFormat::Jsonl));
    made.recording = add("recordingAction", QCoreApplication::translate("ExportAction", "Save recording…"), Qt::CTRL | Qt::Key_S, exportAs(Session::ExportFormat::Recording));
    add("statisticsAction", QCoreApplication::translate("ExportAction", "Statistics…"), {}, [&page, &view, &model, &rows, &cluster, &appearance] {
        auto *dialog = new StatisticsDialog(rows, cluster, selection(view, model, rows), model.isUtc(), appearance, &page);
        dialog->open();
    });
    return made;
}

} // namespace Views
