// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/headereditor.h"

#include "items/numbertext.h"
#include "items/producedheadermodel.h"
#include "items/requestfields.h"
#include "views/appearance.h"
#include "views/widgets/celldelegate.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/listtable.h"
#include "views/widgets/named.h"
#include "views/widgets/toolbutton.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace Views {

namespace {

using Items::ProducedHeaderModel;
using Produce::FieldKind;

/// Edits names and values as text, kinds by a list.
class EditDelegate final : public CellDelegate
{
public:
    EditDelegate(const Appearance &appearance, QObject *parent) : CellDelegate(appearance, parent), m_appearance(appearance) {}

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        if (index.column() == ProducedHeaderModel::Kind) {
            auto *box = named(new QComboBox(parent), "headerKindEdit", HeaderEditor::tr("Kind of the header's value"));
            for (int kind = int(FieldKind::Null); kind <= int(FieldKind::File); ++kind)
                box->addItem(Items::fieldKindName(static_cast<FieldKind>(kind)), kind);
            return box;
        }
        const bool isName = index.column() == ProducedHeaderModel::Name;
        auto *edit = named(new QLineEdit(parent), isName ? "headerNameEdit" : "headerValueEdit", isName ? HeaderEditor::tr("Name of the header") : HeaderEditor::tr("Value of the header"));
        edit->setFont(m_appearance.fixedFont());
        edit->setFrame(false);
        return edit;
    }
    void setEditorData(QWidget *editor, const QModelIndex &index) const override
    {
        if (auto *box = qobject_cast<QComboBox *>(editor))
            box->setCurrentIndex(box->findData(index.data(Qt::EditRole)));
        else if (auto *edit = qobject_cast<QLineEdit *>(editor))
            edit->setText(index.data(Qt::EditRole).toString());
    }
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override
    {
        if (const auto *box = qobject_cast<const QComboBox *>(editor))
            model->setData(index, box->currentData());
        else if (const auto *edit = qobject_cast<const QLineEdit *>(editor))
            model->setData(index, edit->text());
    }
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        const int surplus = std::max(0, m_appearance.controlHeight() - option.rect.height());
        editor->setGeometry(option.rect.adjusted(0, -surplus / 2, 0, surplus - surplus / 2));
    }

private:
    const Appearance &m_appearance;
};

} // namespace

HeaderEditor::HeaderEditor(ProducedHeaderModel &model, const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_model(model), m_facts(new ElidedLabel(this)), m_add(new ToolButton(appearance, QStringLiteral("plus"), tr("Add a header"), this)),
      m_remove(new ToolButton(appearance, QStringLiteral("trash"), tr("Remove the header (Del)"), this)),
      m_up(new ToolButton(appearance, QStringLiteral("chevron-up"), tr("Move the header up (Alt+Up)"), this)),
      m_down(new ToolButton(appearance, QStringLiteral("chevron-down"), tr("Move the header down (Alt+Down)"), this)),
      m_table(new ListTable(appearance, tr("Headers"), this))
{
    m_facts->setObjectName(QStringLiteral("producedHeaderFacts"));
    m_facts->setProperty("tone", QStringLiteral("second"));
    appearance.useFont(m_facts, 0.92);
    m_add->setObjectName(QStringLiteral("addHeaderButton"));
    m_add->setText(tr("Add"));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_remove->setObjectName(QStringLiteral("removeHeaderButton"));
    m_up->setObjectName(QStringLiteral("moveHeaderUpButton"));
    m_down->setObjectName(QStringLiteral("moveHeaderDownButton"));
    m_table->setObjectName(QStringLiteral("producedHeaderTable"));
    m_table->setProperty("region", true);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegate(new EditDelegate(appearance, m_table));
    m_table->setModel(&model);
    m_table->setColumnWidths({22, 9, 40, 9}, ProducedHeaderModel::Value);
    m_table->installEventFilter(this);

    auto *headRow = new QWidget(this);
    auto *head = new QHBoxLayout(headRow);
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(4);
    head->addWidget(m_facts, 1);
    for (ToolButton *button : {m_up, m_down, m_remove, m_add})
        head->addWidget(button);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(headRow);
    column->addWidget(m_table, 1);

    connect(m_add, &QToolButton::clicked, this, &HeaderEditor::add);
    connect(m_remove, &QToolButton::clicked, this, &HeaderEditor::remove);
    connect(m_up, &QToolButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { move(1); });
    connect(m_table, &ListTable::opened, m_table, [this](const QModelIndex &index) {
        if (m_table->hasFocus()) // Enter that ends editing comes here too
            m_table->edit(index);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &HeaderEditor::updateState);
    connect(&model, &ProducedHeaderModel::edited, this, &HeaderEditor::updateState);
    // Buttons in their own height, and two rows: what a style sheet gives as least is less.
    const auto measure = [this, headRow, &appearance] {
        headRow->setFixedHeight(appearance.controlHeight() + 3);
        setMinimumHeight(headRow->minimumHeight() + 2 + appearance.headerHeight() + 2 * appearance.rowHeight());
    };
    connect(&appearance, &Appearance::changed, this, measure);
    measure();
    updateState();
}

void HeaderEditor::updateState()
{
    const int count = m_model.rowCount();
    const int row = m_table->currentIndex().row();
    m_facts->setText(count == 0 ? tr("none") : count == 1 ? tr("1 header") : tr("%1 headers, duplicates and order kept").arg(Items::countText(quint64(count))));
    m_remove->setEnabled(row >= 0);
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < count);
}

void HeaderEditor::add()
{
    const int row = m_model.add();
    if (row < 0)
        return;
    const QModelIndex name = m_model.index(row, ProducedHeaderModel::Name);
    m_table->setCurrentIndex(name);
    m_table->setFocus();
    m_table->edit(name);
}

void HeaderEditor::remove()
{
    m_model.remove(m_table->currentIndex().row());
    updateState();
}

void HeaderEditor::move(int by)
{
    m_model.move(m_table->currentIndex().row(), by);
    updateState();
}

bool HeaderEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_table || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<const QKeyEvent *>(event);
    if (key->key() == Qt::Key_Delete) {
        remove();
        return true;
    }
    if (key->key() == Qt::Key_F2 && m_table->currentIndex().isValid()) {
        m_table->edit(m_table->currentIndex());
        return true;
    }
    if (key->modifiers() == Qt::AltModifier && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
        move(key->key() == Qt::Key_Up ? -1 : 1);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace Views
