// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/widgets/scanstrip.h"

#include "views/appearance.h"
#include "views/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace Views {

namespace {

constexpr int factGap = 16;
constexpr int figureGap = 28;
constexpr int barHeight = 3;
constexpr int sideMargin = 12;

std::pair<QString, QColor> stateIcon(ScanStrip::State state, const Theme &t)
{
    switch (state) {
    case ScanStrip::State::Busy: return {QStringLiteral("busy"), t.accent};
    case ScanStrip::State::Waiting: return {QStringLiteral("clock"), t.text2};
    case ScanStrip::State::Paused: return {QStringLiteral("pause"), t.text2};
    case ScanStrip::State::Stopped: return {QStringLiteral("stop"), t.text2};
    case ScanStrip::State::Done: return {QStringLiteral("passed"), t.ok};
    case ScanStrip::State::Warning: return {QStringLiteral("warning"), t.warn};
    case ScanStrip::State::Failed: return {QStringLiteral("failed"), t.danger};
    case ScanStrip::State::Live: return {QStringLiteral("live"), t.ok};
    case ScanStrip::State::Idle: break;
    }
    return {QStringLiteral("ring"), t.text3};
}

} // namespace

ScanStrip::ScanStrip(const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_icon(new QLabel(this))
    , m_words(new QLabel(this))
    , m_row(new QHBoxLayout(this))
{
    setObjectName(QStringLiteral("scanStrip"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_words->setTextFormat(Qt::PlainText);
    appearance.useFont(m_words, 0.92, QFont::DemiBold);
    m_row->setContentsMargins(12, 4, 8, 4);
    m_row->setSpacing(12);
    m_row->addWidget(m_icon);
    m_row->addWidget(m_words);
    m_row->addStretch(1);
    connect(&appearance, &Appearance::changed, this, &ScanStrip::applyTheme);
    applyTheme();
}

void ScanStrip::setState(State state, const QString &words)
{
    if (state == m_state && words == m_words->text())
        return;
    m_state = state;
    m_words->setText(words);
    applyTheme();
    describe();
}

void ScanStrip::setFacts(const QStringList &facts)
{
    if (facts == m_facts)
        return;
    m_facts = facts;
    describe();
    update();
}

void ScanStrip::setProgress(std::optional<double> share, const std::vector<Figure> &figures)
{
    if (share == m_share && figures == m_figures)
        return;
    const bool wasTall = isTall();
    m_share = share;
    m_figures = figures;
    if (wasTall != isTall()) {
        m_row->setContentsMargins(sideMargin, 4, 8, 4 + figuresHeight());
        updateGeometry();
    }
    describe();
    update();
}

QString ScanStrip::stateText() const
{
    return m_words->text();
}

QPushButton *ScanStrip::addButton(const QString &text, const QString &iconName)
{
    auto *button = new QPushButton(text, this);
    button->setAutoDefault(false);
    button->setAccessibleName(text);
    m_row->addWidget(button);
    m_buttons.emplace_back(button, iconName);
    applyTheme();
    return button;
}

void ScanStrip::setButtonIcon(const QPushButton *button, const QString &iconName)
{
    for (auto &[own, name] : m_buttons) {
        if (own != button || name == iconName)
            continue;
        name = iconName;
        applyTheme();
    }
}

int ScanStrip::lineHeight() const
{
    return m_appearance.controlHeight() + 8;
}

/// Of the bar and the two lines of figures below it.
int ScanStrip::figuresHeight() const
{
    if (!isTall())
        return 0;
    return barHeight + 10 + QFontMetrics(m_appearance.uiFont(0.85)).height() + QFontMetrics(m_appearance.uiFont(0.92)).height() + 8;
}

QSize ScanStrip::sizeHint() const
{
    return {400, lineHeight() + figuresHeight()};
}

QSize ScanStrip::minimumSizeHint() const
{
    return {120, lineHeight() + figuresHeight()};
}

void ScanStrip::applyTheme()
{
    const Theme &theme = m_appearance.theme();
    const auto [name, color] = stateIcon(m_state, theme);
    m_icon->setPixmap(iconPixmap(name, color, 16, devicePixelRatioF()));
    for (const auto &[button, iconName] : m_buttons) {
        if (!iconName.isEmpty())
            button->setIcon(icon(iconName, theme.text, theme));
    }
    updateGeometry();
    update();
}

void ScanStrip::describe()
{
    QStringList parts = m_facts;
    for (const Figure &figure : m_figures)
        parts += figure.label + u' ' + figure.value;
    const QString all = parts.join(QStringLiteral(", "));
    setAccessibleName(m_words->text() + (all.isEmpty() ? QString() : QStringLiteral(": ") + all));
    setToolTip(all.toHtmlEscaped());
}

QRect ScanStrip::factsRect() const
{
    int right = width() - 8;
    for (const auto &[button, iconName] : m_buttons) {
        if (button->isVisible())
            right = std::min(right, button->x() - 8);
    }
    const int left = m_words->geometry().right() + factGap;
    return {left, 0, std::max(0, right - left), lineHeight()};
}

void ScanStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_appearance.theme();
    painter.fillRect(rect(), theme.window);
    painter.fillRect(QRect(0, 0, width(), 1), theme.line);
    if (m_share) {
        const QRect bar = isTall() ? QRect(sideMargin, lineHeight(), width() - 2 * sideMargin, barHeight) : QRect(0, height() - 2, width(), 2);
        painter.fillRect(bar, theme.line);
        painter.fillRect(QRect(bar.left(), bar.top(), qRound(bar.width() * std::clamp(*m_share, 0.0, 1.0)), bar.height()), theme.primary);
    }
    if (isTall())
        paintFigures(painter);
    else
        paintFacts(painter);
}

void ScanStrip::paintFacts(QPainter &painter) const
{
    painter.setFont(m_appearance.uiFont(0.92));
    painter.setPen(m_appearance.theme().text2);
    const QRect area = factsRect();
    const QFontMetrics metrics = painter.fontMetrics();
    int x = area.left();
    for (const QString &fact : m_facts) {
        const int factWidth = metrics.horizontalAdvance(fact);
        if (x + factWidth > area.right())
            break; // left out whole: a cut number would be a wrong one
        painter.drawText(QRect(x, 0, factWidth + 1, lineHeight()), Qt::AlignVCenter | Qt::AlignLeft, fact);
        x += factWidth + factGap;
    }
}

void ScanStrip::paintFigures(QPainter &painter) const
{
    const Theme &theme = m_appearance.theme();
    const QFont labelFont = m_appearance.uiFont(0.85);
    QFont valueFont = m_appearance.uiFont(0.92);
    valueFont.setWeight(QFont::DemiBold);
    const QFontMetrics labels(labelFont);
    const QFontMetrics values(valueFont);
    const int top = lineHeight() + barHeight + 8;
    int x = sideMargin;
    for (const Figure &figure : m_figures) {
        const int needed = std::max(labels.horizontalAdvance(figure.label), values.horizontalAdvance(figure.value));
        if (x + needed > width() - sideMargin)
            break;
        painter.setFont(labelFont);
        painter.setPen(theme.text2);
        painter.drawText(x, top + labels.ascent(), figure.label);
        painter.setFont(valueFont);
        painter.setPen(theme.text);
        painter.drawText(x, top + labels.height() + 2 + values.ascent(), figure.value);
        x += needed + figureGap;
    }
}

} // namespace Views
