// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

namespace Items {
class ProducedHeaderModel;
}

namespace Views {

class Appearance;
class ElidedLabel;
class ListTable;
class ToolButton;

/// The headers of a record to be sent: a table edited in place, with buttons to add, remove and move. Owned by the page.
class HeaderEditor final : public QWidget
{
    Q_OBJECT
public:
    HeaderEditor(Items::ProducedHeaderModel &model, const Appearance &appearance, QWidget *parent);
    ListTable *table() const { return m_table; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void add();
    void remove();
    void move(int by);
    void updateState();
    Items::ProducedHeaderModel &m_model;
    ElidedLabel *m_facts;
    ToolButton *m_add;
    ToolButton *m_remove;
    ToolButton *m_up;
    ToolButton *m_down;
    ListTable *m_table;
};

} // namespace Views
