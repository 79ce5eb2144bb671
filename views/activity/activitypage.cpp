// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/activity/activitypage.h"

#include "items/activitymodel.h"
#include "items/errortext.h"
#include "items/numbertext.h"
#include "session/activity.h"
#include "session/preferences.h"
#include "views/appearance.h"
#include "views/widgets/banner.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/emptystate.h"
#include "views/widgets/listtable.h"
#include "views/widgets/named.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace Views {

namespace {

constexpr int typingMs = 200;
constexpr int filterWidth = 30; // characters

QLineEdit *filterEdit(const char *name, const QString &words, const Appearance &appearance, QWidget *parent)
{
    QLineEdit *edit = named(new QLineEdit(parent), name, words);
    edit->setPlaceholderText(words);
    edit->setClearButtonEnabled(true);
    edit->setFixedWidth(QFontMetrics(appearance.uiFont()).averageCharWidth() * filterWidth);
    return edit;
}

QPushButton *button(const char *name, const QString &words, QWidget *parent)
{
    QPushButton *result = named(new QPushButton(words, parent), name, QString(words).remove(u'&'));
    result->setAutoDefault(false);
    return result;
}

} // namespace

ActivityPage::ActivityPage(const QString &folder, Session::Preferences &preferences, const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_activity(new Session::Activity(folder, this))
    , m_model(new Items::ActivityModel(*m_activity, this))
    , m_facts(named(new ElidedLabel(this), "pageFacts", tr("Entries")))
    , m_connection(filterEdit("activityConnectionEdit", tr("Connection or cluster id"), appearance, this))
    , m_topic(filterEdit("activityTopicEdit", tr("Topic"), appearance, this))
    , m_more(button("activityMoreButton", tr("&Older entries"), this))
    , m_check(button("activityCheckButton", tr("&Verify the chain"), this))
    , m_banner(new Banner(appearance, this))
    , m_stack(new QStackedLayout)
    , m_empty(new EmptyState(appearance, this))
    , m_table(named(new ListTable(appearance, tr("Journal of writes"), this), "activityTable", tr("Journal of writes")))
    , m_details(named(new QPlainTextEdit(this), "activityDetails", tr("Details of the entry")))
{
    setObjectName(QStringLiteral("activityPage"));
    m_table->setModel(m_model);
    m_table->setColumnWidths({28, 18, 12, 24, 16, 14, 18, 30}, Items::ActivityModel::Note);
    m_table->setProperty("region", true);
    m_banner->setObjectName(QStringLiteral("pageBanner"));
    m_banner->setClosable(true);
    connect(m_banner, &Banner::closed, m_banner, &QWidget::hide);

    auto *split = new QSplitter(Qt::Vertical, this);
    split->addWidget(m_table);
    split->addWidget(makeDetails());
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(false);
    m_list = split;
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_list);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(m_banner);
    column->addLayout(m_stack, 1);
    setFocusProxy(m_table);

    m_typing.setSingleShot(true);
    m_typing.setInterval(typingMs);
    connect(&m_typing, &QTimer::timeout, this, [this] { m_activity->setFilter(m_connection->text(), m_topic->text()); });
    for (QLineEdit *edit : {m_connection, m_topic})
        connect(edit, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_more, &QPushButton::clicked, this, [this] { m_activity->readMore(); });
    connect(m_check, &QPushButton::clicked, this, [this] {
        m_check->setEnabled(false);
        m_activity->check();
    });
    connect(m_activity, &Session::Activity::changed, this, &ActivityPage::updateState);
    connect(m_activity, &Session::Activity::checked, this, &ActivityPage::tellCheck);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ActivityPage::showDetails);
    const auto zone = [this, &preferences] {
        m_model->setUtc(preferences.timeZone() == Session::TimeZoneChoice::Utc);
        showDetails();
    };
    connect(&preferences, &Session::Preferences::changed, this, zone);
    zone();
    m_empty->display(QStringLiteral("busy"), tr("Reading the journal of writes"), QString(), appearance.theme().accent);
    m_more->hide();
    m_activity->refresh();
}

