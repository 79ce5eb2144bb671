// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/inspector/inspectorhead.h"

#include "items/numbertext.h"
#include "items/recordcontent.h"
#include "views/appearance.h"
#include "views/inspector/partitionchip.h"
#include "views/widgets/toolbutton.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>

namespace Views {

InspectorHead::InspectorHead(const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_partition(new PartitionChip(appearance, this))
    , m_offset(new QLabel(this))
    , m_time(new QLabel(this))
    , m_format(new QToolButton(this))
    , m_copy(new ToolButton(appearance, QStringLiteral("copy"), tr("Copy the record"), this))
    , m_formats(new QActionGroup(this))
{
    m_partition->setObjectName(QStringLiteral("inspectorPartition"));
    m_offset->setObjectName(QStringLiteral("inspectorOffset"));
    m_time->setObjectName(QStringLiteral("inspectorTime"));
    m_format->setObjectName(QStringLiteral("formatButton"));
    m_copy->setObjectName(QStringLiteral("inspectorCopyButton"));
    for (QLabel *label : {m_offset, m_time})
        label->setTextFormat(Qt::PlainText);
    m_time->setProperty("tone", QStringLiteral("second"));
    m_format->setPopupMode(QToolButton::InstantPopup);
    m_format->setFocusPolicy(Qt::StrongFocus);
    m_copy->setPopupMode(QToolButton::InstantPopup);
    fillFormatMenu();
    fillCopyMenu();

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(8);
    row->addWidget(m_partition);
    row->addWidget(m_offset);
    row->addWidget(m_time);
    row->addStretch(1);
    row->addWidget(m_format);
    row->addWidget(m_copy);
    setMinimumWidth(1);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(&appearance, &Appearance::changed, this, &InspectorHead::applyLook);
    applyLook();
    setRecord(nullptr, false);
}

void InspectorHead::applyLook()
{
    m_offset->setFont(m_appearance.fixedFont());
    m_time->setFont(m_appearance.fixedFont());
    m_format->setFont(m_appearance.uiFont(0.92));
    fit();
}

void InspectorHead::fillFormatMenu()
{
    auto *menu = new QMenu(m_format);
    menu->setObjectName(QStringLiteral("formatMenu"));
    for (const Items::Format format : Codec::allFormats) {
        QAction *action = menu->addAction(Items::formatName(format));
        action->setCheckable(true);
        action->setData(static_cast<int>(format));
        m_formats->addAction(action);
    }
    connect(m_formats, &QActionGroup::triggered, this, [this](const QAction *action) { emit formatChosen(static_cast<Items::Format>(action->data().toInt())); });
    m_format->setMenu(menu);
}

void InspectorHead::fillCopyMenu()
{
    auto *menu = new QMenu(m_copy);
    menu->setObjectName(QStringLiteral("copyMenu"));
    menu->addAction(tr("Copy value"), this, &InspectorHead::copyValueAsked);
    menu->addAction(tr("Copy key"), this, &InspectorHead::copyKeyAsked);
    menu->addAction(tr("Copy record as JSON line"), this, &InspectorHead::copyJsonAsked);
    menu->addAction(tr("Copy kcat command"), this, &InspectorHead::copyKcatAsked);
    m_copy->setMenu(menu);
}

void InspectorHead::setRecord(const Items::RecordContent *record, bool utc)
{
    m_hasRecord = record != nullptr;
    if (record) {
        m_partition->setPartition(record->partition.value());
        m_offset->setText(tr("offset %1").arg(Items::offsetText(record->offset)));
        m_time->setText(record->timestamp.type == Domain::TimestampType::None ? tr("no time") : Items::timeText(record->timestamp.ms, utc));
    }
    m_copy->setVisible(m_hasRecord);
    fit();
}

void InspectorHead::setFormat(Items::Format chosen, Items::Format used)
{
    const QString name = Items::formatName(used);
    m_shortFormat = used == Items::Format::Automatic ? QString() : name;
    m_longFormat = m_shortFormat.isEmpty() ? QString() : chosen == Items::Format::Automatic ? tr("%1, chosen automatically").arg(name) : tr("%1, chosen by you").arg(name);
    m_format->setAccessibleName(tr("Format: %1").arg(m_longFormat));
    m_format->setToolTip(tr("How the bytes are read"));
    for (QAction *action : m_formats->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(chosen));
    fit();
}

void InspectorHead::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

/// Shows what there is room for: the time goes first, then the words behind the format's name, then the offset, the partition last.
void InspectorHead::fit()
{
    constexpr int gap = 8;
    m_format->setVisible(!m_shortFormat.isEmpty());
    m_format->setText(m_longFormat);
    const int longFormat = m_shortFormat.isEmpty() ? 0 : m_format->sizeHint().width() + gap;
    m_format->setText(m_shortFormat);
    const int shortFormat = m_shortFormat.isEmpty() ? 0 : m_format->sizeHint().width() + gap;
    const int fixed = 3 * gap + m_copy->sizeHint().width() + m_partition->sizeHint().width();
    const int offset = m_offset->sizeHint().width() + gap;
    const int time = m_time->sizeHint().width() + gap;
    m_time->setVisible(m_hasRecord && width() >= fixed + offset + time + longFormat);
    m_format->setText(width() >= fixed + offset + longFormat ? m_longFormat : m_shortFormat);
    m_offset->setVisible(m_hasRecord && width() >= fixed + offset + shortFormat);
    m_partition->setVisible(m_hasRecord && width() >= fixed + shortFormat);
}

} // namespace Views
