// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

namespace Views {

class Appearance;

/// The six dots by which a row is dragged to another place. The keyboard has Alt+Up and Alt+Down of the row instead.
class DragDots final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DragDots)
public:
    explicit DragDots(const Appearance &appearance, QWidget *parent = nullptr);
    QSize sizeHint() const override { return {14, 22}; }
    QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void dragged(int globalY); ///< while the button is down
    void dropped();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    const Appearance &m_appearance;
};

} // namespace Views
