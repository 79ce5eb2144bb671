// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/templateedit.h"

#include "items/requestfields.h"
#include "items/templatelistmodel.h"
#include "views/appearance.h"
#include "views/producepage/templatehighlighter.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QStyle>
#include <QTextBlock>

#include <algorithm>

namespace Views {

namespace {

constexpr int mostLines = 3; // of a key
constexpr int shownFunctions = 12;

bool isNamePart(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

} // namespace

TemplateEdit::TemplateEdit(const Appearance &appearance, Height height, QWidget *parent)
    : QPlainTextEdit(parent), m_appearance(appearance), m_height(height), m_highlighter(new TemplateHighlighter(appearance, document())), m_completer(new QCompleter(this))
{
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    document()->setDocumentMargin(2);
    appearance.useFixedFont(this);
    m_completer->setModel(new Items::TemplateListModel(m_completer));
    m_completer->setCompletionRole(Qt::DisplayRole);
    m_completer->setCompletionColumn(Items::TemplateListModel::Function);
    m_completer->setWidget(this);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setCompletionMode(QCompleter::PopupCompletion);
    m_completer->setMaxVisibleItems(shownFunctions);
    m_completer->popup()->setObjectName(QStringLiteral("templateCompletion"));
    m_completer->popup()->setAccessibleName(tr("Template functions"));
    appearance.useFixedFont(m_completer->popup());
    connect(m_completer, QOverload<const QModelIndex &>::of(&QCompleter::activated), this, &TemplateEdit::insertChosen);
    if (height == Height::Line) {
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        connect(this, &QPlainTextEdit::textChanged, this, &TemplateEdit::noteLines);
    }
    connect(&appearance, &Appearance::changed, this, [this] { updateGeometry(); });
}

void TemplateEdit::setLanguage(bool isJson, bool hasTemplates)
{
    m_hasTemplates = hasTemplates;
    m_highlighter->setLanguage(isJson, hasTemplates);
}

void TemplateEdit::setProblem(bool isWrong, int position, int length)
{
    m_highlighter->setProblem(position, length);
    if (property("invalid").toBool() == isWrong)
        return;
    setProperty("invalid", isWrong);
    style()->unpolish(this); // the border follows the property only when the style looks again
    style()->polish(this);
}

int TemplateEdit::shownLines() const
{
    return std::clamp(blockCount(), 1, mostLines);
}

QSize TemplateEdit::sizeHint() const
{
    const int line = QFontMetrics(font()).lineSpacing();
    if (m_height == Height::Free)
        return {320, 8 * line};
    return {160, std::max(m_appearance.controlHeight(), shownLines() * line + m_appearance.controlHeight() - line)};
}

QSize TemplateEdit::minimumSizeHint() const
{
    const int line = QFontMetrics(font()).lineSpacing();
    return m_height == Height::Free ? QSize(160, 2 * line) : QSize(120, sizeHint().height());
}

void TemplateEdit::noteLines()
{
    if (m_lines == shownLines())
        return;
    m_lines = shownLines();
    verticalScrollBar()->setValue(0);
    updateGeometry();
}

bool TemplateEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasText() && !source->hasUrls(); // files are for the page
}

void TemplateEdit::insertFromMimeData(const QMimeData *source)
{
    if (source->hasText())
        insertPlainText(source->text().left(std::max<qsizetype>(0, qsizetype(Items::mostEditedBytes) - document()->characterCount())));
}

bool TemplateEdit::event(QEvent *event)
{
    // Tab would leave the field before the list could have it.
    if (event->type() == QEvent::KeyPress && m_completer->popup()->isVisible() && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Tab) {
        QAbstractItemView *list = m_completer->popup();
        const QModelIndex chosen = list->currentIndex().isValid() ? list->currentIndex() : m_completer->completionModel()->index(0, 0);
        list->hide();
        insertChosen(chosen);
        event->accept();
        return true;
    }
    return QPlainTextEdit::event(event);
}

void TemplateEdit::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (m_completer->popup()->isVisible() && (isEnter || event->key() == Qt::Key_Escape)) {
        event->ignore(); // the list's own
        return;
    }
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        if (m_hasTemplates && !isReadOnly())
            complete();
        return;
    }
    if (isEnter && m_height == Height::Line && !event->modifiers().testFlag(Qt::ShiftModifier)) {
        event->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
    if (m_completer->popup()->isVisible())
        complete();
}

QString TemplateEdit::typedName() const
{
    const QString line = textCursor().block().text();
    const int end = textCursor().positionInBlock();
    int begin = end;
    while (begin > 0 && isNamePart(line[begin - 1]))
        --begin;
    return line.mid(begin, end - begin);
}

void TemplateEdit::complete()
{
    m_completer->setCompletionPrefix(typedName());
    if (m_completer->completionCount() == 0)
        m_completer->setCompletionPrefix({});
    QRect place = cursorRect();
    place.setWidth(std::max(260, m_completer->popup()->sizeHintForColumn(0) + 24));
    m_completer->complete(place);
}

void TemplateEdit::insertChosen(const QModelIndex &index)
{
    const QString example = index.data(Items::TemplateListModel::ExampleRole).toString();
    if (!example.isEmpty())
        insertTemplate(example);
}

void TemplateEdit::insertTemplate(const QString &example)
{
    QTextCursor cursor = textCursor();
    const QString function = example.mid(2);
    const QString name = typedName();
    if (!name.isEmpty() && function.startsWith(name, Qt::CaseInsensitive))
        cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, int(name.size()));
    // What was begun by hand, "{{ui", is finished and not begun again.
    for (int braces = 0; braces < 2; ++braces) {
        const int before = cursor.selectionStart() - 1;
        if (before < 0 || document()->characterAt(before) != u'{')
            break;
        const int end = cursor.selectionEnd();
        cursor.setPosition(end);
        cursor.setPosition(before, QTextCursor::KeepAnchor);
    }
    cursor.insertText(example);
    setTextCursor(cursor);
}

} // namespace Views
