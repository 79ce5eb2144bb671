// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/templatehighlighter.h"

#include "items/requestfields.h"
#include "views/appearance.h"

#include <QTextDocument>

#include <algorithm>

namespace Views {

namespace {

bool isJsonWord(QChar c)
{
    return c.isLetterOrNumber() || c == u'-' || c == u'+' || c == u'.';
}

} // namespace

TemplateHighlighter::TemplateHighlighter(const Appearance &appearance, QTextDocument *document) : QSyntaxHighlighter(document), m_appearance(appearance)
{
    connect(&appearance, &Appearance::changed, this, &QSyntaxHighlighter::rehighlight);
}

void TemplateHighlighter::setLanguage(bool isJson, bool hasTemplates)
{
    if (m_isJson == isJson && m_hasTemplates == hasTemplates)
        return;
    m_isJson = isJson;
    m_hasTemplates = hasTemplates;
    rehighlight();
}

void TemplateHighlighter::setProblem(int position, int length)
{
    if (m_problemAt == position && m_problemLength == length)
        return;
    // Only the two lines that change: a long text is not coloured anew for each key.
    const QTextBlock before = document()->findBlock(m_problemAt);
    m_problemAt = position;
    m_problemLength = length;
    if (before.isValid())
        rehighlightBlock(before);
    if (const QTextBlock now = document()->findBlock(position); now.isValid() && now != before)
        rehighlightBlock(now);
}

void TemplateHighlighter::colour(int at, int length, const QColor &color)
{
    QTextCharFormat look;
    look.setForeground(color);
    setFormat(at, length, look);
}

/// A quoted text from `at` on; returns the place behind it.
int TemplateHighlighter::string(const QString &text, int at)
{
    const int size = int(text.size());
    int end = at + 1;
    while (end < size && text[end] != u'"')
        end += text[end] == u'\\' ? 2 : 1;
    end = std::min(end + 1, size);
    int after = end;
    while (after < size && text[after].isSpace())
        ++after;
    const bool isKey = after < size && text[after] == u':';
    colour(at, end - at, isKey ? m_appearance.theme().synKey : m_appearance.theme().synStr);
    return end;
}

int TemplateHighlighter::word(const QString &text, int at)
{
    int end = at;
    while (end < text.size() && isJsonWord(text[end]))
        ++end;
    const bool isNumber = text[at].isDigit() || text[at] == u'-';
    colour(at, end - at, isNumber ? m_appearance.theme().synNum : m_appearance.theme().synLit);
    return end;
}

void TemplateHighlighter::highlightJson(const QString &text)
{
    // The quotes inside a function are its own, not those of the JSON around it.
    QString plain = text;
    if (m_hasTemplates) {
        for (const auto &[start, length] : Items::templateStretches(text))
            plain.replace(start, length, QString(length, u'1'));
    }
    for (int at = 0; at < plain.size();) {
        const QChar c = plain[at];
        if (c == u'"') {
            at = string(plain, at);
        } else if (isJsonWord(c)) {
            at = word(plain, at);
        } else {
            if (!c.isSpace())
                colour(at, 1, m_appearance.theme().synPunct);
            ++at;
        }
    }
}

void TemplateHighlighter::highlightBlock(const QString &text)
{
    if (m_isJson)
        highlightJson(text);
    if (m_hasTemplates) {
        for (const auto &[start, length] : Items::templateStretches(text))
            colour(start, length, m_appearance.theme().synFn);
    }
    underlineProblem(text);
}

void TemplateHighlighter::underlineProblem(const QString &text)
{
    if (m_problemAt < 0)
        return;
    const int from = std::max(0, m_problemAt - currentBlock().position());
    const int to = std::min(int(text.size()), m_problemAt + std::max(1, m_problemLength) - currentBlock().position());
    for (int at = from; at < to; ++at) {
        QTextCharFormat look = format(at);
        look.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        look.setUnderlineColor(m_appearance.theme().danger);
        setFormat(at, 1, look);
    }
}

} // namespace Views
