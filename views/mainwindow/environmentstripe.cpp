// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/environmentstripe.h"

#include "views/appearance.h"
#include "views/widgets/badge.h"

#include <QPainter>

namespace Views {

EnvironmentStripe::EnvironmentStripe(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance)
{
    setObjectName(QStringLiteral("environmentStripe"));
    setFixedHeight(3);
    setFocusPolicy(Qt::NoFocus);
    setEnvironment(std::nullopt);
}

void EnvironmentStripe::setEnvironment(std::optional<Domain::Environment> environment)
{
    m_environment = environment;
    setAccessibleName(environment ? tr("Environment: %1").arg(environmentWord(*environment)) : tr("Not connected"));
    update();
}

void EnvironmentStripe::paintEvent(QPaintEvent *)
{
    const Theme &theme = m_appearance.theme();
    QPainter(this).fillRect(rect(), m_environment ? environmentColor(*m_environment, theme) : theme.window);
}

} // namespace Views
