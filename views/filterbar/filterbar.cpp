// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/filterbar/filterbar.h"

#include "session/filterlibrary.h"
#include "views/appearance.h"
#include "views/filterbar/filteredit.h"
#include "views/icons.h"
#include "views/recordpage/fieldpopup.h"
#include "views/widgets/toolbutton.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace Views {

namespace {

constexpr int BarMargin = 8;
constexpr int NarrowBar = 760; ///< below, the count stands in the tooltip and the edit keeps its room

std::size_t indexOf(Search::Mode mode)
{
    return std::size_t(mode);
}

} // namespace

FilterBar::FilterBar(const Appearance &appearance, Session::FilterLibrary &library, QWidget *parent)
    : QWidget(parent), m_appearance(appearance), m_library(library), m_modes(new QButtonGroup(this)), m_scope(new FieldButton(appearance, tr("in"), this)),
      m_edit(new FilterEdit(appearance, this)), m_count(new QLabel(this)), m_popup(new FieldPopup(appearance, this)), m_messageIcon(new QLabel(this)), m_message(new QLabel(this)),
      m_messageRow(new QWidget(this))
{
    setObjectName(QStringLiteral("filterBar"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    makeModes();
    makeScope();
    makeButtons();
    layOut();
    setFocusProxy(m_edit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_settingText)
            check();
    });
    connect(m_edit, &FilterEdit::runAsked, this, &FilterBar::run);
    connect(m_edit, &FilterEdit::leaveAsked, this, &FilterBar::leave);
    connect(m_edit, &FilterEdit::historyAsked, m_history, [this] { m_history->showMenu(); });
    setMode(Search::Mode::Text);
    describeScope();
    showCount();
}

void FilterBar::makeModes()
{
    const std::pair<Search::Mode, const char *> modes[] = {
        {Search::Mode::Text, "filterModeText"}, {Search::Mode::Regex, "filterModeRegex"}, {Search::Mode::Expression, "filterModeExpression"}};
    for (const auto &[mode, name] : modes) {
        auto *button = new QPushButton(Items::filterModeText(mode), this);
        button->setObjectName(QLatin1String(name));
        button->setCheckable(true);
        button->setAutoDefault(false);
        button->setProperty("kind", QStringLiteral("segment"));
        button->setAccessibleName(tr("Filter by %1").arg(button->text()));
        m_modes->addButton(button, int(mode));
    }
    m_modes->setExclusive(true);
    connect(m_modes, &QButtonGroup::idClicked, this, [this](int id) {
        setMode(Search::Mode(id));
        m_edit->setFocus();
        check();
    });
}

void FilterBar::makeButtons()
{
    const auto add = [this](const char *name, const QString &icon, const QString &words) {
        auto *button = new ToolButton(m_appearance, icon, words, this);
        button->setObjectName(QLatin1String(name));
        return button;
    };
    m_previous = add("filterPrevious", QStringLiteral("chevron-up"), tr("Previous match (Shift+F3)"));
    m_next = add("filterNext", QStringLiteral("chevron-down"), tr("Next match (F3)"));
    m_history = add("filterHistory", QStringLiteral("history"), tr("Earlier filters (Alt+Down)"));
    m_save = add("filterSave", QStringLiteral("bookmark"), tr("Saved filters"));
    connect(m_previous, &QToolButton::clicked, this, &FilterBar::previousAsked);
    connect(m_next, &QToolButton::clicked, this, &FilterBar::nextAsked);
    for (ToolButton *button : {m_history, m_save}) {
        auto *menu = new QMenu(button);
        menu->setObjectName(button == m_history ? QStringLiteral("filterHistoryMenu") : QStringLiteral("filterSaveMenu"));
        button->setMenu(menu);
        button->setPopupMode(QToolButton::InstantPopup);
    }
    connect(m_history->menu(), &QMenu::aboutToShow, this, &FilterBar::fillHistory);
    connect(m_save->menu(), &QMenu::aboutToShow, this, &FilterBar::fillSaved);
}

void FilterBar::layOut()
{
    m_count->setObjectName(QStringLiteral("filterCount"));
    m_count->setTextFormat(Qt::PlainText);
    m_count->setProperty("tone", QStringLiteral("second"));
    m_message->setObjectName(QStringLiteral("filterMessage"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->setProperty("tone", QStringLiteral("danger"));
    m_appearance.useFont(m_count, 0.92);
    m_appearance.useFont(m_message, 0.92);
    auto *modes = new QHBoxLayout;
    modes->setSpacing(0);
    for (QAbstractButton *button : m_modes->buttons())
        modes->addWidget(button);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(BarMargin, 4, BarMargin, 4);
    row->setSpacing(6);
    row->addLayout(modes);
    row->addWidget(m_scope);
    row->addWidget(m_edit, 1);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_count, m_previous, m_next, m_history, m_save})
        row->addWidget(widget);
    for (int i = 0; i < row->count(); ++i)
        row->setAlignment(row->itemAt(i)->widget() ? row->itemAt(i)->widget() : nullptr, Qt::AlignTop);
    row->setAlignment(modes, Qt::AlignTop);
    row->setAlignment(m_count, Qt::AlignVCenter);
    auto *message = new QHBoxLayout(m_messageRow);
    message->setContentsMargins(BarMargin + 4, 0, BarMargin, 5);
    message->setSpacing(6);
    message->addWidget(m_messageIcon);
    message->addWidget(m_message, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 1);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_messageRow);
    m_messageRow->hide();
    connect(m_edit, &FilterEdit::linesChanged, this, &QWidget::updateGeometry);
    connect(&m_appearance, &Appearance::changed, this, &FilterBar::placeMessageIcon);
    placeMessageIcon();
}

