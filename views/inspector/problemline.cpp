// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/inspector/problemline.h"

#include "views/appearance.h"
#include "views/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace Views {

namespace {

constexpr int iconSize = 14;

} // namespace

ProblemLine::ProblemLine(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_icon(new QLabel(this)), m_text(new QLabel(this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setMinimumWidth(1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 3, 8, 3);
    row->setSpacing(6);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    connect(&appearance, &Appearance::changed, this, &ProblemLine::applyLook);
    applyLook();
    setText({});
}

void ProblemLine::applyLook()
{
    m_icon->setPixmap(iconPixmap(QStringLiteral("warning"), m_appearance.theme().warn, iconSize, devicePixelRatioF()));
    m_text->setFont(m_appearance.uiFont(0.92));
}

void ProblemLine::setText(const QString &sentence)
{
    m_text->setText(sentence);
    setAccessibleName(sentence);
    setVisible(!sentence.isEmpty());
}

QString ProblemLine::text() const
{
    return m_text->text();
}

void ProblemLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_appearance.theme().warnBg);
}

} // namespace Views
