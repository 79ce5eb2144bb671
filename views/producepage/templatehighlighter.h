// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QSyntaxHighlighter>

namespace Views {

class Appearance;

/// Colours what is typed as a key or value: template functions, JSON by its tokens, and the place of a problem. Only the eye is served
/// here. Owned by the edit's document.
class TemplateHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    TemplateHighlighter(const Appearance &appearance, QTextDocument *document);

    void setLanguage(bool isJson, bool hasTemplates);
    /// Underlines these characters of the document; −1: none.
    void setProblem(int position, int length);

protected:
    void highlightBlock(const QString &text) override;

private:
    void colour(int at, int length, const QColor &color);
    int string(const QString &text, int at);
    int word(const QString &text, int at);
    void highlightJson(const QString &text);
    void underlineProblem(const QString &text);

    const Appearance &m_appearance;
    bool m_isJson = false;
    bool m_hasTemplates = true;
    int m_problemAt = -1;
    int m_problemLength = 0;
};

} // namespace Views
