// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QSyntaxHighlighter>

namespace Views {

class Appearance;

/// Colours what is typed in the filter bar: an expression by its words, and in every mode the place of a problem. Only the eye is
/// served here; what an expression means is decided where it is compiled. Owned by the edit's document.
class CelHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    CelHighlighter(const Appearance &appearance, QTextDocument *document);

    void setExpression(bool expression);
    /// Underlines these characters of the document; −1: none.
    void setProblem(int position, int length);

protected:
    void highlightBlock(const QString &text) override;

private:
    int string(const QString &text, int at);
    int word(const QString &text, int at);
    void colour(int at, int length, const QColor &color);

    const Appearance &m_appearance;
    bool m_expression = false;
    int m_problemAt = -1;
    int m_problemLength = 0;
};

} // namespace Views