QWidget *ActivityPage::makeHead()
{
    auto *head = new QWidget(this);
    auto *title = new ElidedLabel(head);
    title->setText(tr("Activity"));
    title->setObjectName(QStringLiteral("pageTitle"));
    m_appearance.useFont(title, 1.23, QFont::DemiBold);
    m_facts->setProperty("tone", QStringLiteral("second"));
    m_appearance.useFont(m_facts, 0.92);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(10);
    row->addWidget(title);
    row->addWidget(m_facts, 1);
    row->addWidget(m_connection);
    row->addWidget(m_topic);
    row->addWidget(m_check);
    return head;
}

QWidget *ActivityPage::makeDetails()
{
    auto *below = new QWidget(this);
    m_details->setReadOnly(true);
    m_details->setTabChangesFocus(true);
    m_details->setProperty("region", true);
    m_appearance.useFixedFont(m_details);
    QPushButton *copy = button("activityCopyButton", tr("&Copy details"), below);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_details->toPlainText()); });
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(8, 6, 8, 6);
    buttons->addWidget(copy);
    buttons->addStretch(1);
    buttons->addWidget(m_more);
    auto *column = new QVBoxLayout(below);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_details, 1);
    column->addLayout(buttons);
    return below;
}

void ActivityPage::updateState()
{
    const bool hasRows = m_model->rowCount() > 0;
    m_more->setVisible(m_activity->hasMore());
    updateFacts();
    if (!hasRows)
        describeEmpty();
    m_stack->setCurrentWidget(hasRows ? m_list : static_cast<QWidget *>(m_empty));
    if (hasRows && !m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_model->index(0, 0));
    showDetails();
    if (hasRows && m_activity->error()) {
        const Items::ErrorText words = Items::errorText(*m_activity->error());
        m_banner->display(Banner::Kind::Warning, words.what, words.why, words.next);
    }
}

void ActivityPage::updateFacts()
{
    QStringList parts{m_activity->hasMore() ? tr("the newest %1 entries").arg(Items::countText(quint64(m_model->rowCount()))) : tr("entries: %1").arg(Items::countText(quint64(m_model->rowCount())))};
    if (m_activity->unreadableLines() > 0)
        parts.append(tr("lines that cannot be read: %1").arg(Items::countText(m_activity->unreadableLines())));
    m_facts->setText(parts.join(QStringLiteral(" · ")));
}

void ActivityPage::describeEmpty()
{
    if (const auto &error = m_activity->error()) {
        const Items::ErrorText words = Items::errorText(*error);
        m_empty->display(QStringLiteral("warning"), words.what, words.why.isEmpty() ? words.next : words.why + u' ' + words.next, m_appearance.theme().warn);
        QPushButton *again = m_empty->addButton(tr("Try again"));
        again->setObjectName(QStringLiteral("tryAgainButton"));
        connect(again, &QPushButton::clicked, this, [this] { m_activity->refresh(); });
    } else if (m_activity->isFiltered()) {
        m_empty->display(QStringLiteral("filter"), tr("No entry for this connection and topic"), tr("The whole journal was looked through."));
        connect(m_empty->addButton(tr("Show all")), &QPushButton::clicked, this, [this] {
            m_connection->clear();
            m_topic->clear();
        });
    } else {
        m_empty->display(QStringLiteral("history"), tr("Nothing has been written yet"), tr("Each write to a cluster gets a line here before and after, in %1. Records themselves are never in it.").arg(m_activity->folder()));
    }
}

void ActivityPage::tellCheck()
{
    m_check->setEnabled(true);
    const Session::Activity::Check check = m_activity->lastCheck().value_or(Session::Activity::Check());
    const QString scope = tr("Lines: %1, files: %2.").arg(Items::countText(check.lines), Items::countText(check.files));
    if (check.holds()) {
        m_banner->display(Banner::Kind::Success, tr("The chain holds: no line was changed or taken out."), scope,
                          check.torn > 0 ? tr("Lines that a crash left unfinished: %1.").arg(Items::countText(check.torn)) : QString());
        return;
    }
    const Items::ErrorText words = check.first ? Items::errorText(*check.first) : Items::ErrorText();
    m_banner->display(Banner::Kind::Error, words.what, words.why, tr("%1 Places where the chain does not hold: %2. %3").arg(words.next, Items::countText(check.broken), scope));
}

void ActivityPage::showDetails()
{
    const QString text = m_model->details(m_table->currentIndex().row());
    if (m_details->toPlainText() != text)
        m_details->setPlainText(text);
}

} // namespace Views
