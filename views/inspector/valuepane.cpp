// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/inspector/valuepane.h"

#include "items/fieldtreemodel.h"
#include "items/numbertext.h"
#include "views/appearance.h"
#include "views/inspector/fieldtreeview.h"
#include "views/inspector/hexview.h"
#include "views/inspector/paneheader.h"
#include "views/inspector/problemline.h"
#include "views/inspector/textview.h"

#include <QScopedValueRollback>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace Views {

namespace {

QVBoxLayout *tightColumn(QWidget *owner)
{
    auto *layout = new QVBoxLayout(owner);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    return layout;
}

} // namespace

ValuePane::ValuePane(const Appearance &appearance, Part part, QWidget *parent)
    : QWidget(parent)
    , m_part(part)
    , m_fields(new Items::FieldTreeModel(this))
    , m_tree(new FieldTreeView(appearance, this))
    , m_text(new TextView(appearance, this))
    , m_bytes(new HexView(appearance, this))
    , m_textPart(makeText(appearance))
    , m_bytesPart(makeBytes(appearance))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_state(new ValueState(appearance, this))
    , m_stack(new QStackedWidget(this))
    , m_problem(new ProblemLine(appearance, this))
{
    const bool isKey = part == Part::Key;
    m_tree->setObjectName(isKey ? QStringLiteral("keyFieldTree") : QStringLiteral("fieldTree"));
    m_text->setObjectName(isKey ? QStringLiteral("keyTextView") : QStringLiteral("textView"));
    m_bytes->setObjectName(isKey ? QStringLiteral("keyByteView") : QStringLiteral("byteView"));
    m_state->setObjectName(isKey ? QStringLiteral("keyState") : QStringLiteral("valueState"));
    m_splitter->setObjectName(isKey ? QStringLiteral("keySplitter") : QStringLiteral("valueSplitter"));
    m_problem->setObjectName(isKey ? QStringLiteral("keyProblem") : QStringLiteral("valueProblem"));

    m_tree->setModel(m_fields);
    m_tree->setRoot(isKey ? QStringLiteral("key") : QStringLiteral("value"));
    connect(m_tree, &FieldTreeView::conditionWanted, this, &ValuePane::conditionWanted);
    connect(m_tree, &FieldTreeView::columnWanted, this, &ValuePane::columnWanted);
    for (QWidget *w : {static_cast<QWidget *>(m_tree), m_textPart, m_bytesPart})
        m_splitter->addWidget(w);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 4);
    m_splitter->setStretchFactor(2, 0);
    m_stack->addWidget(m_state);
    m_stack->addWidget(m_splitter);
    QVBoxLayout *column = tightColumn(this);
    column->addWidget(m_problem);
    column->addWidget(m_stack, 1);

    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &ValuePane::fieldChosen);
    connect(m_text, &TextView::byteClicked, this, [this](std::size_t byte) { selectByte(byte, m_text); });
    connect(m_bytes, &HexView::byteClicked, this, [this](std::size_t byte) { selectByte(byte, m_bytes); });
    connect(m_text, &TextView::rangeSelected, this, [this](Items::ByteRange range) { selectRange(range, m_text); });
    connect(m_bytes, &HexView::rangeSelected, this, [this](Items::ByteRange range) { selectRange(range, m_bytes); });
    connect(m_text, &TextView::problemFound, this, &ValuePane::textProblemFound);
}

QWidget *ValuePane::makeText(const Appearance &appearance)
{
    auto *part = new QWidget(this);
    QVBoxLayout *column = tightColumn(part);
    m_textHeader = new PaneHeader(appearance, tr("Text"), part);
    column->addWidget(m_textHeader);
    column->addWidget(m_text, 1);
    return part;
}

QWidget *ValuePane::makeBytes(const Appearance &appearance)
{
    auto *part = new QWidget(this);
    QVBoxLayout *column = tightColumn(part);
    m_bytesHeader = new PaneHeader(appearance, tr("Bytes"), part);
    column->addWidget(m_bytesHeader);
    column->addWidget(m_bytes, 1);
    return part;
}

void ValuePane::showState(ValueState::Kind kind, const QString &sentence)
{
    m_format = Items::Format::Automatic;
    m_value.reset();
    m_range = {};
    m_fields->setBytes({});
    m_text->setValue({}, Items::Format::Text);
    m_bytes->setValue({});
    showProblem({});
    m_state->display(kind, sentence);
    m_stack->setCurrentWidget(m_state);
    emit formatUsed(m_format);
}

