// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

#include <deque>

namespace Views {

class Appearance;

/// The rate of a run over its last minutes: an area under a line. Owned by the strip of the run.
class Sparkline final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Sparkline)
public:
    explicit Sparkline(const Appearance &appearance, QWidget *parent = nullptr);
    void clear();
    void add(double value); ///< one look
    double highest() const;
    QSize sizeHint() const override { return {150, 30}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Appearance &m_appearance;
    std::deque<double> m_values;
};

} // namespace Views
