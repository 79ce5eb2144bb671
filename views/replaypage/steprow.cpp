// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/steprow.h"

#include "views/appearance.h"
#include "views/filterbar/filteredit.h"
#include "views/replaypage/dragdots.h"
#include "views/widgets/named.h"
#include "views/widgets/toolbutton.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStyle>
#include <QVBoxLayout>

namespace Views {

namespace {

using Items::StepKind;

constexpr int narrowest = 48; ///< of a field
constexpr int narrowestName = 12; ///< letters

std::string utf8(const QString &text)
{
    return text.toStdString();
}

QString joined(const std::vector<std::string> &paths)
{
    QStringList list;
    for (const std::string &path : paths)
        list += QString::fromStdString(path);
    return list.join(QStringLiteral(", "));
}

std::vector<std::string> split(const QString &text)
{
    std::vector<std::string> paths;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts))
        if (const QString path = part.trimmed(); !path.isEmpty())
            paths.push_back(path.toStdString());
    return paths;
}

} // namespace

StepRow::StepRow(const Appearance &appearance, const Replay::Step &step, QWidget *parent)
    : QFrame(parent), m_appearance(appearance), m_kind(Items::stepKind(step)), m_step(step), m_row(new QHBoxLayout), m_on(new QCheckBox(this)), m_counter(new QLabel(this)), m_problem(new QLabel(this))
{
    setObjectName(QStringLiteral("stepRow"));
    setProperty("card", true);
    auto *dots = new DragDots(appearance, this);
    connect(dots, &DragDots::dragged, this, &StepRow::dragged);
    m_on->setObjectName(QStringLiteral("stepOn"));
    m_on->setChecked(step.isOn);
    auto *name = new QLabel(Items::stepName(m_kind), this);
    name->setToolTip(Items::stepSentence(m_kind).toHtmlEscaped());
    appearance.useFont(name, 0.96, QFont::DemiBold);
    m_counter->setObjectName(QStringLiteral("stepCounter"));
    m_counter->setProperty("tone", QStringLiteral("second"));
    appearance.useFont(m_counter, 0.92);
    m_problem->setObjectName(QStringLiteral("stepProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    appearance.useFont(m_problem, 0.92);
    auto *remove = named(new ToolButton(appearance, QStringLiteral("close"), tr("Remove the step %1").arg(Items::stepName(m_kind)), this), "stepRemove", tr("Remove the step %1").arg(Items::stepName(m_kind)));
    connect(remove, &QToolButton::clicked, this, &StepRow::removeAsked);
    m_row->setSpacing(6);
    m_row->addWidget(dots);
    m_row->addWidget(m_on);
    m_row->addWidget(name);
    makeFields();
    m_row->addWidget(m_counter);
    m_row->addWidget(remove);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 2, 2, 2);
    column->setSpacing(2);
    column->addLayout(m_row);
    column->addWidget(m_problem);
    connect(m_on, &QCheckBox::toggled, this, &StepRow::take);
    addMoving();
    check();
}

FilterEdit *StepRow::addExpression(const QString &name, const QString &text, const QString &placeholder)
{
    m_expression = new FilterEdit(m_appearance, this);
    m_expression->setObjectName(QStringLiteral("stepEdit"));
    m_expression->setAccessibleName(name);
    m_expression->setExpression(true);
    m_expression->setMinimumWidth(narrowest);
    m_expression->setPlaceholderText(placeholder);
    m_expression->setPlainText(text);
    connect(m_expression, &QPlainTextEdit::textChanged, this, &StepRow::take);
    connect(m_expression, &FilterEdit::runAsked, this, &StepRow::runAsked);
    connect(m_expression, &FilterEdit::historyAsked, this, [this] { emit moveAsked(1); }); // Alt+Down
    m_row->addWidget(m_expression, 1);
    return m_expression;
}

QLineEdit *StepRow::addLine(const char *objectName, const QString &name, const QString &text, const QString &placeholder)
{
    auto *edit = named(new QLineEdit(text, this), objectName, name);
    edit->setPlaceholderText(placeholder);
    m_appearance.useFixedFont(edit);
    edit->setMinimumWidth(QFontMetrics(edit->font()).averageCharWidth() * narrowestName);
    edit->setCursorPosition(0); // of a long name the beginning is seen
    connect(edit, &QLineEdit::textChanged, this, &StepRow::take);
    connect(edit, &QLineEdit::returnPressed, this, &StepRow::runAsked);
    m_row->addWidget(edit, 1);
    return edit;
}

QComboBox *StepRow::addChoice(const QString &name, const QStringList &entries, int current)
{
    auto *choice = named(new QComboBox(this), "stepChoice", name);
    choice->addItems(entries);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(3);
    choice->setCurrentIndex(current);
    connect(choice, &QComboBox::currentIndexChanged, this, &StepRow::take);
    m_row->addWidget(choice);
    return choice;
}

void StepRow::makeFields()
{
    switch (m_kind) {
    case StepKind::Keep: addExpression(tr("Expression"), QString::fromStdString(std::get<Replay::KeepStep>(m_step.what).expression), QStringLiteral("value.status == \"PAID\"")); return;
    case StepKind::Drop: addExpression(tr("Expression"), QString::fromStdString(std::get<Replay::DropStep>(m_step.what).expression), QStringLiteral("value.amount == 0")); return;
    case StepKind::Rekey: addExpression(tr("Expression for the key"), QString::fromStdString(std::get<Replay::RekeyStep>(m_step.what).expression), QStringLiteral("string(value.orderId)")); return;
    case StepKind::Patch: addExpression(tr("JSON merge patch"), QString::fromStdString(std::get<Replay::PatchStep>(m_step.what).patch), QStringLiteral("{\"attempt\": 2, \"error\": null}")); return;
    case StepKind::RemoveHeader: m_name = addLine("stepName", tr("Name of the header"), QString::fromStdString(std::get<Replay::RemoveHeaderStep>(m_step.what).name), QStringLiteral("x-retry")); return;
    case StepKind::SetHeader: {
        const auto &header = std::get<Replay::SetHeaderStep>(m_step.what);
        m_name = addLine("stepName", tr("Name of the header"), QString::fromStdString(header.name), QStringLiteral("x-retry"));
        m_choice = addChoice(tr("Kind of the value"), {tr("text"), tr("expression"), tr("null")}, !header.value ? 2 : header.isExpression ? 1 : 0);
        addExpression(tr("Value of the header"), QString::fromStdString(header.value.value_or(std::string())), {})->setExpression(header.isExpression);
        return;
    }
    case StepKind::Redact: {
        const auto &redact = std::get<Replay::RedactStep>(m_step.what);
        m_name = addLine("stepName", tr("Fields, with commas"), joined(redact.paths), QStringLiteral("card.number, email"));
        addExpression(tr("What stands there instead, JSON"), QString::fromStdString(redact.replacement), {});
        return;
    }
    case StepKind::OriginalPlace: makePlaceFields(); return;
    case StepKind::Timestamp: makeTimeFields(); return;
    }
}

void StepRow::makePlaceFields()
{
    const auto &place = std::get<Replay::OriginalPlaceStep>(m_step.what);
    m_choice = addChoice(tr("Who wrote the headers"), {tr("Spring"), tr("Kafka Connect"), tr("own headers")}, int(place.origin));
    m_name = addLine("stepName", tr("Header that holds the topic"), QString::fromStdString(place.topicHeader), tr("header of the topic"));
    m_second = addLine("stepSecond", tr("Header that holds the partition"), QString::fromStdString(place.partitionHeader), tr("of the partition"));
    auto *more = named(new ToolButton(m_appearance, QStringLiteral("more"), tr("Options"), this), "stepOptions", tr("Options"));
    m_options = new QMenu(more);
    for (const auto &[text, isOn] : {std::pair(tr("Keep the partition"), place.keepsPartition), std::pair(tr("Remove the headers of the dead-letter queue"), place.removesHeaders)}) {
        QAction *option = m_options->addAction(text);
        option->setCheckable(true);
        option->setChecked(isOn);
        connect(option, &QAction::toggled, this, &StepRow::take);
    }
    more->setMenu(m_options);
    more->setPopupMode(QToolButton::InstantPopup);
    m_row->addStretch(1);
    m_row->addWidget(more);
}

void StepRow::makeTimeFields()
{
    const auto &time = std::get<Replay::TimestampStep>(m_step.what);
    m_choice = addChoice(tr("Timestamp"), {tr("keep"), tr("time of sending"), tr("shift")}, int(time.kind));
    m_name = addLine("stepName", tr("Milliseconds to shift"), QString::number(time.shiftMs), tr("ms, such as -3600000"));
    m_row->addStretch(1);
}

void StepRow::addMoving()
{
    for (const int by : {-1, 1}) {
        auto *action = new QAction(by < 0 ? tr("Move the step up") : tr("Move the step down"), this);
        action->setShortcut(QKeySequence(Qt::ALT | (by < 0 ? Qt::Key_Up : Qt::Key_Down)));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, [this, by] { emit moveAsked(by); });
        addAction(action);
    }
}

