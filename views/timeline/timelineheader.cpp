// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/timeline/timelineheader.h"

#include "views/appearance.h"
#include "views/widgets/toolbutton.h"

#include <QHBoxLayout>
#include <QPainter>

namespace Views {

namespace {

constexpr int Margin = 10;
constexpr int FactGap = 8;

} // namespace

TimelineHeader::TimelineHeader(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_retry(new ToolButton(appearance, QStringLiteral("refresh"), tr("Count again"), this)),
      m_out(new ToolButton(appearance, QStringLiteral("minus"), tr("Zoom out"), this)), m_in(new ToolButton(appearance, QStringLiteral("plus"), tr("Zoom in"), this)),
      m_whole(new ToolButton(appearance, QStringLiteral("zoom-whole"), tr("Whole log"), this))
{
    setObjectName(QStringLiteral("timelineHeader"));
    m_retry->setObjectName(QStringLiteral("timelineRetry"));
    m_out->setObjectName(QStringLiteral("timelineZoomOut"));
    m_in->setObjectName(QStringLiteral("timelineZoomIn"));
    m_whole->setObjectName(QStringLiteral("timelineWhole"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Margin, 1, 8, 1);
    row->setSpacing(8);
    row->addStretch(1);
    for (ToolButton *button : {m_retry, m_out, m_in, m_whole})
        row->addWidget(button);
    m_retry->hide();
    connect(m_retry, &ToolButton::clicked, this, &TimelineHeader::retryRequested);
    connect(m_out, &ToolButton::clicked, this, &TimelineHeader::zoomOutRequested);
    connect(m_in, &ToolButton::clicked, this, &TimelineHeader::zoomInRequested);
    connect(m_whole, &ToolButton::clicked, this, &TimelineHeader::wholeRequested);
    connect(&appearance, &Appearance::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void TimelineHeader::setHead(const Items::TimelineHead &head)
{
    if (head.count == m_head.count && head.facts == m_head.facts && head.origin == m_head.origin && head.isProblem == m_head.isProblem)
        return;
    m_head = head;
    setAccessibleName(text());
    setToolTip(text().toHtmlEscaped());
    update();
}

void TimelineHeader::setZoomable(bool in, bool out)
{
    m_in->setEnabled(in);
    m_out->setEnabled(out);
    m_whole->setEnabled(out);
}

void TimelineHeader::setFailed(bool failed)
{
    m_retry->setVisible(failed);
}

QString TimelineHeader::text() const
{
    QStringList parts{m_head.count};
    parts += m_head.facts;
    if (!m_head.origin.isEmpty())
        parts += m_head.origin;
    return parts.join(QStringLiteral(" · "));
}

QSize TimelineHeader::sizeHint() const
{
    return {400, m_appearance.controlHeight() + 2};
}

QSize TimelineHeader::minimumSizeHint() const
{
    return {240, sizeHint().height()};
}

void TimelineHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_appearance.theme();
    painter.fillRect(rect(), theme.window);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.line);

    QFont bold = m_appearance.uiFont();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(theme.text);
    const int right = (m_retry->isHidden() ? m_out : m_retry)->x() - 10;
    int left = Margin;
    const QString count = painter.fontMetrics().elidedText(m_head.count, Qt::ElideRight, right - left);
    painter.drawText(QRect(left, 0, right - left, height()), Qt::AlignLeft | Qt::AlignVCenter, count);
    left += painter.fontMetrics().horizontalAdvance(count) + FactGap;

    painter.setFont(m_appearance.uiFont(0.92));
    const QFontMetrics metrics = painter.fontMetrics();
    // How it was counted comes before what can be read off the axis: it decides what the number means.
    const int originWidth = std::min(metrics.horizontalAdvance(m_head.origin) + 2, right - left);
    if (originWidth > 40) {
        painter.setPen(m_head.isProblem ? theme.warn : theme.text2);
        painter.drawText(QRect(right - originWidth, 0, originWidth, height()), Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(m_head.origin, Qt::ElideRight, originWidth));
    }
    painter.setPen(theme.text2);
    const int end = right - originWidth - 2 * FactGap;
    QString facts;
    for (const QString &fact : std::as_const(m_head.facts)) {
        const QString longer = facts.isEmpty() ? fact : facts + QStringLiteral(" · ") + fact;
        if (left + metrics.horizontalAdvance(longer) > end)
            break; // left out whole: a cut number would be a wrong one
        facts = longer;
    }
    painter.drawText(QRect(left, 0, std::max(0, end - left), height()), Qt::AlignLeft | Qt::AlignVCenter, facts);
}

} // namespace Views
