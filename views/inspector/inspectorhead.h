// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

#include "items/formattext.h"

class QActionGroup;
class QLabel;
class QToolButton;

namespace Items {
struct RecordContent;
}

namespace Views {

class Appearance;
class PartitionChip;
class ToolButton;

/// The right part of the inspector's first line: which record, how it is read, copy. Drops what there is no room for, the time
/// first. Owned by Inspector.
class InspectorHead final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InspectorHead)
public:
    explicit InspectorHead(const Appearance &appearance, QWidget *parent = nullptr);

    void setRecord(const Items::RecordContent *record, bool utc); ///< null: no record
    /// `used` Automatic: the part has no format (null, empty, headers): the button is hidden.
    void setFormat(Items::Format chosen, Items::Format used);

signals:
    void formatChosen(Items::Format format);
    void copyValueAsked();
    void copyKeyAsked();
    void copyJsonAsked();
    void copyKcatAsked();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void applyLook();
    void fillFormatMenu();
    void fillCopyMenu();
    void fit();

    const Appearance &m_appearance;
    PartitionChip *m_partition;
    QLabel *m_offset;
    QLabel *m_time;
    QToolButton *m_format;
    ToolButton *m_copy;
    QActionGroup *m_formats;
    QString m_longFormat;
    QString m_shortFormat;
    bool m_hasRecord = false;
};

} // namespace Views
