// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QPlainTextEdit>

#include <functional>

class QCompleter;
class QStringListModel;

namespace Views {

class Appearance;
class CelHighlighter;

/// Where a filter is typed: one to five lines, coloured as an expression when it is one, with completion of names. Enter asks to
/// run, Shift+Enter makes a line. Owned by the filter bar.
class FilterEdit final : public QPlainTextEdit
{
    Q_OBJECT
public:
    enum class Mark { None, Problem, Errors };

    FilterEdit(const Appearance &appearance, QWidget *parent);

    void setExpression(bool expression);
    void setMark(Mark mark);
    void setProblem(int position, int length); ///< characters to underline; −1: none
    Mark mark() const { return m_mark; }
    /// What may be typed next; asked each time the list opens.
    void setWords(std::function<QStringList()> words);
    bool isCompleting() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    static constexpr int MostLines = 5;

signals:
    void runAsked();
    void leaveAsked(); ///< Esc
    void historyAsked();
    void linesChanged();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;

private:
    int shownLines() const;
    void noteText();
    bool takenByList(QKeyEvent *event);
    void complete(bool asked);
    void insertCompletion(const QString &word);
    QString typedName() const;

    const Appearance &m_appearance;
    CelHighlighter *m_highlighter;
    QCompleter *m_completer;
    QStringListModel *m_wordModel;
    std::function<QStringList()> m_words;
    bool m_expression = false;
    Mark m_mark = Mark::None;
    int m_lines = 1;
};

} // namespace Views
