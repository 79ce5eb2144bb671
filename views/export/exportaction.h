// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

class QAction;
class QWidget;

namespace Items {
class RecordModel;
}
namespace Session {
class ClusterSession;
class RecordRows;
}

namespace Views {

class Appearance;
class RecordView;

/// Those that the page bar has buttons for.
struct ExportActions
{
    QAction *exporting;
    QAction *recording;
};

/// Gives a record page the actions "Export…" (Ctrl+E), "Save recording…" (Ctrl+S) and "Statistics…":
/// dialogs over the rows that are shown. Owned by the page.
ExportActions addExportActions(QWidget &page, RecordView &view, Items::RecordModel &model, Session::RecordRows &rows, Session::ClusterSession &cluster, const Appearance &appearance);

} // namespace Views
