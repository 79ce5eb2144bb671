// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

namespace Views {

class Appearance;

/// "P3" on a raised field, underlined in the partition's colour.
class PartitionChip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PartitionChip)
public:
    explicit PartitionChip(const Appearance &appearance, QWidget *parent = nullptr);
    void setPartition(int partition);
    QString text() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QFont chipFont() const;
    const Appearance &m_appearance;
    int m_partition = 0;
};

} // namespace Views
