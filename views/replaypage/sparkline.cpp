// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/sparkline.h"

#include "views/appearance.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace Views {

namespace {

constexpr std::size_t mostValues = 600;

} // namespace

Sparkline::Sparkline(const Appearance &appearance, QWidget *parent) : QWidget(parent), m_appearance(appearance)
{
    setObjectName(QStringLiteral("rateLine"));
    setAccessibleName(tr("Rate over time"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void Sparkline::clear()
{
    m_values.clear();
    update();
}

void Sparkline::add(double value)
{
    m_values.push_back(std::max(0.0, value));
    if (m_values.size() > mostValues) // every second one: the line keeps the whole run
        for (std::size_t i = 0; i + 1 < m_values.size(); ++i)
            m_values.erase(m_values.begin() + std::ptrdiff_t(i));
    update();
}

double Sparkline::highest() const
{
    return m_values.empty() ? 0 : *std::max_element(m_values.begin(), m_values.end());
}

void Sparkline::paintEvent(QPaintEvent *)
{
    const double top = highest();
    if (m_values.size() < 2 || top <= 0)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double step = double(width() - 2) / double(m_values.size() - 1);
    QPainterPath line;
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const QPointF point(1 + step * double(i), height() - 1 - (height() - 4) * m_values[i] / top);
        i == 0 ? line.moveTo(point) : line.lineTo(point);
    }
    QPainterPath area = line;
    area.lineTo(width() - 1, height() - 1);
    area.lineTo(1, height() - 1);
    area.closeSubpath();
    const Theme &theme = m_appearance.theme();
    painter.fillPath(area, theme.infoBg);
    painter.setPen(QPen(theme.accent, 1.4));
    painter.drawPath(line);
    painter.setPen(QPen(theme.text3, 1, Qt::DashLine));
    painter.drawLine(QPointF(1, 3), QPointF(width() - 1, 3));
}

} // namespace Views
