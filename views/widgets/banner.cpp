// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/widgets/banner.h"

#include "views/appearance.h"
#include "views/icons.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace Views {

namespace {

constexpr int edgeWidth = 3;

struct Look
{
    const char *icon;
    QColor ink;
    QColor fill;
};

Look lookOf(Banner::Kind kind, const Theme &t)
{
    switch (kind) {
    case Banner::Kind::Error: return {"failed", t.danger, t.dangerBg};
    case Banner::Kind::Warning: return {"warning", t.warn, t.warnBg};
    case Banner::Kind::Success: return {"passed", t.ok, t.okBg};
    case Banner::Kind::Information: break;
    }
    return {"info", t.accent, t.infoBg};
}

QLabel *plainLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFocusPolicy(Qt::NoFocus);
    return label;
}

} // namespace

Banner::Banner(const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_icon(new QLabel(this))
    , m_titleLabel(plainLabel(this))
    , m_detail(plainLabel(this))
    , m_buttons(new QHBoxLayout)
    , m_close(new QToolButton(this))
{
    appearance.useFont(m_titleLabel, 1.0, QFont::DemiBold);
    appearance.useFont(m_detail, 0.92);
    m_detail->setProperty("tone", QStringLiteral("second"));
    m_close->setAccessibleName(tr("Close this notice"));
    m_close->setToolTip(tr("Close (Esc)"));
    m_close->hide();
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        emit closed();
    });

    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_titleLabel);
    texts->addWidget(m_detail);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12 + edgeWidth, 7, 8, 7);
    row->setSpacing(10);
    row->addWidget(m_icon);
    row->addLayout(texts, 1);
    m_buttons->setSpacing(8);
    row->addLayout(m_buttons);
    row->addWidget(m_close);

    connect(&appearance, &Appearance::changed, this, &Banner::applyTheme);
    applyTheme();
    hide();
}

void Banner::display(Kind kind, const QString &title, const QString &text, const QString &detail)
{
    m_kind = kind;
    amend(title, text, detail);
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    applyTheme();
    show();
}

void Banner::amend(const QString &title, const QString &text, const QString &detail)
{
    m_title = title;
    m_text = text;
    m_titleLabel->setText(text.isEmpty() ? title : title + u' ' + text);
    m_titleLabel->setAccessibleName(m_titleLabel->text());
    m_detail->setAccessibleName(detail);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    setAccessibleName(detail.isEmpty() ? m_titleLabel->text() : m_titleLabel->text() + u' ' + detail);
}

QPushButton *Banner::addButton(const QString &text, const QString &iconName)
{
    auto *button = new QPushButton(text, this);
    button->setAutoDefault(false);
    button->setAccessibleName(text);
    if (!iconName.isEmpty())
        button->setIcon(icon(iconName, m_appearance.theme().text, m_appearance.theme()));
    m_buttons->addWidget(button);
    return button;
}

void Banner::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

QString Banner::detail() const
{
    return m_detail->text();
}

void Banner::applyTheme()
{
    const Theme &theme = m_appearance.theme();
    const Look look = lookOf(m_kind, theme);
    m_icon->setPixmap(iconPixmap(QLatin1String(look.icon), look.ink, 16, devicePixelRatioF()));
    m_close->setIcon(icon(QStringLiteral("close"), theme));
    update();
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_appearance.theme();
    const Look look = lookOf(m_kind, theme);
    painter.fillRect(rect(), look.fill);
    painter.fillRect(QRect(0, 0, edgeWidth, height()), look.ink);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.line);
}

void Banner::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_close->isVisible()) {
        m_close->click();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace Views
