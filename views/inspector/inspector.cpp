// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/inspector/inspector.h"

#include "items/detailmodel.h"
#include "items/headermodel.h"
#include "items/numbertext.h"
#include "items/recordcopy.h"
#include "items/safetext.h"
#include "views/appearance.h"
#include "views/inspector/inspectordelegate.h"
#include "views/inspector/inspectorhead.h"
#include "views/inspector/recordtableview.h"
#include "views/inspector/valuepane.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMimeData>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace Views {

namespace {

/// The bytes of a part of the record, kept alive by the record itself.
Items::SharedBytes shared(const std::shared_ptr<const Items::RecordContent> &record, const std::optional<std::string> &part)
{
    return {record, &*part};
}

} // namespace

Inspector::Inspector(const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_tabs(new QTabBar(this))
    , m_head(new InspectorHead(appearance, this))
    , m_stack(new QStackedWidget(this))
    , m_value(new ValuePane(appearance, ValuePane::Part::Value, this))
    , m_key(new ValuePane(appearance, ValuePane::Part::Key, this))
    , m_headers(new Items::HeaderModel(this))
    , m_details(new Items::DetailModel(this))
{
    setObjectName(QStringLiteral("inspector"));
    m_tabs->setObjectName(QStringLiteral("inspectorTabs"));
    m_tabs->setAccessibleName(tr("Parts of the record"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(false);
    for (const QString &name : {tr("Value"), tr("Key"), tr("Headers"), tr("Details")})
        m_tabs->addTab(name);

    m_stack->addWidget(m_value);
    m_stack->addWidget(m_key);
    auto *headers = new RecordTableView(appearance, Items::HeaderModel::CopyRole, this);
    headers->setObjectName(QStringLiteral("headerTable"));
    headers->setAccessibleName(tr("Headers of the record"));
    headers->setItemDelegate(new HeaderDelegate(appearance, headers));
    headers->setModel(m_headers);
    m_stack->addWidget(headers);
    auto *details = new RecordTableView(appearance, Items::DetailModel::CopyRole, this);
    details->setObjectName(QStringLiteral("detailTable"));
    details->setAccessibleName(tr("Details of the record"));
    details->setItemDelegate(new DetailDelegate(appearance, details));
    details->setModel(m_details);
    m_stack->addWidget(details);

    auto *line = new QHBoxLayout;
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(0);
    line->addWidget(m_tabs);
    line->addWidget(m_head, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(line);
    column->addWidget(m_stack, 1);
    setFocusProxy(m_tabs);

    connect(m_tabs, &QTabBar::currentChanged, this, &Inspector::showTab);
    connect(m_head, &InspectorHead::formatChosen, this, &Inspector::chooseFormat);
    connect(m_head, &InspectorHead::copyValueAsked, this, &Inspector::copyValue);
    connect(m_head, &InspectorHead::copyKeyAsked, this, &Inspector::copyKey);
    connect(m_head, &InspectorHead::copyJsonAsked, this, &Inspector::copyJsonLine);
    connect(m_head, &InspectorHead::copyKcatAsked, this, &Inspector::copyKcatCommand);
    connect(m_value, &ValuePane::formatUsed, this, &Inspector::updateHead);
    for (ValuePane *pane : {m_value, m_key}) {
        connect(pane, &ValuePane::conditionWanted, this, &Inspector::conditionWanted);
        connect(pane, &ValuePane::columnWanted, this, &Inspector::columnWanted);
    }
    connect(m_key, &ValuePane::formatUsed, this, &Inspector::updateHead);
    clear();
}

Inspector::~Inspector() = default;

void Inspector::setRecord(Items::RecordContent record)
{
    m_record = std::make_shared<const Items::RecordContent>(std::move(record));
    m_headers->setRecord(m_record);
    m_details->setRecord(m_record);
    m_tabs->setTabText(HeadersTab, tr("Headers  %1").arg(Items::countText(m_record->headers.size())));
    m_isKeyShown = false;
    m_isValueShown = false;
    showTab();
}

void Inspector::clear()
{
    m_record.reset();
    m_headers->setRecord({});
    m_details->setRecord({});
    m_tabs->setTabText(HeadersTab, tr("Headers"));
    m_isKeyShown = false;
    m_isValueShown = false;
    showTab();
}

/// A part is decoded when its tab is in front, not before.
void Inspector::showTab()
{
    const int tab = m_tabs->currentIndex();
    m_stack->setCurrentIndex(tab);
    if (tab == ValueTab && !m_isValueShown)
        showValue();
    if (tab == KeyTab && !m_isKeyShown)
        showKey();
    updateHead();
}

void Inspector::showValue()
{
    m_isValueShown = true;
    if (!m_record)
        m_value->showState(ValueState::Kind::Nothing, tr("No record is selected."));
    else if (m_record->isTombstone())
        m_value->showState(ValueState::Kind::Tombstone, tr("deletes key %1 on compaction").arg(Items::safeText(*m_record->key, 80)));
    else if (!m_record->value)
        m_value->showState(ValueState::Kind::Null, tr("The value is null, and so is the key."));
    else if (m_record->value->empty())
        m_value->showState(ValueState::Kind::Empty, tr("The value has 0 bytes. It is not null."));
    else
        m_value->showBytes(shared(m_record, m_record->value), m_format);
}

void Inspector::showKey()
{
    m_isKeyShown = true;
    if (!m_record)
        m_key->showState(ValueState::Kind::Nothing, tr("No record is selected."));
    else if (!m_record->key)
        m_key->showState(ValueState::Kind::Null, tr("The record has no key."));
    else if (m_record->key->empty())
        m_key->showState(ValueState::Kind::Empty, tr("The key has 0 bytes. It is not null."));
    else
        m_key->showBytes(shared(m_record, m_record->key), m_keyFormat);
}

void Inspector::updateHead()
{
    m_head->setRecord(m_record.get(), m_utc);
    switch (m_tabs->currentIndex()) {
    case ValueTab:
        m_head->setFormat(m_format, m_value->format());
        break;
    case KeyTab:
        m_head->setFormat(m_keyFormat, m_key->format());
        break;
    default:
        m_head->setFormat(Items::Format::Automatic, Items::Format::Automatic);
    }
}

void Inspector::setUtc(bool utc)
{
    m_utc = utc;
    m_details->setUtc(utc);
    updateHead();
}

void Inspector::setFormat(Items::Format format)
{
    if (m_format == format)
        return;
    m_format = format;
    m_isValueShown = false;
    showTab();
}

void Inspector::chooseFormat(Items::Format format)
{
    if (m_tabs->currentIndex() == KeyTab) {
        m_keyFormat = format;
        m_isKeyShown = false;
        showTab();
        return;
    }
    setFormat(format);
    emit formatChosen(format);
}

void Inspector::setBootstrapServers(const QString &servers)
{
    m_servers = servers;
}

void Inspector::setCurrentTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

Inspector::Tab Inspector::currentTab() const
{
    return static_cast<Tab>(m_tabs->currentIndex());
}

void Inspector::copyValue() const
{
    if (m_record && m_record->value)
        QGuiApplication::clipboard()->setMimeData(Items::exactBytes(*m_record->value).release());
}

void Inspector::copyKey() const
{
    if (m_record && m_record->key)
        QGuiApplication::clipboard()->setMimeData(Items::exactBytes(*m_record->key).release());
}

void Inspector::copyJsonLine() const
{
    if (m_record)
        QGuiApplication::clipboard()->setText(Items::recordJsonLine(*m_record));
}

void Inspector::copyKcatCommand() const
{
    if (m_record)
        QGuiApplication::clipboard()->setText(Items::recordKcatCommand(*m_record, m_servers));
}

} // namespace Views
