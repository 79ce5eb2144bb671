// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/cardhead.h"

#include "views/appearance.h"

#include <QHBoxLayout>
#include <QLabel>

namespace Views {

CardHead::CardHead(const Appearance &appearance, int number, const QString &name, QWidget *parent) : QWidget(parent)
{
    auto *digit = new QLabel(QString::number(number), this);
    auto *title = new QLabel(name, this);
    appearance.useFont(digit, 1.08, QFont::DemiBold);
    appearance.useFont(title, 1.0, QFont::DemiBold);
    const auto colour = [digit, &appearance] {
        QPalette palette = digit->palette();
        palette.setColor(QPalette::WindowText, appearance.theme().accent);
        digit->setPalette(palette);
    };
    connect(&appearance, &Appearance::changed, digit, colour);
    colour();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(digit);
    row->addWidget(title);
    row->addStretch(1);
}

void CardHead::addAtEnd(QWidget *widget)
{
    layout()->addWidget(widget);
}

} // namespace Views
