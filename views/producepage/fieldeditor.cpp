// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/fieldeditor.h"

#include "items/numbertext.h"
#include "views/appearance.h"
#include "views/producepage/templateedit.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/named.h"

#include <QButtonGroup>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <array>

namespace Views {

namespace {

using Produce::FieldKind;

constexpr int keyCharacters = 36; // of a key and its size beside the kinds

constexpr std::array kinds{FieldKind::Text, FieldKind::Json, FieldKind::Hex, FieldKind::Base64, FieldKind::File, FieldKind::Empty, FieldKind::Null};

const char *nameOf(FieldKind kind)
{
    switch (kind) {
    case FieldKind::Null: return "Null";
    case FieldKind::Empty: return "Empty";
    case FieldKind::Text: return "Text";
    case FieldKind::Json: return "Json";
    case FieldKind::Hex: return "Hex";
    case FieldKind::Base64: return "Base64";
    case FieldKind::File: return "File";
    }
    return "";
}

} // namespace

FieldEditor::FieldEditor(Role role, const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_role(role), m_appearance(appearance), m_kinds(new QButtonGroup(this)), m_stack(new QStackedWidget(this)),
      m_edit(new TemplateEdit(appearance, role == Role::Key ? TemplateEdit::Height::Line : TemplateEdit::Height::Free, this)), m_size(new QLabel(this)),
      m_message(new ElidedLabel(this)), m_head(new QHBoxLayout), m_column(new QVBoxLayout(this))
{
    const bool isKey = role == Role::Key;
    named(m_edit, isKey ? "keyEdit" : "valueEdit", isKey ? tr("Key") : tr("Value"));
    m_edit->setProperty("region", true);
    m_stack->addWidget(m_edit);
    m_stack->addWidget(makeFile());
    m_stack->setSizePolicy(QSizePolicy::Expanding, isKey ? QSizePolicy::Fixed : QSizePolicy::Expanding);
    m_size->setObjectName(isKey ? QStringLiteral("keySize") : QStringLiteral("valueSize"));
    m_size->setTextFormat(Qt::PlainText);
    m_size->setProperty("tone", QStringLiteral("second"));
    m_size->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    appearance.useFont(m_size, 0.92);
    m_message->setObjectName(isKey ? QStringLiteral("keyProblem") : QStringLiteral("valueProblem"));
    m_message->setProperty("tone", QStringLiteral("danger"));
    appearance.useFont(m_message, 0.92);
    m_message->hide();
    layOut(makeKinds());
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        check();
        emit edited();
    });
    connect(m_kinds, &QButtonGroup::idClicked, this, [this] {
        takeKind();
        emit edited();
    });
    setField({isKey ? FieldKind::Text : FieldKind::Json, {}});
}

QWidget *FieldEditor::makeKinds()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 1, 0);
    layout->setSpacing(0);
    const QString what = m_role == Role::Key ? tr("Key") : tr("Value");
    for (const FieldKind kind : kinds) {
        auto *button = new QPushButton(Items::fieldKindName(kind), row);
        button->setObjectName((m_role == Role::Key ? QStringLiteral("keyKind") : QStringLiteral("valueKind")) + QLatin1String(nameOf(kind)));
        button->setAccessibleName(tr("%1 is %2").arg(what, Items::fieldKindName(kind)));
        button->setCheckable(true);
        button->setAutoDefault(false);
        button->setProperty("kind", QStringLiteral("segment"));
        m_kinds->addButton(button, int(kind));
        layout->addWidget(button);
    }
    return row;
}

QWidget *FieldEditor::makeFile()
{
    const bool isKey = m_role == Role::Key;
    auto *page = new QWidget(m_stack);
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    m_file = named(new QLineEdit(page), isKey ? "keyFileEdit" : "valueFileEdit", isKey ? tr("File with the key") : tr("File with the value"));
    m_file->setPlaceholderText(tr("File whose bytes are sent as they are"));
    auto *browse = named(new QPushButton(tr("Browse…"), page), isKey ? "keyBrowseButton" : "valueBrowseButton", isKey ? tr("Browse for the key's file") : tr("Browse for the value's file"));
    browse->setAutoDefault(false);
    row->addWidget(m_file, 1, Qt::AlignTop);
    row->addWidget(browse, 0, Qt::AlignTop);
    connect(browse, &QPushButton::clicked, this, &FieldEditor::browse);
    connect(m_file, &QLineEdit::textChanged, this, [this] {
        check();
        emit edited();
    });
    return page;
}

void FieldEditor::layOut(QWidget *kindRow)
{
    m_kindRow = kindRow;
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(4);
    m_head->setSpacing(8);
    m_head->addWidget(kindRow);
    m_head->addStretch(1);
    if (m_role == Role::Value) {
        m_format = named(new QPushButton(tr("Format"), this), "formatButton", tr("Format the JSON"));
        m_format->setProperty("kind", QStringLiteral("flat"));
        m_format->setAutoDefault(false);
        m_format->setToolTip(tr("Blanks and line breaks for reading. JSON is sent as it is written here."));
        connect(m_format, &QPushButton::clicked, this, &FieldEditor::format);
        m_head->addWidget(m_format);
    }
    m_head->addWidget(m_size);
    m_column->addLayout(m_head);
    m_column->addWidget(m_stack, 1);
    m_column->addWidget(m_message);
}

