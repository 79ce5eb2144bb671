// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/helpdialogs.h"

#include "views/appearance.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace Views {

namespace {

QDialog *plainDialog(const QString &title, const Appearance &appearance, QWidget *content, QWidget *parent)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto *heading = new QLabel(title, dialog);
    appearance.useFont(heading, 1.15, QFont::DemiBold);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    buttons->button(QDialogButtonBox::Close)->setAccessibleName(QCoreApplication::translate("Views::Help", "Close"));
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(12);
    column->addWidget(heading);
    column->addWidget(content, 1);
    column->addWidget(buttons);
    return dialog;
}

} // namespace

void showShortcuts(const QList<QAction *> &actions, const Appearance &appearance, QWidget *parent)
{
    auto *list = new QWidget(parent);
    auto *grid = new QGridLayout(list);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(4);
    int row = 0;
    for (const QAction *action : actions) {
        if (action->shortcuts().isEmpty())
            continue;
        auto *what = new QLabel(action->text().remove(u'&'), list);
        what->setTextFormat(Qt::PlainText);
        auto *keys = new QLabel(QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText).replace(u';', u','), list);
        keys->setTextFormat(Qt::PlainText);
        keys->setProperty("tone", QStringLiteral("second"));
        grid->addWidget(what, row, 0);
        grid->addWidget(keys, row++, 1);
    }
    grid->setColumnStretch(0, 1);
    grid->setRowStretch(row, 1);
    auto *scroll = new QScrollArea(parent);
    scroll->setAccessibleName(QCoreApplication::translate("Views::Help", "Keyboard shortcuts"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(list);
    QDialog *dialog = plainDialog(QCoreApplication::translate("Views::Help", "Keyboard shortcuts"), appearance, scroll, parent);
    dialog->setObjectName(QStringLiteral("shortcutsDialog"));
    dialog->resize(460, 520);
    dialog->open();
}

void showAbout(const Appearance &appearance, QWidget *parent)
{
    auto *words = new QLabel(QCoreApplication::translate("Views::Help",
                                                         "Version %1. A desktop debugger for Apache Kafka.\n\nLooking at a cluster joins no consumer group, commits nothing and creates nothing.\n\n"
                                                         "Licence: Apache-2.0. Uses Qt (LGPL-3.0) and librdkafka (BSD-2-Clause).\nApache Kafka is a trademark of the Apache Software Foundation, which has no part in this program.")
                                 .arg(QStringLiteral(PLAYHEAD_VERSION)),
                             parent);
    words->setTextFormat(Qt::PlainText);
    words->setWordWrap(true);
    QDialog *dialog = plainDialog(QCoreApplication::translate("Views::Help", "About Playhead"), appearance, words, parent);
    dialog->setObjectName(QStringLiteral("aboutDialog"));
    dialog->resize(440, 240);
    dialog->open();
}

} // namespace Views
