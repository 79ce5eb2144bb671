// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/producejob.h"

#include <QWidget>

#include <memory>

class QCheckBox;
class QStackedLayout;

namespace Items {
class DeliveryModel;
}

namespace Views {

class Appearance;
class ElidedLabel;
class EmptyState;
class ListTable;
class ToolButton;
class TotalsStrip;

/// What has become of the records of a run: table, latest first, and totals. Owned by the page.
class DeliveryPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeliveryPane)
public:
    DeliveryPane(const Appearance &appearance, QWidget *parent);
    ~DeliveryPane() override;

    /// Follows this run. Null: nothing has been sent.
    void setBoard(const std::shared_ptr<Produce::DeliveryBoard> &board);
    /// Takes over what is new.
    void update(const Produce::DeliveryBoard::Status &status);
    Items::DeliveryModel &model() const { return *m_model; }

signals:
    void stopAsked();
    void exportAsked();
    void recordAsked(const Produce::Delivery &delivery); ///< show it in the log, or look whether it is there

private:
    QWidget *makeHead();
    void connectTable();
    void showMenu(const QPoint &place);
    void updateState();

    const Appearance &m_appearance;
    Items::DeliveryModel *m_model;
    ElidedLabel *m_remark;
    QCheckBox *m_problemsOnly;
    ToolButton *m_export;
    QStackedLayout *m_stack;
    ListTable *m_table;
    EmptyState *m_empty;
    TotalsStrip *m_totals;
    quint64 m_problems = 0;
    bool m_hasRun = false;
};

} // namespace Views
