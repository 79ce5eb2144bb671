// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/inspector/partitionchip.h"

#include "views/appearance.h"

#include <QFontMetrics>
#include <QPainter>

namespace Views {

PartitionChip::PartitionChip(const Appearance &appearance, QWidget *parent) : QWidget(parent), m_appearance(appearance)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&appearance, &Appearance::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void PartitionChip::setPartition(int partition)
{
    m_partition = partition;
    setAccessibleName(tr("Partition %1").arg(partition));
    updateGeometry();
    update();
}

QString PartitionChip::text() const
{
    return QLatin1Char('P') + QString::number(m_partition);
}

QFont PartitionChip::chipFont() const
{
    QFont font = m_appearance.fixedFont(0.92);
    font.setWeight(QFont::DemiBold);
    return font;
}

QSize PartitionChip::sizeHint() const
{
    const QFontMetrics metrics(chipFont());
    return {metrics.horizontalAdvance(text()) + 14, metrics.height() + 4};
}

void PartitionChip::paintEvent(QPaintEvent *)
{
    const Theme &t = m_appearance.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(t.control);
    painter.setBrush(t.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.fillRect(QRect(4, height() - 3, width() - 8, 2), t.partition(m_partition));
    painter.setFont(chipFont());
    painter.setPen(t.text);
    painter.drawText(rect(), Qt::AlignCenter, text());
}

} // namespace Views
