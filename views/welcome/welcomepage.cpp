// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/welcome/welcomepage.h"

#include "items/profilelistmodel.h"
#include "session/connections.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/welcome/cardbutton.h"
#include "views/widgets/listtable.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>
#include <QSvgRenderer>
#include <QVBoxLayout>

#include <QPainter>

namespace Views {

namespace {

constexpr int widestColumn = 1020;
constexpr int extraRowHeight = 11;
constexpr int longestList = 12; ///< rows; more of them scroll inside the table
constexpr int appIconSize = 54;

QPixmap appIcon(qreal ratio)
{
    const int pixels = qRound(appIconSize * ratio);
    QPixmap pixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(QStringLiteral(":/playhead.svg"));
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.end();
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

QLabel *label(const QString &text, const char *tone, QWidget *parent)
{
    auto *result = new QLabel(text, parent);
    result->setTextFormat(Qt::PlainText);
    if (tone)
        result->setProperty("tone", QLatin1String(tone));
    return result;
}

} // namespace

WelcomePage::WelcomePage(Session::Connections &connections, const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_model(new Items::ProfileListModel(connections, this))
    , m_newConnection(new CardButton(appearance, QStringLiteral("plus"), tr("New connection"), tr("Plaintext, TLS, client certificate, SASL"), this))
    , m_column(new QWidget(this))
{
    setObjectName(QStringLiteral("welcomePage"));
    m_newConnection->setObjectName(QStringLiteral("newConnectionButton"));
    m_newConnection->setShortcutText(QKeySequence(Qt::CTRL | Qt::Key_N).toString(QKeySequence::NativeText));
    connect(m_newConnection, &QPushButton::clicked, this, &WelcomePage::newConnectionWanted);
    auto *demo = new CardButton(appearance, QStringLiteral("flask"), tr("Try the demo cluster"), tr("Runs inside Playhead, nothing to install"), this);
    demo->setObjectName(QStringLiteral("demoButton"));
    connect(demo, &QPushButton::clicked, this, &WelcomePage::demoWanted);

    auto *cards = new QHBoxLayout;
    cards->setSpacing(10);
    cards->addWidget(m_newConnection, 1);
    cards->addWidget(demo, 1);
    auto *column = new QVBoxLayout(m_column);
    column->setContentsMargins(24, 32, 24, 16);
    column->setSpacing(0);
    column->addWidget(makeTitle());
    column->addSpacing(24);
    column->addLayout(cards);
    column->addSpacing(24);
    column->addWidget(makeRecent());
    column->addStretch(1);

    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *centred = new QWidget(this);
    auto *row = new QHBoxLayout(centred);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(m_column, 100);
    row->addStretch(1);
    m_column->setMaximumWidth(widestColumn);
    scroll->setWidget(centred);
    auto *page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->addWidget(scroll);

    connect(m_model, &QAbstractItemModel::rowsInserted, this, &WelcomePage::updateRecent);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &WelcomePage::updateRecent);
    connect(&connections, &Session::Connections::profilesChanged, this, &WelcomePage::updateRecent);
    connect(&appearance, &Appearance::changed, this, &WelcomePage::updateRecent);
    updateRecent();
    setFocusProxy(m_model->profileCount() > 0 ? static_cast<QWidget *>(m_table) : m_newConnection);
}

QWidget *WelcomePage::makeTitle()
{
    auto *title = new QWidget(this);
    auto *icon = new QLabel(title);
    icon->setPixmap(appIcon(devicePixelRatioF()));
    auto *name = label(tr("Playhead"), nullptr, title);
    m_appearance.useFont(name, 1.85, QFont::DemiBold);
    auto *what = label(tr("A desktop debugger for Apache Kafka"), "second", title);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(name);
    words->addWidget(what);
    auto *row = new QHBoxLayout(title);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(14);
    row->addWidget(icon);
    row->addLayout(words);
    row->addStretch(1);
    return title;
}

QWidget *WelcomePage::makeRecent()
{
    auto *box = new QWidget(this);
    m_recent = new QWidget(box);
    auto *heading = label(tr("Recent connections"), nullptr, m_recent);
    m_appearance.useFont(heading, 1.0, QFont::DemiBold);
    m_filter = new QLineEdit(m_recent);
    m_filter->setObjectName(QStringLiteral("welcomeFilterEdit"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter connections"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(200);
    connect(m_filter, &QLineEdit::textChanged, m_model, &Items::ProfileListModel::setFilter);
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        if (m_model->rowCount() == 1)
            emit connectionWanted(m_model->profileId(0));
        else
            m_table->setFocus();
    });
    auto *head = new QHBoxLayout;
    head->addWidget(heading);
    head->addStretch(1);
    head->addWidget(m_filter);

    m_table = new ListTable(m_appearance, tr("Recent connections"), m_recent);
    m_table->setObjectName(QStringLiteral("recentTable"));
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setExtraRowHeight(extraRowHeight);
    m_table->setColumnWidths({20, 15, 26, 26, 17, 14}, Items::ProfileListModel::Bootstrap);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setFrameShape(QFrame::StyledPanel);
    connect(m_table, &QWidget::customContextMenuRequested, this, &WelcomePage::showMenu);
    connect(m_table, &ListTable::opened, this, [this](const QModelIndex &index) { emit connectionWanted(m_model->profileId(index.row())); });

    m_hint = label(tr("Enter opens. Production connections are never opened by themselves at start."), "second", m_recent);
    m_appearance.useFont(m_hint, 0.92);
    m_none = label(tr("No connections are saved yet. A new one needs a bootstrap address such as localhost:9092."), "second", box);
    m_none->setWordWrap(true);

    auto *recent = new QVBoxLayout(m_recent);
    recent->setContentsMargins(0, 0, 0, 0);
    recent->setSpacing(8);
    recent->addLayout(head);
    recent->addWidget(m_table);
    recent->addWidget(m_hint);
    auto *both = new QVBoxLayout(box);
    both->setContentsMargins(0, 0, 0, 0);
    both->addWidget(m_recent);
    both->addWidget(m_none);
    return box;
}

void WelcomePage::updateRecent()
{
    const bool any = m_model->profileCount() > 0;
    m_recent->setVisible(any);
    m_none->setVisible(!any);
    // The table is as high as its rows, so that the page reads as one; a long list scrolls in itself.
    const int rows = std::clamp(m_model->rowCount(), 1, longestList);
    m_table->setFixedHeight(m_table->header()->sizeHint().height() + rows * (m_appearance.rowHeight() + extraRowHeight) + 2 * m_table->frameWidth());
}

void WelcomePage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Where it is narrow, what can be left out is: the last columns are for the wide window.
    const bool narrow = width() < 900;
    m_table->setColumnHidden(Items::ProfileListModel::Access, narrow);
    m_table->setColumnHidden(Items::ProfileListModel::LastOpened, narrow);
}

void WelcomePage::showMenu(const QPoint &position)
{
    const QModelIndex index = m_table->currentIndex();
    if (!index.isValid())
        return;
    const QString id = m_model->profileId(index.row());
    QMenu menu(this);
    connect(menu.addAction(tr("Open")), &QAction::triggered, this, [this, id] { emit connectionWanted(id); });
    connect(menu.addAction(tr("Edit…")), &QAction::triggered, this, [this, id] { emit editWanted(id); });
    menu.addSeparator();
    connect(menu.addAction(tr("Remove…")), &QAction::triggered, this, [this, id] { emit removeWanted(id); });
    menu.exec(m_table->viewport()->mapToGlobal(position));
}

} // namespace Views
