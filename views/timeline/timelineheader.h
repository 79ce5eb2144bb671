// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/timelinetext.h"

#include <QWidget>

namespace Views {

class Appearance;
class ToolButton;

/// The line over the chart: the count, what it spans, how it was counted, and the buttons −, +, whole log. What finds no room is left
/// out whole, the least needed first. Owned by TimelineView.
class TimelineHeader final : public QWidget
{
    Q_OBJECT
public:
    explicit TimelineHeader(const Appearance &appearance, QWidget *parent = nullptr);

    void setHead(const Items::TimelineHead &head);
    void setZoomable(bool in, bool out);
    void setFailed(bool failed); ///< offers to ask again
    QString text() const;        ///< all of it, for tests and readers

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void zoomInRequested();
    void zoomOutRequested();
    void wholeRequested();
    void retryRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Appearance &m_appearance;
    Items::TimelineHead m_head;
    ToolButton *m_retry;
    ToolButton *m_out;
    ToolButton *m_in;
    ToolButton *m_whole;
};

} // namespace Views
