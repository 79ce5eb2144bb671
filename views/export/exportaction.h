// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

class QWidget;

namespace Items {
class RecordModel;
}
namespace Session {
class ClusterSession;
class RecordRows;
}

namespace Views {

class RecordView;

/// Gives a record page the actions "Export…" (Ctrl+E) and "Statistics…", which are dialogs over the rows that are shown. Owned by the page.
void addExportAction(QWidget &page, RecordView &view, Items::RecordModel &model, Session::RecordRows &rows, Session::ClusterSession &cluster);

} // namespace Views
