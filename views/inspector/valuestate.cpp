// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/inspector/valuestate.h"

#include "views/appearance.h"

#include <QPaintEvent>
#include <QPainter>

namespace Views {

namespace {

constexpr int margin = 12;

} // namespace

ValueState::ValueState(const Appearance &appearance, QWidget *parent) : QWidget(parent), m_appearance(appearance), m_fonts(appearance)
{
    connect(&appearance, &Appearance::changed, this, [this] {
        m_fonts = CellFonts(m_appearance);
        update();
    });
}

void ValueState::display(Kind kind, const QString &sentence)
{
    m_kind = kind;
    m_sentence = sentence;
    setAccessibleName(kind == Kind::Nothing ? sentence : tr("%1: %2").arg(chipText(), sentence));
    update();
}

QString ValueState::chipText() const
{
    switch (m_kind) {
    case Kind::Null:
        return tr("null");
    case Kind::Tombstone:
        return tr("tombstone");
    case Kind::Empty:
        return tr("empty");
    case Kind::Nothing:
        break;
    }
    return {};
}

void ValueState::paintEvent(QPaintEvent *event)
{
    const Theme &t = m_appearance.theme();
    QPainter painter(this);
    painter.fillRect(event->rect(), t.base);
    QRect line(margin, margin, width() - 2 * margin, m_appearance.rowHeight());
    if (m_kind != Kind::Nothing) {
        const bool isTombstone = m_kind == Kind::Tombstone;
        line.setLeft(paintChip(painter, line, chipText(), isTombstone ? t.mark : t.text2, isTombstone, m_fonts) + 8);
    }
    paintText(painter, line, m_sentence, m_fonts.italic, m_fonts.italicMetrics, t.text2);
}

} // namespace Views
