// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QHeaderView>

namespace Views {

class Appearance;

/// The header of a list table: titles stand over their cells to the pixel, the sort arrow beside the title it belongs to.
class ListHeader final : public QHeaderView
{
    Q_OBJECT
public:
    ListHeader(const Appearance &appearance, QWidget *parent);
    QSize sizeHint() const override;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;

private:
    const Appearance &m_appearance;
};

} // namespace Views
