// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QGlyphRun>
#include <QRawFont>
#include <QVarLengthArray>

#include <array>

class QPainter;

namespace Views {

/// Printable ASCII in a font whose characters are all equally wide: each at its place in a grid, without laying out text. A view
/// that follows a fast topic paints a screen of it thirty times a second. Copied with the fonts it belongs to; GUI thread.
class GridText final
{
public:
    /// Signs of one colour, gathered from anywhere in a line.
    struct Signs
    {
        QVarLengthArray<quint32, 256> glyphs;
        QVarLengthArray<QPointF, 256> places; ///< from the line's beginning
    };

    explicit GridText(const QFont &font);

    bool isGrid() const { return m_advance > 0; } ///< false: not a font for this
    qreal width(qsizetype characters) const { return m_advance * qreal(characters); }
    /// How many whole characters fit.
    int columns(int width) const { return isGrid() ? int(width / m_advance) : 0; }
    /// Whether this text can be drawn here.
    bool covers(QStringView text) const;

    /// Adds the characters from `from` to `to` of a text that is covered.
    void gather(QStringView text, int from, int to, Signs &signs) const;
    /// `place` is the left end of the baseline; in the painter's pen.
    void draw(QPainter &painter, const QPointF &place, const Signs &signs) const;
    void draw(QPainter &painter, const QPointF &place, QStringView text) const;

private:
    static constexpr ushort First = 0x20;
    static constexpr ushort Last = 0x7e;

    QRawFont m_font;
    qreal m_advance = 0;
    std::array<quint32, Last - First + 1> m_glyphs = {};
};

} // namespace Views