Replay::Step StepRow::step() const
{
    return m_step;
}

void StepRow::setNumber(int number)
{
    m_number = number;
    const QString name = tr("Step %1: %2").arg(number).arg(Items::stepName(m_kind));
    setAccessibleName(name);
    m_on->setAccessibleName(tr("%1 is on").arg(name));
    m_on->setToolTip(tr("Off: the step is passed over"));
}

void StepRow::setCounter(const QString &text)
{
    m_counter->setText(text);
}

bool StepRow::isOk() const
{
    return !m_step.isOn || m_check.isOk();
}

void StepRow::focusField()
{
    QWidget *field = m_name && m_name->isVisibleTo(this) ? static_cast<QWidget *>(m_name) : m_expression ? static_cast<QWidget *>(m_expression) : m_choice;
    if (field)
        field->setFocus();
}

void StepRow::take()
{
    m_step.isOn = m_on->isChecked();
    takeText();
    check();
    emit changed();
}

void StepRow::takeText()
{
    const std::string text = m_expression ? utf8(m_expression->toPlainText()) : std::string();
    switch (m_kind) {
    case StepKind::Keep: m_step.what = Replay::KeepStep{text}; return;
    case StepKind::Drop: m_step.what = Replay::DropStep{text}; return;
    case StepKind::Rekey: m_step.what = Replay::RekeyStep{text}; return;
    case StepKind::Patch: m_step.what = Replay::PatchStep{text}; return;
    case StepKind::RemoveHeader: m_step.what = Replay::RemoveHeaderStep{utf8(m_name->text())}; return;
    case StepKind::SetHeader:
        m_step.what = Replay::SetHeaderStep{.name = utf8(m_name->text()), .value = m_choice->currentIndex() == 2 ? std::nullopt : std::optional(text), .isExpression = m_choice->currentIndex() == 1};
        return;
    case StepKind::Redact: m_step.what = Replay::RedactStep{.paths = split(m_name->text()), .replacement = text}; return;
    case StepKind::OriginalPlace: takePlace(); return;
    case StepKind::Timestamp: m_step.what = Replay::TimestampStep{Replay::TimestampStep::Kind(m_choice->currentIndex()), m_name->text().toLongLong()}; return;
    }
}

