// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QTabBar>

namespace Views {

class Appearance;

/// The tabs over the pages: icon, title, close button, and an edge in the colour of the connection's environment (3 px, 2 px and
/// paler when not current). Each tab's environment is its tabData; none: it belongs to no connection.
class TabBar final : public QTabBar
{
    Q_OBJECT
public:
    explicit TabBar(const Appearance &appearance, QWidget *parent = nullptr);
    void setIconName(int index, const QString &iconName);

signals:
    void closeWanted(int index);
    void menuWanted(int index, const QPoint &globalPosition);

protected:
    QSize tabSizeHint(int index) const override;
    QSize minimumTabSizeHint(int index) const override;
    void tabInserted(int index) override;
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void paintTab(QPainter &painter, int index) const;
    const Appearance &m_appearance;
};

} // namespace Views
