// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/dryrunmodel.h"
#include "items/replaytext.h"

#include <QWidget>

#include <functional>
#include <memory>

class QComboBox;
class QPushButton;
class QScrollArea;
class QStackedLayout;
class QVBoxLayout;

namespace Views {

class Appearance;
class EmptyState;
class ListTable;

/// What a dry run has found: what is to be known, and the first records before and after. Owned by the replay page.
class DryRunPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DryRunPane)
public:
    explicit DryRunPane(const Appearance &appearance, QWidget *parent = nullptr);

    void setReport(std::shared_ptr<const Replay::DryRunReport> report, const Replay::Plan &plan);
    void show(Items::DryRunModel::Show what);
    using QWidget::show;
    /// The settings have changed since: what stands here is of other settings.
    void setOutdated(bool outdated);
    /// Words for when nothing has been found yet.
    void setWaiting(const QString &title, const QString &text, bool canRun);

signals:
    void dryRunAsked();
    void createOffered(QPushButton *button); ///< a control that leads to a write; it lives until the next report
    void createAsked();                      ///< the missing topics

private:
    void showFindings(const std::vector<Items::FindingLine> &lines, bool hasMissing);
    void clearFindings();
    void fitFindings();

    const Appearance &m_appearance;
    Items::DryRunModel m_model;
    QWidget *m_findings;
    QVBoxLayout *m_lines;
    QScrollArea *m_scroll;
    ListTable *m_table;
    EmptyState *m_empty;
    QStackedLayout *m_stack;
    QWidget *m_content;
};

} // namespace Views
