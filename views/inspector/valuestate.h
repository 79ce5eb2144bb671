// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

#include "views/recordview/cellpaint.h"

namespace Views {

class Appearance;

/// What stands in place of a value that has no bytes: a chip (null, tombstone, empty) and a sentence beside it, so that none of
/// them can be taken for text. Owned by ValuePane.
class ValueState final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ValueState)
public:
    enum class Kind { Nothing, Null, Tombstone, Empty };

    explicit ValueState(const Appearance &appearance, QWidget *parent = nullptr);

    /// `sentence` is plain text.
    void display(Kind kind, const QString &sentence);
    Kind kind() const { return m_kind; }
    QString chipText() const;
    QString sentence() const { return m_sentence; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Appearance &m_appearance;
    CellFonts m_fonts;
    Kind m_kind = Kind::Nothing;
    QString m_sentence;
};

} // namespace Views
