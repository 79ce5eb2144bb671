// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QAbstractScrollArea>

#include "items/valuedocument.h"

#include <memory>
#include <vector>

class QTextLayout;

namespace Views {

class Appearance;

/// A value as laid out text. Holds only the lines on the screen, so a 10 MB value costs what a small one does. The selection is a
/// range of the value's bytes, shared with tree and bytes. Owned by ValuePane; GUI thread.
class TextView final : public QAbstractScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TextView)
public:
    explicit TextView(const Appearance &appearance, QWidget *parent = nullptr);
    ~TextView() override;

    /// Null bytes: nothing.
    void setValue(Items::SharedBytes bytes, Items::Format format);
    /// Lights up a range; `reveal`: scrolls there when it is out of sight.
    void setRange(Items::ByteRange range, bool reveal);
    Items::ByteRange range() const { return m_range; }

    Codec::Problem problem() const;
    /// The text of the lines on the screen.
    QString visibleText() const;
    void copy() const;
    QSize sizeHint() const override;

signals:
    void byteClicked(std::size_t byte);          ///< a click, or the caret moved there
    void rangeSelected(Items::ByteRange range);  ///< dragged or extended by keyboard
    void problemFound();                         ///< problem() may have changed

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    static constexpr int margin = 10; ///< at the left and right of the text

    using Line = Items::ValueDocument::Line;
    struct Place ///< a character: line and index in its text
    {
        int line = 0;
        int column = 0;
    };

    void applyLook();
    void documentGrew();
    void updateScrollBars();
    void loadLines();
    const Line *lineAt(int number) const;
    std::unique_ptr<QTextLayout> shaped(const Line &line) const;
    QColor color(Items::Syntax syntax, bool isSelected) const;
    void paintLine(QPainter &painter, const Line &line, int top, const QRect &clip) const;
    void paintAscii(QPainter &painter, const Line &line, int top, const QRect &clip) const;
    void paintShaped(QPainter &painter, const Line &line, int top) const;
    std::pair<int, int> selectedColumns(const Line &line) const;
    Place placeAt(const QPoint &position) const;
    std::size_t byteAt(const Place &place) const;
    std::size_t endOfCharacterAt(const Place &place) const;
    void moveCaret(Place place, bool extend);
    void extendTo(const Place &place);
    bool moveCaretBy(QKeyEvent *event);
    int textLeft() const;
    qreal columnX(int column) const { return textLeft() + column * m_cell; }
    int visibleRows() const;

    const Appearance &m_appearance;
    Items::SharedBytes m_bytes;
    std::unique_ptr<Items::ValueDocument> m_document;
    std::vector<Line> m_lines; ///< on the screen
    int m_firstLine = 0;
    QFont m_font;
    int m_rowHeight = 16;
    qreal m_cell = 8; ///< width of a character; not a whole number at every size
    int m_ascent = 12;
    Items::ByteRange m_range;
    std::size_t m_anchor = 0;
    std::size_t m_anchorEnd = 0;
    Place m_caret;
    bool m_isDragging = false;
};

} // namespace Views
