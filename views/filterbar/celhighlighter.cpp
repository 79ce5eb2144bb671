// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/filterbar/celhighlighter.h"

#include "views/appearance.h"

#include <QTextDocument>

namespace Views {

namespace {

bool isWordStart(QChar c) { return c.isLetter() || c == u'_'; }
bool isWordPart(QChar c) { return c.isLetterOrNumber() || c == u'_'; }

bool isLiteral(QStringView word)
{
    return word == u"true" || word == u"false" || word == u"null" || word == u"in";
}

} // namespace

CelHighlighter::CelHighlighter(const Appearance &appearance, QTextDocument *document)
    : QSyntaxHighlighter(document), m_appearance(appearance)
{
    connect(&appearance, &Appearance::changed, this, &QSyntaxHighlighter::rehighlight);
}

void CelHighlighter::setExpression(bool expression)
{
    if (m_expression == expression)
        return;
    m_expression = expression;
    rehighlight();
}

void CelHighlighter::setProblem(int position, int length)
{
    if (m_problemAt == position && m_problemLength == length)
        return;
    m_problemAt = position;
    m_problemLength = length;
    rehighlight();
}

void CelHighlighter::colour(int at, int length, const QColor &color)
{
    QTextCharFormat look;
    look.setForeground(color);
    setFormat(at, length, look);
}

/// A quoted text from `at` on; returns the place behind it.
int CelHighlighter::string(const QString &text, int at)
{
    const QChar quote = text[at];
    int end = at + 1;
    while (end < text.size() && text[end] != quote)
        end += text[end] == u'\\' ? 2 : 1;
    end = std::min(end + 1, int(text.size()));
    colour(at, end - at, m_appearance.theme().synStr);
    return end;
}

int CelHighlighter::word(const QString &text, int at)
{
    int end = at;
    while (end < text.size() && isWordPart(text[end]))
        ++end;
    const Theme &theme = m_appearance.theme();
    const bool isCall = end < text.size() && text[end] == u'(';
    colour(at, end - at, isLiteral(QStringView(text).mid(at, end - at)) ? theme.synLit : isCall ? theme.synFn : theme.synKey);
    return end;
}

void CelHighlighter::highlightBlock(const QString &text)
{
    const Theme &theme = m_appearance.theme();
    for (int at = 0; m_expression && at < text.size();) {
        const QChar c = text[at];
        if (c == u'"' || c == u'\'') {
            at = string(text, at);
        } else if (isWordStart(c)) {
            at = word(text, at);
        } else if (c.isDigit()) {
            int end = at;
            while (end < text.size() && (isWordPart(text[end]) || text[end] == u'.'))
                ++end;
            colour(at, end - at, theme.synNum);
            at = end;
        } else {
            if (!c.isSpace())
                colour(at, 1, theme.synPunct);
            ++at;
        }
    }
    const int from = std::max(0, m_problemAt - currentBlock().position());
    const int to = std::min(int(text.size()), m_problemAt + std::max(1, m_problemLength) - currentBlock().position());
    if (m_problemAt < 0)
        return;
    for (int at = from; at < to; ++at) {
        QTextCharFormat look = format(at);
        look.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        look.setUnderlineColor(theme.danger);
        setFormat(at, 1, look);
    }
}

} // namespace Views
