// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/filterbar/filteredit.h"

#include "views/appearance.h"
#include "views/filterbar/celhighlighter.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QStringListModel>
#include <QStyle>

namespace Views {

namespace {

constexpr int FewestLetters = 2; ///< before names are offered unasked
constexpr int ShownWords = 10;
constexpr qsizetype LongestText = 64 * 1024;

bool isNamePart(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'.';
}

} // namespace

FilterEdit::FilterEdit(const Appearance &appearance, QWidget *parent)
    : QPlainTextEdit(parent), m_appearance(appearance), m_highlighter(new CelHighlighter(appearance, document())), m_completer(new QCompleter(this)),
      m_wordModel(new QStringListModel(this))
{
    setObjectName(QStringLiteral("filterEdit"));
    setAccessibleName(tr("Filter"));
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document()->setDocumentMargin(2);
    appearance.useFixedFont(this);
    m_completer->setModel(m_wordModel);
    m_completer->setWidget(this);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setCompletionMode(QCompleter::PopupCompletion);
    m_completer->setMaxVisibleItems(ShownWords);
    m_completer->popup()->setObjectName(QStringLiteral("filterCompletion"));
    m_completer->popup()->setAccessibleName(tr("Names that fit"));
    appearance.useFixedFont(m_completer->popup());
    connect(m_completer, QOverload<const QString &>::of(&QCompleter::activated), this, &FilterEdit::insertCompletion);
    connect(this, &QPlainTextEdit::textChanged, this, &FilterEdit::noteText);
    connect(&appearance, &Appearance::changed, this, [this] { updateGeometry(); });
}

void FilterEdit::setExpression(bool expression)
{
    m_expression = expression;
    m_highlighter->setExpression(expression);
}

void FilterEdit::setMark(Mark mark)
{
    if (m_mark == mark)
        return;
    m_mark = mark;
    setProperty("invalid", mark == Mark::Problem);
    setProperty("warned", mark == Mark::Errors);
    style()->unpolish(this); // the border follows the property only when the style looks again
    style()->polish(this);
}

void FilterEdit::setProblem(int position, int length)
{
    m_highlighter->setProblem(position, length);
}

void FilterEdit::setWords(std::function<QStringList()> words)
{
    m_words = std::move(words);
}

bool FilterEdit::isCompleting() const
{
    return m_completer->popup()->isVisible();
}

int FilterEdit::shownLines() const
{
    return std::clamp(blockCount(), 1, MostLines);
}

QSize FilterEdit::sizeHint() const
{
    const int line = QFontMetrics(font()).lineSpacing();
    return {320, std::max(m_appearance.controlHeight(), shownLines() * line + m_appearance.controlHeight() - line)};
}

QSize FilterEdit::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

void FilterEdit::noteText()
{
    if (m_lines == shownLines())
        return;
    m_lines = shownLines();
    verticalScrollBar()->setValue(0);
    updateGeometry();
    emit linesChanged();
}

void FilterEdit::insertFromMimeData(const QMimeData *source)
{
    if (source->hasText())
        insertPlainText(source->text().left(std::max<qsizetype>(0, LongestText - document()->characterCount())));
}

/// The keys of the page that mean something else while a filter is typed.
bool FilterEdit::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isHistory = key->key() == Qt::Key_Down && key->modifiers().testFlag(Qt::AltModifier);
        if (isHistory || key->key() == Qt::Key_Escape || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            event->accept();
            return true;
        }
    }
    // Tab would leave the field before the list could have it.
    if (event->type() == QEvent::KeyPress && isCompleting() && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Tab) {
        takenByList(static_cast<QKeyEvent *>(event));
        event->accept();
        return true;
    }
    return QPlainTextEdit::event(event);
}

/// Esc and Tab are the list's, Enter only once a name was chosen in it: otherwise it runs the filter.
bool FilterEdit::takenByList(QKeyEvent *event)
{
    QAbstractItemView *list = m_completer->popup();
    switch (event->key()) {
    case Qt::Key_Tab:
        insertCompletion((list->currentIndex().isValid() ? list->currentIndex() : m_completer->completionModel()->index(0, 0)).data().toString());
        list->hide();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (list->currentIndex().isValid()) {
            event->ignore();
            return true;
        }
        list->hide();
        return false;
    case Qt::Key_Escape:
        list->hide();
        return true;
    default:
        return false;
    }
}

void FilterEdit::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isCompleting() && takenByList(event))
        return;
    if (isEnter && !event->modifiers().testFlag(Qt::ShiftModifier)) {
        emit runAsked();
        return;
    }
    if (isEnter) { // with Shift
        if (blockCount() < MostLines)
            textCursor().insertBlock();
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        emit leaveAsked();
        return;
    }
    if (event->key() == Qt::Key_Down && event->modifiers().testFlag(Qt::AltModifier)) {
        emit historyAsked();
        return;
    }
    const bool asked = event->key() == Qt::Key_Space && event->modifiers().testFlag(Qt::ControlModifier);
    if (!asked)
        QPlainTextEdit::keyPressEvent(event);
    complete(asked);
    if (!asked && event->text().isEmpty())
        m_completer->popup()->hide(); // the cursor went elsewhere
}

QString FilterEdit::typedName() const
{
    const QString line = textCursor().block().text();
    const int end = textCursor().positionInBlock();
    int begin = end;
    while (begin > 0 && isNamePart(line[begin - 1]))
        --begin;
    return line.mid(begin, end - begin);
}

void FilterEdit::complete(bool asked)
{
    const QString name = typedName();
    const bool wanted = m_expression && m_words && (asked || name.size() >= FewestLetters) && !(name.size() > 0 && name[0].isDigit());
    if (!wanted) {
        m_completer->popup()->hide();
        return;
    }
    if (!isCompleting())
        m_wordModel->setStringList(m_words());
    m_completer->setCompletionPrefix(name);
    const bool isComplete = m_completer->completionCount() == 1 && m_completer->currentCompletion() == name;
    if (m_completer->completionCount() == 0 || isComplete) {
        m_completer->popup()->hide();
        return;
    }
    QRect place = cursorRect();
    place.setWidth(std::max(220, m_completer->popup()->sizeHintForColumn(0) + 24));
    m_completer->complete(place);
}

void FilterEdit::insertCompletion(const QString &word)
{
    QTextCursor cursor = textCursor();
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, int(typedName().size()));
    // "size()" is offered with its parentheses; the cursor goes between them.
    cursor.insertText(word);
    if (word.endsWith(u"()"))
        cursor.movePosition(QTextCursor::Left);
    setTextCursor(cursor);
}

} // namespace Views
