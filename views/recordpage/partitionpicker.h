// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/ids.h"

#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace Views {

class Appearance;

/// Which partitions to read: a check box for each, and a line such as "0,3-5"; both say the same. Nothing checked is refused.
/// Lives in the menu of the page bar's field.
class PartitionPicker final : public QWidget
{
    Q_OBJECT
public:
    explicit PartitionPicker(const Appearance &appearance, QWidget *parent = nullptr);

    void setPartitions(const std::vector<Domain::PartitionId> &all);
    void setChosen(const std::vector<Domain::PartitionId> &chosen); ///< empty: all

signals:
    void chosen(const std::vector<Domain::PartitionId> &partitions); ///< empty: all

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showChecks(const std::vector<Domain::PartitionId> &partitions);
    void readChecks();
    void readLine();
    void apply();
    void showProblem(const QString &problem);

    std::vector<Domain::PartitionId> m_all;
    std::vector<Domain::PartitionId> m_picked; ///< what checks and line say now
    QLineEdit *m_line;
    QListWidget *m_list;
    QLabel *m_problem;
    QPushButton *m_allButton;
    QPushButton *m_apply;
    bool m_valid = true;
};

} // namespace Views