/// A key stands beside its kinds where there is room, else under them.
void FieldEditor::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (m_role == Role::Value)
        return;
    const bool isBeside = m_head->indexOf(m_stack) >= 0;
    const bool fits = width() >= m_kindRow->sizeHint().width() + fontMetrics().averageCharWidth() * keyCharacters;
    if (fits == isBeside)
        return;
    m_head->removeWidget(m_stack);
    m_column->removeWidget(m_stack);
    if (fits)
        m_head->insertWidget(1, m_stack, 1);
    else
        m_column->insertWidget(1, m_stack);
    m_head->setStretch(m_head->indexOf(m_size) - 1, fits ? 0 : 1); // the gap
}

Produce::Field FieldEditor::field() const
{
    const auto kind = static_cast<FieldKind>(m_kinds->checkedId());
    if (kind == FieldKind::Null || kind == FieldKind::Empty)
        return {kind, {}};
    if (kind == FieldKind::File)
        return {kind, QFile::encodeName(m_file->text()).toStdString()};
    return {kind, m_edit->toPlainText().toStdString()};
}

void FieldEditor::setField(const Produce::Field &field)
{
    {
        const QSignalBlocker blockText(m_edit);
        const QSignalBlocker blockFile(m_file);
        m_kinds->button(int(field.kind))->setChecked(true);
        if (field.kind == FieldKind::File)
            m_file->setText(QFile::decodeName(QByteArray::fromStdString(field.text)));
        else if (m_edit->toPlainText().toStdString() != field.text)
            m_edit->setPlainText(QString::fromStdString(field.text));
    }
    takeKind();
    emit edited();
}

void FieldEditor::setTemplates(bool hasTemplates)
{
    if (m_hasTemplates == hasTemplates)
        return;
    m_hasTemplates = hasTemplates;
    takeKind();
}

void FieldEditor::setTextOfLines(bool ofLines)
{
    if (m_isOfLines == ofLines)
        return;
    m_isOfLines = ofLines;
    takeKind();
}

void FieldEditor::takeKind()
{
    const auto kind = static_cast<FieldKind>(m_kinds->checkedId());
    const bool hasText = kind != FieldKind::Null && kind != FieldKind::Empty;
    const bool mayHoldTemplate = kind == FieldKind::Text || kind == FieldKind::Json;
    m_stack->setCurrentIndex(kind == FieldKind::File ? 1 : 0);
    m_edit->setEnabled(hasText);
    m_edit->setLanguage(kind == FieldKind::Json, mayHoldTemplate && m_hasTemplates);
    m_edit->setPlaceholderText(kind == FieldKind::Null ? tr("null: there is none") : kind == FieldKind::Empty ? tr("empty: 0 bytes") : m_isOfLines ? tr("the line as it is; or a text with {{line()}} in it") : QString());
    if (m_format)
        m_format->setVisible(kind == FieldKind::Json);
    check();
}

void FieldEditor::check()
{
    m_otherProblem.clear();
    const bool isLine = m_isOfLines && m_edit->document()->isEmpty() && m_kinds->checkedId() != int(FieldKind::File);
    m_problem = isLine ? std::nullopt : Items::fieldProblem(field(), m_hasTemplates);
    showProblem();
}

void FieldEditor::setOtherProblem(const QString &words)
{
    m_otherProblem = words;
    showProblem();
}

QString FieldEditor::problemText() const
{
    return m_problem ? m_problem->text : m_otherProblem;
}

void FieldEditor::showProblem()
{
    const QString words = problemText();
    m_edit->setProblem(!words.isEmpty() && m_edit->isEnabled(), m_problem ? m_problem->position : -1, m_problem ? m_problem->length : 0);
    m_edit->setAccessibleDescription(words);
    m_message->setText(words);
    m_message->setVisible(!words.isEmpty());
    if (m_format)
        m_format->setEnabled(!m_problem);
}

void FieldEditor::setNextSize(std::optional<quint64> size)
{
    m_size->setText(size ? Items::bytesText(*size) : QString());
}

void FieldEditor::format()
{
    const auto formatted = Items::formattedJson(m_edit->toPlainText());
    if (!formatted || *formatted == m_edit->toPlainText())
        return;
    QTextCursor cursor(m_edit->document()); // as one step that can be undone
    cursor.select(QTextCursor::Document);
    cursor.insertText(*formatted);
}

void FieldEditor::browse()
{
    auto *dialog = new QFileDialog(this, m_role == Role::Key ? tr("File with the key") : tr("File with the value"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) { m_file->setText(file); });
    dialog->open();
}

} // namespace Views
