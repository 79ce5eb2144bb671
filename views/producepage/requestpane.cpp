// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/requestpane.h"

#include "session/savedrequests.h"
#include "views/appearance.h"
#include "views/widgets/elidedlabel.h"
#include "views/widgets/named.h"
#include "views/widgets/toolbutton.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListWidget>
#include <QMenu>
#include <QUrl>
#include <QVBoxLayout>

namespace Views {

RequestPane::RequestPane(Session::SavedRequests &requests, const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_requests(requests), m_folder(new ElidedLabel(this)), m_list(named(new QListWidget(this), "savedRequestList", tr("Saved requests")))
{
    m_folder->setProperty("tone", QStringLiteral("second"));
    m_folder->setObjectName(QStringLiteral("requestFolder"));
    appearance.useFont(m_folder, 0.92);
    auto *choose = new ToolButton(appearance, QStringLiteral("folder"), tr("Choose the requests' folder"), this);
    choose->setObjectName(QStringLiteral("requestFolderButton"));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 2, 8, 2);
    head->addWidget(m_folder, 1);
    head->addWidget(choose);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setProperty("region", true);
    m_list->installEventFilter(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_list, 1);
    connect(choose, &QToolButton::clicked, this, &RequestPane::chooseFolder);
    connect(m_list, &QListWidget::itemActivated, this, [this](const QListWidgetItem *item) { emit openAsked(item->text()); });
    connect(m_list, &QWidget::customContextMenuRequested, this, &RequestPane::showMenu);
    connect(&requests, &Session::SavedRequests::changed, this, &RequestPane::fill);
    fill();
}

void RequestPane::fill()
{
    m_folder->setText(QDir::toNativeSeparators(m_requests.folder()));
    m_list->clear();
    m_list->addItems(m_requests.names());
    setCurrent(m_current);
}

void RequestPane::setCurrent(const QString &name)
{
    m_current = name;
    m_list->setCurrentRow(name.isEmpty() ? -1 : int(m_requests.names().indexOf(name)));
}

void RequestPane::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Folder of saved requests"), m_requests.folder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &RequestPane::folderChosen);
    dialog->open();
}

void RequestPane::showMenu(const QPoint &place)
{
    const QListWidgetItem *item = m_list->itemAt(place);
    QMenu menu(this);
    menu.setObjectName(QStringLiteral("requestMenu"));
    if (item) {
        const QString name = item->text();
        connect(menu.addAction(tr("Open")), &QAction::triggered, this, [this, name] { emit openAsked(name); });
        connect(menu.addAction(tr("Remove…")), &QAction::triggered, this, [this, name] { emit removeAsked(name); });
        menu.addSeparator();
    }
    connect(menu.addAction(tr("Show the folder")), &QAction::triggered, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_requests.folder())); });
    connect(menu.addAction(tr("Choose the folder…")), &QAction::triggered, this, &RequestPane::chooseFolder);
    menu.exec(m_list->viewport()->mapToGlobal(place));
}

bool RequestPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Delete && m_list->currentItem()) {
        emit removeAsked(m_list->currentItem()->text());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace Views
