// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/producepage.h"

#include "items/producedheadermodel.h"
#include "items/templatelistmodel.h"
#include "session/clustersession.h"
#include "session/preferences.h"
#include "session/producejob.h"
#include "views/appearance.h"
#include "views/producepage/deliverypane.h"
#include "views/producepage/fieldeditor.h"
#include "views/producepage/headereditor.h"
#include "views/producepage/inputpanel.h"
#include "views/producepage/nextrecordpane.h"
#include "views/producepage/producebar.h"
#include "views/producepage/requestpane.h"
#include "views/producepage/sendbar.h"
#include "views/producepage/templateedit.h"
#include "views/widgets/banner.h"
#include "views/widgets/listtable.h"
#include "views/widgets/writereason.h"

#include <QAction>
#include <QApplication>
#include <QDragEnterEvent>
#include <QGridLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QVBoxLayout>

// How the page is put together; what it shows of a request is in producepagestate.cpp, how it sends in producepagerun.cpp.

namespace Views {

namespace {

constexpr int sideWidth = 384;
constexpr int formHeight = 640; // shares of the two, not pixels
constexpr int deliveriesHeight = 320;

QString requestFolder(const Session::Preferences &preferences)
{
    const QStringList chosen = preferences.notes(QStringLiteral("requestFolder"), {}, {});
    return chosen.isEmpty() ? Session::SavedRequests::usualFolder() : chosen.front();
}

} // namespace

ProducePage::ProducePage(Session::ClusterSession &cluster, const QString &topic, Session::Preferences &preferences, const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_cluster(cluster), m_preferences(preferences), m_appearance(appearance), m_requests(requestFolder(preferences)), m_headers(new Items::ProducedHeaderModel(this)),
      m_bar(new ProduceBar(appearance, this)), m_banner(new Banner(appearance, this)), m_input(new InputPanel(appearance, this)),
      m_key(new FieldEditor(FieldEditor::Role::Key, appearance, this)), m_value(new FieldEditor(FieldEditor::Role::Value, appearance, this)),
      m_headerEditor(new HeaderEditor(*m_headers, appearance, this)), m_next(new NextRecordPane(appearance, this)), m_requestPane(new RequestPane(m_requests, appearance, this)),
      m_sendBar(new SendBar(appearance, this)), m_deliveries(new DeliveryPane(appearance, this)), m_handover(this)
{
    setObjectName(QStringLiteral("producePage"));
    setAcceptDrops(true);
    layOut();
    addActions();
    connectParts();
    renewSeed();
    m_bar->setTopic(topic);
    restoreChoices();
    followCluster();
    noteEdit();
    m_isEdited = false;
    setFocusProxy(m_value->edit());
}

ProducePage::~ProducePage()
{
    // A field that loses the focus because it goes tells of it, and what it would tell it to is gone by then.
    qApp->disconnect(this);
    const QList<QObject *> parts = findChildren<QObject *>();
    for (QObject *part : parts)
        part->disconnect(this);
}

QWidget *ProducePage::makeForm()
{
    auto *form = new QWidget(this);
    auto *grid = new QGridLayout(form);
    grid->setContentsMargins(12, 8, 12, 8);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(6);
    const auto row = [this, form, grid](int at, const QString &text, QWidget *field, QWidget *buddy) {
        auto *label = new QLabel(text, form);
        label->setProperty("tone", QStringLiteral("second"));
        label->setBuddy(buddy);
        label->setMinimumHeight(m_appearance.controlHeight());
        m_appearance.useFont(label, 0.92);
        grid->addWidget(label, at, 0, Qt::AlignTop);
        grid->addWidget(field, at, 1);
    };
    grid->addWidget(m_input, 0, 0, 1, 2);
    row(1, tr("&Key"), m_key, m_key->edit());
    row(2, tr("&Value"), m_value, m_value->edit());
    row(3, tr("&Headers"), m_headerEditor, m_headerEditor->table());
    grid->setRowStretch(2, 5);
    grid->setRowStretch(3, 4);
    grid->setColumnStretch(1, 1);
    return form;
}

QWidget *ProducePage::makeSide()
{
    auto *side = new QSplitter(Qt::Vertical, this);
    side->setChildrenCollapsible(false);
    m_sideTabs = new QTabWidget(side);
    m_sideTabs->setObjectName(QStringLiteral("produceSideTabs"));
    m_sideTabs->setAccessibleName(tr("Templates and saved requests"));
    m_templates = new ListTable(m_appearance, tr("Template functions"), m_sideTabs);
    m_templates->setObjectName(QStringLiteral("templateTable"));
    m_templates->setProperty("region", true);
    m_templates->setModel(new Items::TemplateListModel(m_templates));
    m_templates->setColumnWidths({27, 24}, Items::TemplateListModel::Gives);
    m_templates->setToolTip(tr("Enter or a double click inserts the function at the cursor; so does Ctrl+Space while typing"));
    m_sideTabs->addTab(m_templates, tr("Template functions"));
    m_sideTabs->addTab(m_requestPane, tr("Saved requests"));
    side->addWidget(m_next);
    side->addWidget(m_sideTabs);
    side->setStretchFactor(0, 1);
    side->setStretchFactor(1, 1);
    return side;
}

void ProducePage::layOut()
{
    m_banner->setObjectName(QStringLiteral("pageBanner"));
    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->setObjectName(QStringLiteral("produceColumns"));
    m_columns->setChildrenCollapsible(false);
    m_columns->addWidget(makeForm());
    m_columns->addWidget(makeSide());
    m_columns->setStretchFactor(0, 2);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({2 * sideWidth, sideWidth});
    auto *upper = new QWidget(this);
    auto *upperColumn = new QVBoxLayout(upper);
    upperColumn->setContentsMargins(0, 0, 0, 0);
    upperColumn->setSpacing(0);
    upperColumn->addWidget(m_columns, 1);
    upperColumn->addWidget(m_sendBar);
    m_rows = new QSplitter(Qt::Vertical, this);
    m_rows->setObjectName(QStringLiteral("produceRows"));
    m_rows->setChildrenCollapsible(false);
    m_rows->addWidget(upper);
    m_rows->addWidget(m_deliveries);
    m_rows->setStretchFactor(0, 2);
    m_rows->setStretchFactor(1, 1);
    m_rows->setSizes({formHeight, deliveriesHeight});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_banner);
    column->addWidget(m_rows, 1);
}

void ProducePage::addActions()
{
    const auto add = [this](const QString &text, const QKeySequence &keys, const char *name) {
        auto *action = new QAction(text, this);
        action->setObjectName(QLatin1String(name));
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WindowShortcut);
        addAction(action);
        return action;
    };
    m_sendAction = add(tr("Send"), Qt::CTRL | Qt::Key_Return, "sendAction");
    m_sendAction->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)});
    m_onceAction = add(tr("Send once"), {}, "sendOnceAction");
    m_stopAction = add(tr("Stop sending"), {}, "stopSendingAction");
    m_saveAction = add(tr("Save request"), Qt::CTRL | Qt::Key_S, "saveRequestAction");
    m_importAction = add(tr("Import records from a file…"), Qt::CTRL | Qt::Key_I, "importRecordsAction");
    m_stopAction->setEnabled(false);
    m_reasons = {WriteReason::bind(m_sendAction, m_cluster), WriteReason::bind(m_onceAction, m_cluster), WriteReason::bind(m_sendBar->sendButton(), m_cluster),
                 WriteReason::bind(m_sendBar->onceButton(), m_cluster)};
    m_reasons[3]->setToolTip(tr("Sends the next record alone"));
    connect(m_sendAction, &QAction::triggered, this, [this] { send(false); });
    connect(m_onceAction, &QAction::triggered, this, [this] { send(true); });
    connect(m_stopAction, &QAction::triggered, this, &ProducePage::stop);
    connect(m_saveAction, &QAction::triggered, this, &ProducePage::saveRequest);
    connect(m_importAction, &QAction::triggered, this, &ProducePage::chooseImport);
}

