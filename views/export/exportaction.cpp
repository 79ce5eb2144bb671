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
ExportDialog::Ranges selection(const RecordView &view, const Items::RecordModel &model, const Session::RecordRows &rows)
{
    ExportDialog::Ranges ranges;
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

void addExportAction(QWidget &page, RecordView &view, Items::RecordModel &model, Session::RecordRows &rows, Session::ClusterSession &cluster)
{
    auto *exporting = new QAction(QCoreApplication::translate("ExportAction", "Export…"), &page);
    exporting->setObjectName(QStringLiteral("exportAction"));
    exporting->setShortcut(Qt::CTRL | Qt::Key_E);
    auto *counting = new QAction(QCoreApplication::translate("ExportAction", "Statistics…"), &page);
    counting->setObjectName(QStringLiteral("statisticsAction"));
    page.addActions({exporting, counting});
    QObject::connect(exporting, &QAction::triggered, &page, [&page, &view, &model, &rows, &cluster] {
        auto *dialog = new ExportDialog(rows, cluster, selection(view, model, rows), &page);
        dialog->open();
    });
    QObject::connect(counting, &QAction::triggered, &page, [&page, &view, &model, &rows, &cluster] {
        auto *dialog = new StatisticsDialog(rows, cluster, selection(view, model, rows), model.isUtc(), &page);
        dialog->open();
    });
}

} // namespace Views
