// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

int initPlayheadResources();

namespace Views {

namespace {

QPixmap rendered(const QString &name, const QColor &color, QSize pixels)
{
    static const int resources = initPlayheadResources();
    Q_UNUSED(resources)
    const QString key = QStringLiteral("playhead/") + name + color.name(QColor::HexArgb) + u'/' + QString::number(pixels.width())
        + u'x' + QString::number(pixels.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QFile file(QStringLiteral(":/icons/") + name + QStringLiteral(".svg"));
    if (file.open(QIODevice::ReadOnly)) {
        QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
        QPainter painter(&pixmap);
        renderer.render(&painter, QRectF(QPointF(), QSizeF(pixels)));
    } else {
        qWarning("no icon named %s", qUtf8Printable(name));
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

/// Renders when painted, so that an icon costs nothing at the start and is sharp at every device ratio.
class SvgIconEngine final : public QIconEngine
{
public:
    SvgIconEngine(QString name, const QColor &normal, const QColor &disabled, const QColor &selected)
        : m_name(std::move(name)), m_normal(normal), m_disabled(disabled), m_selected(selected)
    {
    }
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, rendered(m_name, color(mode), rect.size() * ratio));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override { return rendered(m_name, color(mode), size); }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        QPixmap result = pixmap(size, mode, state);
        result.setDevicePixelRatio(scale);
        return result;
    }
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override { return size; }
    QIconEngine *clone() const override { return new SvgIconEngine(*this); }

private:
    QColor color(QIcon::Mode mode) const
    {
        return mode == QIcon::Disabled ? m_disabled : mode == QIcon::Selected ? m_selected : m_normal;
    }
    QString m_name;
    QColor m_normal;
    QColor m_disabled;
    QColor m_selected;
};

} // namespace

QIcon icon(const QString &name, const Theme &theme)
{
    return icon(name, theme.text2, theme);
}

QIcon icon(const QString &name, const QColor &color, const Theme &theme)
{
    return QIcon(new SvgIconEngine(name, color, theme.text3, theme.onAccentFill));
}

QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio)
{
    const int pixels = qRound(size * devicePixelRatio);
    QPixmap pixmap = rendered(name, color, QSize(pixels, pixels));
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

} // namespace Views
