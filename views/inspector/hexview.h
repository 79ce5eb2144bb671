// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QAbstractScrollArea>

#include "items/byterange.h"

namespace Views {

class Appearance;

/// The bytes of a value: offset, 16 bytes in hex, the same in ASCII. Paints what is on the screen, whatever the size. Its selection
/// is the range shared with tree and text. Owned by ValuePane; GUI thread.
class HexView final : public QAbstractScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HexView)
public:
    static constexpr int bytesPerRow = 16;

    explicit HexView(const Appearance &appearance, QWidget *parent = nullptr);

    void setValue(Items::SharedBytes bytes); ///< null: nothing
    void setRange(Items::ByteRange range, bool reveal);
    Items::ByteRange range() const { return m_range; }

    /// The rows on the screen as text.
    QString visibleText() const;
    int contentWidth() const; ///< pixels for a whole row
    QSize sizeHint() const override;

    void copyHex() const;
    void copyText() const;
    void copyDump() const;

signals:
    void byteClicked(std::size_t byte);
    void rangeSelected(Items::ByteRange range);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void applyLook();
    void updateScrollBars();
    void paintRow(QPainter &painter, std::size_t row, int top) const;
    void paintRange(QPainter &painter, int first, int end, int top) const;
    int hexColumn(int byte) const;   ///< in cells
    int asciiColumn(int byte) const; ///< in cells
    int offsetDigits() const;
    int rowCount() const;
    qreal columnX(int column) const;
    int columnAt(int x) const;
    std::size_t byteAt(const QPoint &position) const;
    void moveCaret(std::size_t byte, bool extend);
    std::string_view selectedBytes() const;
    bool canCopyHex() const;

    const Appearance &m_appearance;
    Items::SharedBytes m_bytes;
    Items::ByteRange m_range;
    std::size_t m_anchor = 0;
    std::size_t m_caret = 0;
    bool m_inAscii = false; ///< the last click was into the ASCII part: Ctrl+C copies text
    QFont m_font;
    int m_rowHeight = 16;
    qreal m_cell = 8;
    int m_ascent = 12;
};

} // namespace Views
