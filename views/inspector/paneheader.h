// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

class QLabel;

namespace Views {

class Appearance;

/// The strip above a pane: its name at the left, a remark at the right.
class PaneHeader final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PaneHeader)
public:
    PaneHeader(const Appearance &appearance, const QString &title, QWidget *parent = nullptr);
    void setRemark(const QString &remark);
    QString remark() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void applyLook();
    const Appearance &m_appearance;
    QLabel *m_title;
    QLabel *m_remark;
};

} // namespace Views
