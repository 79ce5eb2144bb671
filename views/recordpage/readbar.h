// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"

#include <QWidget>

#include <vector>

class QHBoxLayout;
class QMenu;

namespace Views {

class Appearance;
class FieldButton;
class FieldPopup;
class PartitionPicker;
class ToolButton;

/// The page bar: what is read, readable in one line (From, Until, Partitions, Isolation, Order, Value), and the buttons at its end. It
/// knows no session: it shows a plan and says which one the user wants. Fields that find no room fold into "More". Owned by the
/// record page.
class ReadBar final : public QWidget
{
    Q_OBJECT
public:
    explicit ReadBar(const Appearance &appearance, QWidget *parent = nullptr);

    void setPlan(const Domain::ReadPlan &plan);
    const Domain::ReadPlan &plan() const { return m_plan; }
    void setPartitions(const std::vector<Domain::PartitionId> &partitions);
    void setUtc(bool utc);
    /// Not everywhere can offsets be looked up by time; the entries then say why they are off.
    void setCanLookUpTimes(bool can);
    void setValueFormat(const QString &word);
    /// How the loaded rows are shown; not a part of the plan.
    void setOrder(Domain::ReadOrder order, bool newestFirst);
    void setLive(bool live);
    QMenu *columnsMenu() const { return m_columnsMenu; }

    QSize minimumSizeHint() const override;

signals:
    void planChosen(const Domain::ReadPlan &plan);
    void valueFormatChosen(const QString &word);
    void orderChosen(Domain::ReadOrder order, bool newestFirst);
    void liveToggled(bool live);
    void exportAsked();
    void recordingAsked();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    FieldButton *addField(const char *name, const QString &label);
    ToolButton *addButton(const char *name, const QString &icon, const QString &words);
    void makeFromMenu();
    void makeUntilMenu();
    void makePartitionMenu();
    void makeIsolationMenu();
    void makeOrderMenu();
    void makeValueMenu();
    void makeButtons();
    void describe();
    void fold();

    void choose(Domain::ReadPlan plan);
    void chooseFrom(const Domain::SeekTarget &from);
    void chooseUntil(const Domain::ReadUntil &until);
    void ask(FieldButton *field, const QString &question, const QString &hint, const QString &text, std::function<QString(const QString &)> take);
    void askTail();
    void askFromOffset();
    void askFromTime();
    void askUntilOffset();
    void askUntilTime();
    void askLimit();
    QString timeHint() const;
    QString unknownPartition(const std::map<Domain::PartitionId, Domain::SeekTarget> &offsets) const;

    const Appearance &m_appearance;
    Domain::ReadPlan m_plan;
    std::vector<Domain::PartitionId> m_partitions;
    bool m_utc = false;
    Domain::ReadOrder m_shownOrder = Domain::ReadOrder::Arrival;
    bool m_newestFirst = false;
    QString m_format; ///< word of the value format
    FieldPopup *m_popup;
    QHBoxLayout *m_row;
    FieldButton *m_from;
    FieldButton *m_until;
    FieldButton *m_partitionField;
    FieldButton *m_isolation;
    FieldButton *m_order;
    FieldButton *m_value;
    FieldButton *m_more;
    PartitionPicker *m_picker = nullptr;
    ToolButton *m_live = nullptr;
    std::vector<ToolButton *> m_buttons; ///< at the end of the bar
    QMenu *m_columnsMenu;
    std::vector<FieldButton *> m_fields; ///< in order of their place; the last fold first
    std::vector<QAction *> m_timeActions;
};

} // namespace Views
