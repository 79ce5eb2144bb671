// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/readbar.h"

#include "items/formatchoice.h"
#include "items/plantext.h"
#include "views/appearance.h"
#include "views/recordpage/fieldpopup.h"
#include "views/recordpage/partitionpicker.h"
#include "views/widgets/toolbutton.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QWidgetAction>

namespace Views {

namespace {

constexpr int BarMargin = 8;
constexpr int BarSpacing = 6;

QString formatLabel(Items::Format format)
{
    return Items::formatName(format);
}

/// Each time the menu opens, the entry whose data is `chosen()` has the tick.
template<typename Chosen>
void keepTicked(QMenu *menu, QObject *context, Chosen chosen)
{
    QObject::connect(menu, &QMenu::aboutToShow, context, [menu, chosen] {
        const QVariant now = chosen();
        for (QAction *action : menu->actions()) {
            if (!action->data().isValid())
                continue;
            action->setCheckable(true);
            action->setChecked(action->data() == now);
        }
    });
}

/// Tells which alternative of the variant an entry chooses.
template<typename Variant, typename Alternative>
QVariant numberOf()
{
    return QVariant::fromValue(Variant(Alternative{}).index());
}

} // namespace

ReadBar::ReadBar(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_popup(new FieldPopup(appearance, this)), m_row(new QHBoxLayout(this)), m_columnsMenu(new QMenu(this))
{
    setObjectName(QStringLiteral("recordPageBar"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_row->setContentsMargins(BarMargin, 5, BarMargin, 6);
    m_row->setSpacing(BarSpacing);
    m_from = addField("fromField", tr("Fr&om"));
    m_until = addField("untilField", tr("&Until"));
    m_partitionField = addField("partitionField", tr("&Partitions"));
    m_isolation = addField("isolationField", tr("&Isolation"));
    m_order = addField("orderField", tr("Or&der"));
    m_value = addField("valueField", tr("Va&lue"));
    setFocusProxy(m_from);
    m_fields = {m_from, m_until, m_partitionField, m_isolation, m_order, m_value};
    m_more = addField("moreField", QString());
    m_more->setValue(tr("More"));
    m_more->setMenu(new QMenu(m_more));
    m_more->hide();
    makeFromMenu();
    makeUntilMenu();
    makePartitionMenu();
    makeIsolationMenu();
    makeOrderMenu();
    makeValueMenu();
    m_row->addStretch(1);
    makeButtons();
    setValueFormat({});
    describe();
    connect(&appearance, &Appearance::changed, this, &ReadBar::fold);
}

FieldButton *ReadBar::addField(const char *name, const QString &label)
{
    auto *field = new FieldButton(m_appearance, label, this);
    field->setObjectName(QLatin1String(name));
    m_row->addWidget(field);
    return field;
}

void ReadBar::makeFromMenu()
{
    using namespace Domain;
    auto *menu = new QMenu(m_from);
    menu->setObjectName(QStringLiteral("fromMenu"));
    const auto add = [this, menu](const QString &text, const QVariant &number, auto &&choice) {
        QAction *action = menu->addAction(text);
        action->setData(number);
        connect(action, &QAction::triggered, this, choice);
        return action;
    };
    add(tr("&Beginning"), numberOf<SeekTarget, Beginning>(), [this] { chooseFrom(Beginning{}); });
    add(tr("&End, new records only"), numberOf<SeekTarget, End>(), [this] {
        ReadPlan plan = m_plan;
        plan.until = UntilLive{}; // from the end to the end there is nothing
        plan.limit.reset();
        plan.fromPerPartition.clear();
        plan.from = End{};
        choose(plan);
    });
    menu->addSeparator();
    add(tr("&Last N of each partition…"), numberOf<SeekTarget, Tail>(), [this] { askTail(); });
    add(tr("&Offset…"), numberOf<SeekTarget, AtOffset>(), [this] { askFromOffset(); });
    m_timeActions.push_back(add(tr("&Time…"), numberOf<SeekTarget, AtTime>(), [this] { askFromTime(); }));
    keepTicked(menu, this, [this] { return m_plan.fromPerPartition.empty() ? QVariant::fromValue(m_plan.from.index()) : numberOf<SeekTarget, AtOffset>(); });
    m_from->setMenu(menu);
}

void ReadBar::makeUntilMenu()
{
    using namespace Domain;
    auto *menu = new QMenu(m_until);
    menu->setObjectName(QStringLiteral("untilMenu"));
    const auto add = [this, menu](const QString &text, const QVariant &number, auto &&choice) {
        QAction *action = menu->addAction(text);
        action->setData(number);
        connect(action, &QAction::triggered, this, choice);
    };
    const QVariant limit = QVariant::fromValue(std::variant_size_v<ReadUntil>); // after the alternatives
    add(tr("&End as of now"), numberOf<ReadUntil, UntilEnd>(), [this] { chooseUntil(UntilEnd{}); });
    add(tr("&Live"), numberOf<ReadUntil, UntilLive>(), [this] { chooseUntil(UntilLive{}); });
    menu->addSeparator();
    add(tr("&Offset…"), numberOf<ReadUntil, UntilOffset>(), [this] { askUntilOffset(); });
    // Until a time needs no look-up: the records' own times decide.
    add(tr("&Time…"), numberOf<ReadUntil, UntilTime>(), [this] { askUntilTime(); });
    add(tr("&N records…"), limit, [this] { askLimit(); });
    keepTicked(menu, this, [this, limit] { return m_plan.limit ? limit : QVariant::fromValue(m_plan.until.index()); });
    m_until->setMenu(menu);
}

void ReadBar::makePartitionMenu()
{
    auto *menu = new QMenu(m_partitionField);
    menu->setObjectName(QStringLiteral("partitionMenu"));
    m_picker = new PartitionPicker(m_appearance, menu);
    auto *action = new QWidgetAction(menu);
    action->setDefaultWidget(m_picker);
    menu->addAction(action);
    connect(menu, &QMenu::aboutToShow, this, [this] { m_picker->setChosen(m_plan.partitions); });
    connect(m_picker, &PartitionPicker::chosen, this, [this, menu](const std::vector<Domain::PartitionId> &partitions) {
        menu->close();
        Domain::ReadPlan plan = m_plan;
        plan.partitions = partitions;
        choose(plan);
    });
    m_partitionField->setMenu(menu);
}

void ReadBar::makeIsolationMenu()
{
    auto *menu = new QMenu(m_isolation);
    menu->setObjectName(QStringLiteral("isolationMenu"));
    for (const Domain::IsolationLevel level : {Domain::IsolationLevel::Committed, Domain::IsolationLevel::Uncommitted}) {
        const QString remark = level == Domain::IsolationLevel::Committed ? tr("hides aborted and unfinished transactions") : tr("shows every record in the log");
        QAction *action = menu->addAction(tr("%1: %2").arg(Items::isolationText(level), remark));
        action->setData(int(level));
        connect(action, &QAction::triggered, this, [this, level] {
            Domain::ReadPlan plan = m_plan;
            plan.isolation = level;
            choose(plan);
        });
    }
    keepTicked(menu, this, [this] { return QVariant(int(m_plan.isolation)); });
    m_isolation->setMenu(menu);
}

void ReadBar::makeOrderMenu()
{
    using Domain::ReadOrder;
    auto *menu = new QMenu(m_order);
    menu->setObjectName(QStringLiteral("orderMenu"));
    const std::tuple<ReadOrder, bool, QString> orders[] = {{ReadOrder::Arrival, false, tr("&Arrival: as records came")},
                                                           {ReadOrder::Arrival, true, tr("Arrival, &newest first")},
                                                           {ReadOrder::Offset, false, tr("&Offset, partition by partition")},
                                                           {ReadOrder::Time, false, tr("&Time ↑: merged by record time")},
                                                           {ReadOrder::Time, true, tr("Time ↓: merged by record time, newest &first")}};
    for (const auto &[order, newestFirst, text] : orders) {
        QAction *action = menu->addAction(text);
        action->setData(int(order) * 2 + int(newestFirst));
        connect(action, &QAction::triggered, this, [this, o = order, first = newestFirst] {
            setOrder(o, first);
            emit orderChosen(o, first);
        });
    }
    keepTicked(menu, this, [this] { return QVariant(int(m_shownOrder) * 2 + int(m_newestFirst)); });
    m_order->setMenu(menu);
    m_order->setValue(Items::orderText(m_shownOrder, m_newestFirst));
}

void ReadBar::setOrder(Domain::ReadOrder order, bool newestFirst)
{
    m_shownOrder = order;
    m_newestFirst = newestFirst;
    m_order->setValue(Items::orderText(order, newestFirst));
    fold();
}

void ReadBar::makeValueMenu()
{
    auto *menu = new QMenu(m_value);
    menu->setObjectName(QStringLiteral("valueMenu"));
    using Items::Format;
    for (const Format format : Items::allFormats()) {
        QAction *action = menu->addAction(format == Format::Automatic ? tr("Automatic, for each record") : formatLabel(format));
        action->setData(Items::formatWord(format));
        connect(action, &QAction::triggered, this, [this, format] {
            const QString word = Items::formatWord(format);
            setValueFormat(word);
            emit valueFormatChosen(word);
        });
    }
    keepTicked(menu, this, [this] { return QVariant(m_format); });
    m_value->setMenu(menu);
}

void ReadBar::makeButtons()
{
    ToolButton *columns = addButton("columnsButton", QStringLiteral("columns"), tr("Columns"));
    columns->setPopupMode(QToolButton::InstantPopup);
    columns->setMenu(m_columnsMenu);
    connect(addButton("exportButton", QStringLiteral("export"), tr("Export… (Ctrl+E)")), &QToolButton::clicked, this, &ReadBar::exportAsked);
    connect(addButton("recordingButton", QStringLiteral("recording"), tr("Save recording… (Ctrl+S)")), &QToolButton::clicked, this, &ReadBar::recordingAsked);
    m_live = addButton("liveButton", QStringLiteral("play"), tr("Live: follow the end (Ctrl+L)"));
    m_live->setText(tr("Live"));
    m_live->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_live->setCheckable(true);
    connect(m_live, &QToolButton::clicked, this, &ReadBar::liveToggled);
}

ToolButton *ReadBar::addButton(const char *name, const QString &icon, const QString &words)
{
    auto *button = new ToolButton(m_appearance, icon, words, this);
    button->setObjectName(QLatin1String(name));
    m_row->addWidget(button);
    m_buttons.push_back(button);
    return button;
}

void ReadBar::setPlan(const Domain::ReadPlan &plan)
{
    m_plan = plan;
    describe();
}

void ReadBar::setPartitions(const std::vector<Domain::PartitionId> &partitions)
{
    m_partitions = partitions;
    m_picker->setPartitions(partitions);
    describe();
}

void ReadBar::setUtc(bool utc)
{
    m_utc = utc;
    describe();
}

void ReadBar::setCanLookUpTimes(bool can)
{
    for (QAction *action : m_timeActions) {
        action->setEnabled(can);
        action->setText(can ? tr("&Time…") : tr("&Time… (this cluster cannot look up times)"));
    }
}

void ReadBar::setValueFormat(const QString &word)
{
    m_format = Items::formatWord(Items::formatOfWord(word));
    m_value->setValue(formatLabel(Items::formatOfWord(word)));
    fold();
}

void ReadBar::setLive(bool live)
{
    m_live->setChecked(live);
    m_live->setIconName(live ? QStringLiteral("live") : QStringLiteral("play"));
}

void ReadBar::describe()
{
    m_from->setValue(Items::fromText(m_plan, m_utc));
    m_until->setValue(Items::untilText(m_plan, m_utc));
    m_partitionField->setValue(Items::planPartitionsText(m_plan, int(m_partitions.size())));
    m_isolation->setValue(Items::isolationText(m_plan.isolation));
    fold();
}

void ReadBar::choose(Domain::ReadPlan plan)
{
    setPlan(plan);
    emit planChosen(m_plan);
}

void ReadBar::chooseFrom(const Domain::SeekTarget &from)
{
    Domain::ReadPlan plan = m_plan;
    plan.from = from;
    plan.fromPerPartition.clear();
    choose(plan);
}

void ReadBar::chooseUntil(const Domain::ReadUntil &until)
{
    Domain::ReadPlan plan = m_plan;
    plan.until = until;
    plan.limit.reset();
    choose(plan);
}

QSize ReadBar::minimumSizeHint() const
{
    // Folding makes room: From, Until, More and the buttons are what stays.
    return {m_from->minimumSizeHint().width() + 120, m_appearance.controlHeight() + 11};
}

void ReadBar::fold()
{
    if (!m_live)
        return;
    const auto widthOf = [](const QWidget *widget) { return widget->sizeHint().width() + BarSpacing; };
    int all = 2 * BarMargin;
    for (const ToolButton *button : m_buttons)
        all += widthOf(button);
    for (const FieldButton *field : m_fields)
        all += widthOf(field);
    std::size_t shown = m_fields.size();
    for (int needed = all + widthOf(m_more); all > width() && needed > width() && shown > 1; --shown)
        needed -= widthOf(m_fields[shown - 1]);
    QMenu *menu = m_more->menu();
    menu->clear();
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        m_fields[i]->setVisible(i < shown);
        if (i >= shown) {
            QAction *folded = menu->addMenu(m_fields[i]->menu());
            folded->setText(m_fields[i]->accessibleName());
        }
    }
    m_more->setVisible(shown < m_fields.size());
}

void ReadBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fold();
}

void ReadBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_appearance.theme().window);
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_appearance.theme().line);
}

} // namespace Views
