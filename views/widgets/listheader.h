// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QHeaderView>

namespace Views {

class Appearance;

/// The header of a list: titles stand over their cells to the pixel and are cut with an ellipsis, the sort arrow is beside the
/// title it belongs to.
class ListHeader : public QHeaderView
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
