// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "views/theme.h"

#include <QWidget>

class QPainter;

namespace Views {

class Appearance;

/// Colour and word of an environment: every place that shows one takes them from here.
QColor environmentColor(Domain::Environment environment, const Theme &theme);
QColor onEnvironmentColor(Domain::Environment environment, const Theme &theme);
QString environmentWord(Domain::Environment environment);      ///< "Production"
QString environmentBadgeText(Domain::Environment environment); ///< "PRODUCTION"
QString environmentShortText(Domain::Environment environment); ///< "PROD": tree and tabs

/// Draws a filled badge, right or left aligned in the rectangle and centred vertically; returns the width it took. `font` is
/// the badge font (uiFont(0.85), demibold).
int paintBadge(QPainter &painter, const QRect &within, Qt::Alignment alignment, const QString &text, const QColor &fill,
               const QColor &ink, const QFont &font);
QFont badgeFont(const Appearance &appearance);
int badgeWidth(const QString &text, const QFont &font);

/// A badge as a widget: the environment of a connection in tool bar, dialogs and page heads.
class Badge final : public QWidget
{
    Q_OBJECT
public:
    explicit Badge(const Appearance &appearance, QWidget *parent = nullptr);
    void setEnvironment(Domain::Environment environment);
    QString text() const { return environmentBadgeText(m_environment); }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Appearance &m_appearance;
    Domain::Environment m_environment = Domain::Environment::Development;
};

} // namespace Views