void ProducePage::connectParts()
{
    connect(m_bar, &ProduceBar::edited, this, &ProducePage::noteEdit);
    connect(m_bar, &ProduceBar::topicChosen, this, [this] {
        askFacts();
        noteEdit();
        emit topicChanged(topic());
    });
    connect(m_bar->saveButton(), &QPushButton::clicked, m_saveAction, &QAction::trigger);
    connect(m_bar->importButton(), &QPushButton::clicked, m_importAction, &QAction::trigger);
    connect(m_key, &FieldEditor::edited, this, &ProducePage::noteEdit);
    connect(m_value, &FieldEditor::edited, this, &ProducePage::noteEdit);
    connect(m_headers, &Items::ProducedHeaderModel::edited, this, &ProducePage::noteEdit);
    connect(m_input, &InputPanel::edited, this, &ProducePage::noteEdit);
    connect(m_sendBar, &SendBar::edited, this, &ProducePage::noteEdit);
    connect(m_sendBar, &SendBar::templatesChanged, this, [this](bool on) {
        m_key->setTemplates(on);
        m_value->setTemplates(on);
        m_headers->setTemplates(on);
    });
    connect(m_sendBar->sendButton(), &QPushButton::clicked, m_sendAction, &QAction::trigger);
    connect(m_sendBar->onceButton(), &QPushButton::clicked, m_onceAction, &QAction::trigger);
    connect(&m_preview, &Items::RequestPreview::changed, this, &ProducePage::showPreview);
    connect(m_templates, &ListTable::opened, this, [this](const QModelIndex &index) {
        TemplateEdit *edit = m_key->edit()->property("wasLast").toBool() ? m_key->edit() : m_value->edit();
        edit->insertTemplate(index.data(Items::TemplateListModel::ExampleRole).toString());
        edit->setFocus();
    });
    connect(qApp, &QApplication::focusChanged, this, [this](const QWidget *, QWidget *now) {
        if (now == m_key->edit() || now == m_value->edit())
            m_key->edit()->setProperty("wasLast", now == m_key->edit());
    });
    connect(m_requestPane, &RequestPane::openAsked, this, &ProducePage::openRequest);
    connect(m_requestPane, &RequestPane::removeAsked, this, &ProducePage::removeRequest);
    connect(m_requestPane, &RequestPane::folderChosen, this, [this](const QString &folder) {
        m_preferences.setNotes(QStringLiteral("requestFolder"), {}, {}, {folder});
        m_requests.setFolder(folder);
    });
    connect(m_deliveries, &DeliveryPane::stopAsked, this, &ProducePage::stop);
    connect(m_deliveries, &DeliveryPane::exportAsked, this, &ProducePage::exportProblems);
    connect(m_deliveries, &DeliveryPane::recordAsked, this, &ProducePage::lookForRecord);
    connect(&m_cluster, &Session::ClusterSession::snapshotChanged, this, &ProducePage::followCluster);
    connect(&m_cluster, &Session::ClusterSession::writeLockChanged, this, &ProducePage::updateSending);
    connect(&m_preferences, &Session::Preferences::changed, this, &ProducePage::noteEdit); // the zone of a time that is given
}

void ProducePage::dragEnterEvent(QDragEnterEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile())
        event->acceptProposedAction();
}

void ProducePage::dropEvent(QDropEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() != 1 || !urls.front().isLocalFile())
        return;
    event->acceptProposedAction();
    openFile(urls.front().toLocalFile());
}

} // namespace Views
