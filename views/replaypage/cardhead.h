// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

namespace Views {

class Appearance;

/// "1 Source": number and name of a card, room for a badge or button at its right end.
class CardHead final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CardHead)
public:
    CardHead(const Appearance &appearance, int number, const QString &name, QWidget *parent = nullptr);
    void addAtEnd(QWidget *widget);
};

} // namespace Views
