// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/nextrecordpane.h"

#include "items/numbertext.h"
#include "items/requestfields.h"
#include "items/safetext.h"
#include "views/appearance.h"
#include "views/inspector/textview.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/toolbutton.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace Views {

namespace {

QString partText(const std::optional<std::string> &bytes)
{
    return !bytes ? NextRecordPane::tr("null") : bytes->empty() ? NextRecordPane::tr("empty") : Items::safeText(*bytes, 40);
}

} // namespace

NextRecordPane::NextRecordPane(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_title(new QLabel(tr("Next record"), this)), m_facts(new ElidedLabel(this)), m_headers(new ElidedLabel(this)), m_view(new TextView(appearance, this)),
      m_previous(new ToolButton(appearance, QStringLiteral("chevron-left"), tr("The record before"), this)),
      m_next(new ToolButton(appearance, QStringLiteral("chevron-right"), tr("The record after"), this))
{
    m_title->setTextFormat(Qt::PlainText);
    m_title->setObjectName(QStringLiteral("nextRecordTitle"));
    appearance.useFont(m_title, 0.92, QFont::DemiBold);
    m_facts->setObjectName(QStringLiteral("nextRecordFacts"));
    m_facts->setProperty("tone", QStringLiteral("second"));
    m_facts->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    appearance.useFont(m_facts, 0.92);
    m_headers->setObjectName(QStringLiteral("nextRecordHeaders"));
    m_headers->setProperty("tone", QStringLiteral("second"));
    m_headers->setContentsMargins(12, 0, 8, 2);
    appearance.useFont(m_headers, 0.92);
    m_view->setObjectName(QStringLiteral("nextRecordView"));
    m_view->setAccessibleName(tr("Next record"));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setProperty("region", true);
    m_previous->setObjectName(QStringLiteral("previousPreviewButton"));
    m_next->setObjectName(QStringLiteral("nextPreviewButton"));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 2, 8, 2);
    head->setSpacing(2);
    head->addWidget(m_title);
    head->addWidget(m_previous);
    head->addWidget(m_next);
    head->addSpacing(6);
    head->addWidget(m_facts, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_headers);
    column->addWidget(m_view, 1);
    connect(m_previous, &QToolButton::clicked, this, [this] { show(m_index - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { show(m_index + 1); });
}

QString NextRecordPane::facts() const
{
    return m_facts->text();
}

void NextRecordPane::display(const Items::RequestPreview &preview, bool isCounted)
{
    m_records = preview.result().records;
    m_previous->setVisible(m_records.size() > 1 && isCounted);
    m_next->setVisible(m_records.size() > 1 && isCounted);
    show(isCounted ? std::min(m_index, m_records.empty() ? 0 : m_records.size() - 1) : 0);
}

void NextRecordPane::show(std::size_t index)
{
    if (index >= m_records.size()) {
        m_title->setText(tr("Next record"));
        m_facts->setText(tr("none"));
        m_headers->hide();
        m_view->setValue(nullptr, Items::Format::Text);
        return;
    }
    m_index = index;
    m_previous->setEnabled(index > 0);
    m_next->setEnabled(index + 1 < m_records.size());
    m_title->setText(index == 0 ? tr("Next record") : tr("Next record + %1").arg(index));
    const Items::RequestPreview::Record &record = m_records[index];
    const Produce::MadeRecord &made = record.record;
    QStringList facts{Items::bytesText(made.payloadSize()), tr("key %1").arg(partText(made.key))};
    facts += record.partition ? tr("P%1").arg(record.partition->value()) : tr("any partition");
    if (made.timestampMs)
        facts += Items::timeText(*made.timestampMs, true) + QStringLiteral(" UTC");
    m_facts->setText(facts.join(QStringLiteral(", ")));
    QStringList headers;
    for (const auto &[name, value] : made.headers) {
        headers += Items::safeText(name, 40) + QStringLiteral(" = ") + partText(value);
        if (headers.size() == 20)
            break;
    }
    m_headers->setText(headers.join(QStringLiteral("   ")));
    m_headers->setVisible(!headers.isEmpty());
    const bool isJson = made.value && Items::fieldOf(made.value).kind == Produce::FieldKind::Json;
    m_view->setValue(made.value ? std::make_shared<const std::string>(*made.value) : nullptr, isJson ? Items::Format::Json : Items::Format::Text);
    m_view->setAccessibleDescription(made.value ? QString() : tr("value null"));
}

} // namespace Views