void StepRow::takePlace()
{
    const auto origin = Replay::Origin(m_choice->currentIndex());
    const bool isPlain = origin == Replay::Origin::Plain;
    m_step.what = Replay::OriginalPlaceStep{.origin = origin,
                                            .topicHeader = isPlain ? utf8(m_name->text()) : std::string(),
                                            .partitionHeader = isPlain ? utf8(m_second->text()) : std::string(),
                                            .keepsPartition = m_options->actions().at(0)->isChecked(),
                                            .removesHeaders = m_options->actions().at(1)->isChecked()};
}

/// Fields that the choice makes meaningless are hidden; what cannot be compiled is named with its column.
void StepRow::check()
{
    if (m_kind == StepKind::SetHeader) {
        m_expression->setVisible(m_choice->currentIndex() != 2);
        m_expression->setExpression(m_choice->currentIndex() == 1);
    }
    if (m_kind == StepKind::OriginalPlace) {
        m_name->setVisible(m_choice->currentIndex() == int(Replay::Origin::Plain));
        m_second->setVisible(m_choice->currentIndex() == int(Replay::Origin::Plain));
    }
    if (m_kind == StepKind::Timestamp)
        m_name->setVisible(m_choice->currentIndex() == int(Replay::TimestampStep::Kind::Shift));
    m_check = Items::checkStep(m_step);
    if (m_expression) {
        m_expression->setMark(m_check.isOk() || m_check.position < 0 ? FilterEdit::Mark::None : FilterEdit::Mark::Problem);
        m_expression->setProblem(m_check.position, m_check.length);
    }
    m_problem->setProperty("tone", m_check.position < 0 ? QStringLiteral("second") : QStringLiteral("danger"));
    m_problem->style()->unpolish(m_problem); // the tone follows the property only when the style looks again
    m_problem->style()->polish(m_problem);
    m_problem->setText(m_check.problem);
    m_problem->setVisible(!m_check.isOk());
}

} // namespace Views
