// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/requestpreview.h"

#include <QWidget>

class QLabel;

namespace Views {

class Appearance;
class ElidedLabel;
class TextView;
class ToolButton;

/// The next records as they would be sent: value, key, headers and partition, one of three at a time. Owned by the page.
class NextRecordPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NextRecordPane)
public:
    NextRecordPane(const Appearance &appearance, QWidget *parent);
    void display(const Items::RequestPreview &preview, bool isCounted);
    QString facts() const;

private:
    void show(std::size_t index);
    using QWidget::show;

    QLabel *m_title;
    ElidedLabel *m_facts;
    ElidedLabel *m_headers;
    TextView *m_view;
    ToolButton *m_previous;
    ToolButton *m_next;
    std::vector<Items::RequestPreview::Record> m_records;
    std::size_t m_index = 0;
};

} // namespace Views
