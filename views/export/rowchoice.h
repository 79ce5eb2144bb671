// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"

#include <QWidget>

#include <utility>
#include <vector>

class QRadioButton;

namespace Session {
class RecordRows;
}

namespace Views {

/// Which records a dialog is about: the selected rows, those that are loaded, or everything that the read asks for. Begins with what
/// is loaded. Used by the dialogs of export and statistics; the rows must outlive it.
class RowChoice final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RowChoice)
public:
    using Ranges = std::vector<std::pair<quint64, quint64>>; ///< positions: first, count

    /// The buttons' object names begin with `prefix`.
    RowChoice(Session::RecordRows &rows, Ranges selection, const QString &prefix, QWidget *parent);

    quint64 selectedCount() const;
    void chooseSelection();
    bool isSelection() const;
    bool isEverything() const;
    Ranges ranges() const; ///< of the rows as they are now, unless it is everything
    /// Everything that the read asked for, up to what the log holds now.
    Domain::ReadPlan plan() const;

signals:
    void changed();

private:
    void nameLoaded();

    Session::RecordRows &m_rows;
    const Ranges m_selection;
    QRadioButton *m_selected;
    QRadioButton *m_loaded;
    QRadioButton *m_everything;
};

} // namespace Views
