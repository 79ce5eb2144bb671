// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/inspector/paneheader.h"

#include "views/appearance.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace Views {

PaneHeader::PaneHeader(const Appearance &appearance, const QString &title, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_title(new QLabel(title, this)), m_remark(new QLabel(this))
{
    for (QLabel *label : {m_title, m_remark})
        label->setTextFormat(Qt::PlainText);
    m_title->setProperty("tone", QStringLiteral("second"));
    m_remark->setProperty("tone", QStringLiteral("third"));
    m_remark->setMinimumWidth(1); // the pane may become narrower than its remark
    m_remark->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 1);
    layout->addWidget(m_title);
    layout->addWidget(m_remark, 1);
    connect(&appearance, &Appearance::changed, this, &PaneHeader::applyLook);
    applyLook();
}

void PaneHeader::applyLook()
{
    for (QLabel *label : {m_title, m_remark})
        label->setFont(m_appearance.uiFont(0.92));
    setFixedHeight(m_appearance.rowHeight() + 3);
}

void PaneHeader::setRemark(const QString &remark)
{
    m_remark->setText(remark);
}

QString PaneHeader::remark() const
{
    return m_remark->text();
}

void PaneHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_appearance.theme().window);
    painter.fillRect(0, height() - 1, width(), 1, m_appearance.theme().line);
}

} // namespace Views