void ValuePane::showBytes(Items::SharedBytes bytes, Items::Format chosen)
{
    const Codec::Detection detection = Codec::resolve(chosen, *bytes, m_part == Part::Key);
    m_value = std::move(bytes);
    m_format = detection.format;
    m_range = {};
    const bool isJson = m_format == Items::Format::Json;
    m_fields->setBytes(isJson ? m_value : Items::SharedBytes());
    m_text->setValue(m_format == Items::Format::Binary ? Items::SharedBytes() : m_value, m_format);
    m_bytes->setValue(m_value);
    m_textHeader->setRemark(isJson ? tr("laid out, digits and order kept") : m_format == Items::Format::Text ? tr("as sent") : tr("decoded"));
    m_bytesHeader->setRemark(Items::bytesText(m_value->size()));
    QString problem;
    if (detection.problem && detection.problem.kind == Codec::Problem::Kind::InvalidUtf8)
        problem = tr("Not all of it is text: %1.").arg(Items::problemText(detection.problem));
    else if (detection.problem && chosen == Items::Format::Automatic)
        problem = tr("Shown as text: %1.").arg(Items::problemText(detection.problem));
    else if (detection.problem)
        problem = tr("Not %1: %2.").arg(Items::formatName(chosen), Items::problemText(detection.problem));
    showProblem(problem);
    arrangeParts();
    m_stack->setCurrentWidget(m_splitter);
    emit formatUsed(m_format);
}

void ValuePane::showProblem(const QString &sentence)
{
    m_problem->setText(sentence);
}

/// The look at the first bytes found nothing, but further on the format does not hold.
void ValuePane::textProblemFound()
{
    if (m_problem->text().isEmpty())
        showProblem(tr("Shown as text from there on: %1.").arg(Items::problemText(m_text->problem())));
}

void ValuePane::fieldChosen()
{
    if (m_isLinking || !m_tree->currentIndex().isValid())
        return;
    selectRange(m_fields->range(m_tree->currentIndex()), m_tree);
}

void ValuePane::selectByte(std::size_t byte, const QObject *from)
{
    if (!m_value)
        return;
    Items::ByteRange range{byte, std::min(m_value->size(), Items::characterEnd(*m_value, byte))};
    if (m_format == Items::Format::Json) {
        const QScopedValueRollback<bool> linking(m_isLinking, true);
        const QModelIndex index = m_fields->indexAt(byte);
        if (index.isValid()) {
            m_tree->setCurrentIndex(index);
            range = m_fields->range(index);
        } else {
            m_tree->clearSelection();
        }
    } else if (m_format != Items::Format::Text && m_format != Items::Format::Binary) {
        range = {0, m_value->size()}; // all bytes make the one number or UUID
    }
    selectRange(range, from);
}

void ValuePane::selectRange(Items::ByteRange range, const QObject *from)
{
    m_range = range;
    m_text->setRange(range, from != m_text);
    m_bytes->setRange(range, from != m_bytes);
    m_bytesHeader->setRemark(range.isEmpty() ? Items::bytesText(m_value ? m_value->size() : 0)
                                             : tr("%1 selected at 0x%2").arg(Items::countText(range.size()), QString::number(qulonglong(range.begin), 16).rightJustified(4, QLatin1Char('0'))));
}

void ValuePane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrangeParts();
}

/// Which parts the format has, and which there is room for: the bytes go first.
void ValuePane::arrangeParts()
{
    const bool hasTree = m_format == Items::Format::Json;
    const bool hasText = m_format != Items::Format::Binary;
    const int bytesWidth = m_bytes->sizeHint().width();
    const int others = (hasTree ? m_text->sizeHint().width() * 3 / 5 : 0) + (hasText ? m_text->sizeHint().width() * 4 / 5 : 0);
    const bool hasBytes = !hasText || width() >= bytesWidth + others;
    const int parts = (hasTree ? 1 : 0) | (hasText ? 2 : 0) | (hasBytes ? 4 : 0);
    if (parts == m_parts)
        return; // the user's own widths stay
    m_parts = parts;
    m_tree->setVisible(hasTree);
    m_textPart->setVisible(hasText);
    m_bytesPart->setVisible(hasBytes);
    const int rest = std::max(2, width() - (hasBytes ? bytesWidth : 0));
    m_splitter->setSizes({rest * 4 / 9, hasTree ? rest * 5 / 9 : rest, bytesWidth});
}

} // namespace Views