void FilterBar::placeMessageIcon()
{
    m_messageIcon->setPixmap(iconPixmap(QStringLiteral("failed"), m_appearance.theme().danger, 14, devicePixelRatioF()));
}

void FilterBar::setMode(Search::Mode mode)
{
    m_texts[indexOf(m_spec.mode)] = m_edit->toPlainText();
    m_spec.mode = mode;
    m_modes->button(int(mode))->setChecked(true);
    m_edit->setExpression(mode == Search::Mode::Expression);
    static const std::array hints{QT_TR_NOOP("Text to look for"), QT_TR_NOOP("Regular expression, such as order-\\d+"), QT_TR_NOOP("Expression, such as value.amount > 100 && key != null")};
    m_edit->setPlaceholderText(tr(hints[indexOf(mode)]));
    m_settingText = true;
    if (m_edit->toPlainText() != m_texts[indexOf(mode)])
        m_edit->setPlainText(m_texts[indexOf(mode)]);
    m_settingText = false;
    for (QAction *action : std::as_const(m_textActions))
        action->setEnabled(mode != Search::Mode::Expression);
    describeScope();
}

Search::FilterSpec FilterBar::spec() const
{
    Search::FilterSpec spec = m_spec;
    spec.pattern = m_edit->toPlainText().toStdString();
    return spec;
}

void FilterBar::setSpec(const Search::FilterSpec &spec)
{
    setMode(spec.mode);
    if (spec.mode != Search::Mode::Expression) {
        m_spec = spec;
        m_spec.pattern.clear();
    }
    m_settingText = true;
    m_edit->setPlainText(QString::fromStdString(spec.pattern));
    m_edit->moveCursor(QTextCursor::End);
    m_settingText = false;
    describeScope();
    check();
}

void FilterBar::clear()
{
    m_edit->clear();
}

void FilterBar::check()
{
    const Search::FilterSpec now = spec();
    if (now == m_checked)
        return;
    m_checked = now;
    const Items::FilterCheck result = Items::checkFilter(now);
    showProblem(result);
    if (!result.isOk() || (!m_filter && !result.filter))
        return; // the old result stays
    m_filter = result.filter;
    emit filterChanged();
}

void FilterBar::showProblem(const Items::FilterCheck &result)
{
    m_problem = result.problem;
    m_message->setText(m_problem);
    m_messageRow->setVisible(!m_problem.isEmpty());
    m_edit->setProblem(result.position, result.length);
    m_edit->setAccessibleDescription(m_problem);
    showCount();
}

void FilterBar::run()
{
    check();
    if (!m_problem.isEmpty())
        return; // nothing is run
    if (!m_filter) {
        emit leaveAsked();
        return;
    }
    m_library.remember(spec());
    emit searchAsked();
}

void FilterBar::leave()
{
    if (m_edit->document()->isEmpty())
        emit leaveAsked();
    else
        m_edit->clear();
}

void FilterBar::setFigures(const Items::FilterFigures &figures)
{
    m_figures = figures;
    showCount();
}

void FilterBar::showCount()
{
    const bool isWrong = !m_problem.isEmpty();
    const QString text = isWrong ? tr("not run") : Items::filterCountText(m_figures);
    m_edit->setMark(isWrong ? FilterEdit::Mark::Problem : m_figures.isOn && m_figures.errors > 0 ? FilterEdit::Mark::Errors : FilterEdit::Mark::None);
    m_previous->setEnabled(!isWrong && m_figures.isOn && m_figures.matched > 0);
    m_next->setEnabled(m_previous->isEnabled());
    if (m_count->text() == text)
        return;
    m_count->setText(text);
    m_count->setToolTip(text.toHtmlEscaped());
    m_count->setVisible(!text.isEmpty() && (width() >= NarrowBar || isWrong));
}

QString FilterBar::countText() const
{
    return m_count->text();
}

void FilterBar::setWords(std::function<QStringList()> words)
{
    m_edit->setWords(std::move(words));
}

void FilterBar::focusEdit()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void FilterBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_count->setVisible(!m_count->text().isEmpty() && (width() >= NarrowBar || !m_problem.isEmpty()));
}

void FilterBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_appearance.theme().window);
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_appearance.theme().line);
}

} // namespace Views
