// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QPlainTextEdit>

class QCompleter;
class QModelIndex;

namespace Views {

class Appearance;
class TemplateHighlighter;

/// Where a key or value is typed: text as it stands, coloured, with a list of template functions on Ctrl+Space. Owned by a field editor.
class TemplateEdit final : public QPlainTextEdit
{
    Q_OBJECT
public:
    enum class Height { Line, Free }; ///< Line: one to three lines, Enter makes none

    TemplateEdit(const Appearance &appearance, Height height, QWidget *parent);

    void setLanguage(bool isJson, bool hasTemplates);
    /// Red border, and the characters underlined; −1: only the border.
    void setProblem(bool isWrong, int position, int length);
    /// The template function at the cursor.
    void insertTemplate(const QString &example);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
    bool canInsertFromMimeData(const QMimeData *source) const override;

private:
    int shownLines() const;
    void noteLines();
    void complete();
    void insertChosen(const QModelIndex &index);
    QString typedName() const;

    const Appearance &m_appearance;
    const Height m_height;
    TemplateHighlighter *m_highlighter;
    QCompleter *m_completer;
    bool m_hasTemplates = true;
    int m_lines = 1;
};

} // namespace Views
