// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordview/gridtext.h"

#include <QPainter>

#include <algorithm>

namespace Views {

GridText::GridText(const QFont &font)
    : m_font(QRawFont::fromFont(font))
{
    QString signs;
    for (ushort code = First; code <= Last; ++code)
        signs += QChar(code);
    const QList<quint32> glyphs = m_font.glyphIndexesForString(signs);
    const QList<QPointF> advances = m_font.advancesForGlyphIndexes(glyphs);
    if (glyphs.size() != signs.size() || advances.size() != signs.size() || glyphs.contains(0))
        return;
    // A fraction of a pixel is usual; it only has to be the same one.
    if (std::ranges::any_of(advances, [&advances](const QPointF &advance) { return advance != advances.front(); }))
        return;
    std::ranges::copy(glyphs, m_glyphs.begin());
    m_advance = advances.front().x();
}

bool GridText::covers(QStringView text) const
{
    return isGrid() && std::ranges::all_of(text, [](QChar c) { return c.unicode() >= First && c.unicode() <= Last; });
}

void GridText::gather(QStringView text, int from, int to, Signs &signs) const
{
    for (int i = from; i < to; ++i) {
        const ushort code = text[i].unicode();
        if (code == First)
            continue; // a space leaves no ink
        signs.glyphs.append(m_glyphs[code - First]);
        signs.places.append({width(i), 0});
    }
}

void GridText::draw(QPainter &painter, const QPointF &place, const Signs &signs) const
{
    if (signs.glyphs.isEmpty())
        return;
    QGlyphRun run;
    run.setRawFont(m_font);
    run.setRawData(signs.glyphs.constData(), signs.places.constData(), int(signs.glyphs.size()));
    painter.drawGlyphRun(place, run);
}

void GridText::draw(QPainter &painter, const QPointF &place, QStringView text) const
{
    Signs signs;
    gather(text, 0, int(text.size()), signs);
    draw(painter, place, signs);
}

} // namespace Views
