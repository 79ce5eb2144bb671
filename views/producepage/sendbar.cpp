// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/sendbar.h"

#include "items/numbertext.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/widgets/flowrow.h"
#include "views/widgets/named.h"
#include "views/widgets/toolbutton.h"

#include <QAbstractItemView>
#include <QActionGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>
#include <limits>

namespace Views {

namespace {

using Domain::Acks;
using Domain::Compression;
using Produce::Transaction;

enum Unit { PerSecond, MillisecondsApart };

QLabel *word(const QString &text, const Appearance &appearance, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("tone", QStringLiteral("second"));
    appearance.useFont(label, 0.92);
    return label;
}

} // namespace

SendBar::SendBar(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_repeat(new QWidget(this)), m_producer(new FieldButton(appearance, tr("P&roducer"), this)), m_transaction(new QComboBox(this)),
      m_stopsAtFailure(new QCheckBox(tr("Stop on &error"), this)), m_once(new QPushButton(tr("Send &once"), this)), m_send(new QPushButton(this))
{
    setObjectName(QStringLiteral("sendBar"));
    setProperty("region", true);
    addRepeat();
    addProducer();
    addTransaction();
    named(m_stopsAtFailure, "stopOnError", tr("Stop on error"));
    m_stopsAtFailure->setToolTip(tr("Ends the run at the first record that fails or stays unknown"));
    named(m_once, "sendOnceButton", tr("Send once"));
    named(m_send, "sendButton", tr("Send"));
    m_send->setProperty("kind", QStringLiteral("primary"));
    for (QPushButton *button : {m_once, m_send})
        button->setAutoDefault(false);
    auto *row = new FlowRow(this);
    row->setContentsMargins(12, 6, 12, 6);
    row->setSpacing(10);
    row->addWidget(m_repeat);
    row->addWidget(m_producer);
    row->addWidget(m_transaction);
    row->addWidget(m_stopsAtFailure);
    row->addRight(m_once);
    row->addRight(m_send);
    setFocusProxy(m_count);
    connect(m_stopsAtFailure, &QCheckBox::toggled, this, &SendBar::edited);
    const auto theme = [this] { m_send->setIcon(icon(QStringLiteral("send"), m_appearance.theme().onPrimary, m_appearance.theme())); };
    connect(&appearance, &Appearance::changed, this, theme);
    theme();
    describe();
}

void SendBar::addRepeat()
{
    auto *row = new QHBoxLayout(m_repeat);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    m_count = named(new QSpinBox(m_repeat), "sendCount", tr("How many records"));
    m_count->setRange(0, std::numeric_limits<int>::max());
    m_count->setSpecialValueText(tr("until stopped"));
    m_count->setGroupSeparatorShown(true);
    m_count->setValue(1);
    m_count->setAlignment(Qt::AlignRight);
    m_count->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_count->setToolTip(tr("0: until stopped"));
    m_rate = named(new QDoubleSpinBox(m_repeat), "sendRate", tr("How fast"));
    m_rate->setRange(0, 10'000'000);
    m_rate->setDecimals(1);
    m_rate->setGroupSeparatorShown(true);
    m_rate->setSpecialValueText(tr("full speed"));
    m_rate->setAlignment(Qt::AlignRight);
    m_rate->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_rate->setToolTip(tr("0: as fast as the broker takes them"));
    m_unit = named(new QComboBox(m_repeat), "sendRateUnit", tr("Unit of the rate"));
    m_unit->addItem(tr("per second"), PerSecond);
    m_unit->addItem(tr("ms apart"), MillisecondsApart);
    row->addWidget(word(tr("Send"), m_appearance, m_repeat));
    row->addWidget(m_count);
    row->addWidget(word(tr("at"), m_appearance, m_repeat));
    row->addWidget(m_rate);
    row->addWidget(m_unit);
    const auto changed = [this] {
        describe();
        emit edited();
    };
    connect(m_count, &QSpinBox::valueChanged, this, changed);
    connect(m_rate, &QDoubleSpinBox::valueChanged, this, changed);
    connect(m_unit, &QComboBox::currentIndexChanged, this, changed);
}

QActionGroup *SendBar::choices(QMenu *menu, const QList<std::pair<QString, int>> &entries)
{
    auto *group = new QActionGroup(menu);
    for (const auto &[text, data] : entries) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setData(data);
        group->addAction(action);
    }
    group->actions().constFirst()->setChecked(true);
    connect(group, &QActionGroup::triggered, this, [this] {
        describe();
        emit edited();
    });
    return group;
}

int SendBar::chosen(const QActionGroup *group)
{
    return group->checkedAction() ? group->checkedAction()->data().toInt() : 0;
}

void SendBar::choose(QActionGroup *group, int data)
{
    const QList<QAction *> actions = group->actions();
    for (QAction *action : actions) {
        if (action->data().toInt() == data)
            action->setChecked(true);
    }
}

void SendBar::addProducer()
{
    m_producer->setObjectName(QStringLiteral("producerButton"));
    auto *menu = new QMenu(m_producer);
    menu->setObjectName(QStringLiteral("producerMenu"));
    m_acks = choices(menu, {{tr("acks all: every in-sync replica has it"), int(Acks::All)}, {tr("acks 1: the leader has it"), int(Acks::Leader)}, {tr("acks 0: not acknowledged"), int(Acks::None)}});
    menu->addSeparator();
    m_idempotent = menu->addAction(tr("Idempotent: no duplicates by retries"));
    m_idempotent->setCheckable(true);
    m_idempotent->setChecked(true);
    menu->addSeparator();
    m_compression = choices(menu, {{tr("No compression"), int(Compression::None)}, {tr("gzip"), int(Compression::Gzip)}, {tr("snappy"), int(Compression::Snappy)}, {tr("lz4"), int(Compression::Lz4)}, {tr("zstd"), int(Compression::Zstd)}});
    menu->addSeparator();
    m_templates = menu->addAction(tr("Fill in templates {{…}}"));
    m_templates->setCheckable(true);
    m_templates->setChecked(true);
    m_producer->setMenu(menu);
    connect(m_idempotent, &QAction::toggled, this, [this] {
        describe();
        emit edited();
    });
    connect(m_templates, &QAction::toggled, this, [this](bool on) {
        describe();
        emit templatesChanged(on);
        emit edited();
    });
}

void SendBar::addTransaction()
{
    named(m_transaction, "sendTransaction", tr("Transaction"));
    m_transaction->addItem(tr("No transaction"), int(Transaction::None));
    m_transaction->addItem(tr("One transaction, commit"), int(Transaction::Commit));
    m_transaction->addItem(tr("One transaction, aborted on purpose"), int(Transaction::Abort));
    m_transaction->setMinimumContentsLength(15);
    m_transaction->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_transaction->view()->setMinimumWidth(fontMetrics().averageCharWidth() * 40);
    m_transaction->setToolTip(tr("Abort on purpose: readers of committed records must not see these records"));
    connect(m_transaction, &QComboBox::currentIndexChanged, this, [this] {
        describe();
        emit edited();
    });
}

bool SendBar::hasTemplates() const
{
    return m_templates->isChecked();
}

void SendBar::fill(Produce::ProduceRequest &request) const
{
    request.hasTemplates = hasTemplates();
    request.acks = static_cast<Acks>(chosen(m_acks));
    request.isIdempotent = m_idempotent->isChecked() && request.acks == Acks::All;
    request.compression = static_cast<Compression>(chosen(m_compression));
    request.transaction = static_cast<Transaction>(m_transaction->currentData().toInt());
    request.stopsAtFailure = m_stopsAtFailure->isChecked();
    const double rate = m_rate->value();
    request.perSecond = rate <= 0 ? 0 : m_unit->currentData().toInt() == MillisecondsApart ? 1000.0 / rate : rate;
    const auto count = static_cast<std::uint64_t>(m_count->value());
    if (count == 0)
        request.repeat = Produce::UntilStopped{};
    else if (count == 1)
        request.repeat = Produce::Once{};
    else
        request.repeat = Produce::Times{count};
}

void SendBar::take(const Produce::ProduceRequest &request)
{
    choose(m_acks, int(request.acks));
    choose(m_compression, int(request.compression));
    m_idempotent->setChecked(request.isIdempotent);
    m_templates->setChecked(request.hasTemplates);
    m_transaction->setCurrentIndex(m_transaction->findData(int(request.transaction)));
    m_stopsAtFailure->setChecked(request.stopsAtFailure);
    m_unit->setCurrentIndex(PerSecond);
    m_rate->setValue(request.perSecond);
    if (const auto *times = std::get_if<Produce::Times>(&request.repeat))
        m_count->setValue(int(std::min<std::uint64_t>(times->count, std::numeric_limits<int>::max())));
    else
        m_count->setValue(std::holds_alternative<Produce::Once>(request.repeat) ? 1 : 0);
    describe();
}

void SendBar::setInput(bool hasInput, quint64 records)
{
    m_hasInput = hasInput;
    m_inputRecords = records;
    describe();
}

void SendBar::describe()
{
    const bool needsAll = chosen(m_acks) == int(Acks::All);
    m_idempotent->setEnabled(needsAll);
    const bool isTransactional = m_transaction->currentData().toInt() != int(Transaction::None);
    const QList<QAction *> compressions = m_compression->actions();
    const QString compression = compressions[std::clamp(chosen(m_compression), 0, int(compressions.size()) - 1)]->text();
    QStringList words{needsAll ? tr("acks all") : chosen(m_acks) == int(Acks::Leader) ? tr("acks 1") : tr("acks 0")};
    if ((needsAll && m_idempotent->isChecked()) || isTransactional)
        words += tr("idempotent");
    if (chosen(m_compression) != int(Compression::None))
        words += compression;
    if (!hasTemplates())
        words += tr("no templates");
    m_producer->setValue(words.join(QStringLiteral(", ")));
    const int count = m_count->value();
    QString text = count == 0 ? tr("Send until stopped") : tr("Send %1").arg(Items::countText(quint64(count)));
    if (m_hasInput && count == 1)
        text = m_inputRecords > 0 ? tr("Send %1 of the file").arg(Items::countText(m_inputRecords)) : tr("Send the file");
    else if (m_hasInput && count > 1)
        text = tr("Send the file %1 times").arg(Items::countText(quint64(count)));
    m_send->setText(tr("%1  Ctrl+Enter").arg(text));
    m_send->setAccessibleName(text);
    m_once->setVisible(count != 1);
    m_once->setText(m_hasInput ? tr("Send file &once") : tr("Send &once"));
    m_once->setAccessibleName(m_hasInput ? tr("Send file once") : tr("Send once"));
}

} // namespace Views
