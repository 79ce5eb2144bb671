// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "items/recordmodel.h"
#include "session/preferences.h"
#include "session/readsession.h"
#include "session/recordrows.h"
#include "views/appearance.h"
#include "views/recordview/recordview.h"

#include <QDir>
#include <QMainWindow>

namespace Bench {

constexpr std::size_t SessionBudget = std::size_t(512) << 20; ///< what a page of the program gets

/// Settings of their own, in the home folder that bench_spine made.
struct Looks
{
    Session::Preferences preferences{QDir::home().filePath(QStringLiteral("settings.json"))};
    Views::Appearance appearance{preferences};
};

/// A reading in a window, as the record page shows it.
class RecordStage
{
public:
    RecordStage(Domain::Cluster &cluster, std::size_t budget = SessionBudget)
        : session(cluster, budget)
        , rows(session)
        , model(rows)
        , view(looks.appearance)
    {
        view.setModel(&model);
        window.setCentralWidget(&view);
        window.resize(1200, 800);
        window.show();
    }
    ~RecordStage() { window.takeCentralWidget(); } // a member, not the window's to delete
    Q_DISABLE_COPY_MOVE(RecordStage)

    Looks looks;
    QMainWindow window; // before the view: goes after it
    Session::ReadSession session;
    Session::RecordRows rows;
    Items::RecordModel model;
    Views::RecordView view;
};

} // namespace Bench
