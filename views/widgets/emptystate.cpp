// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/widgets/emptystate.h"

#include "views/appearance.h"
#include "views/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace Views {

namespace {

constexpr int iconSize = 20;

QLabel *centredLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignHCenter);
    label->setWordWrap(true);
    return label;
}

} // namespace

EmptyState::EmptyState(const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_icon(new QLabel(this))
    , m_title(centredLabel(this))
    , m_text(centredLabel(this))
    , m_buttons(new QHBoxLayout)
{
    setObjectName(QStringLiteral("emptyState"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    appearance.useFont(m_title, 1.08, QFont::DemiBold);
    appearance.useFont(m_text, 0.92);
    m_text->setProperty("tone", QStringLiteral("second"));
    m_icon->setAlignment(Qt::AlignHCenter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(6);
    column->addStretch(2);
    column->addWidget(m_icon);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addSpacing(4);
    column->addLayout(m_buttons);
    column->addStretch(3);
    m_buttons->addStretch(1);
    m_buttons->addStretch(1);
    connect(&appearance, &Appearance::changed, this, &EmptyState::applyTheme);
}

void EmptyState::display(const QString &iconName, const QString &title, const QString &text, const QColor &iconColor)
{
    m_iconName = iconName;
    m_iconColor = iconColor;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    while (m_buttons->count() > 2) {
        QLayoutItem *item = m_buttons->takeAt(1);
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    setAccessibleName(text.isEmpty() ? title : title + QStringLiteral(". ") + text);
    applyTheme();
}

QPushButton *EmptyState::addButton(const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setAutoDefault(false);
    button->setAccessibleName(text);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

QString EmptyState::title() const
{
    return m_title->text();
}

QString EmptyState::text() const
{
    return m_text->text();
}

void EmptyState::applyTheme()
{
    if (m_iconName.isEmpty())
        return;
    const QColor color = m_iconColor.isValid() ? m_iconColor : m_appearance.theme().text3;
    m_icon->setPixmap(iconPixmap(m_iconName, color, iconSize, devicePixelRatioF()));
}

} // namespace Views
