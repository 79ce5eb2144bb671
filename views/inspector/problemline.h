// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

class QLabel;

namespace Views {

class Appearance;

/// One line above a value: why it is not shown as what it was taken for. Hidden while there is nothing to say.
class ProblemLine final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProblemLine)
public:
    explicit ProblemLine(const Appearance &appearance, QWidget *parent = nullptr);
    void setText(const QString &sentence); ///< plain; empty hides
    QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void applyLook();
    const Appearance &m_appearance;
    QLabel *m_icon;
    QLabel *m_text;
};

} // namespace Views
