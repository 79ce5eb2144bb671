// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/closequestion.h"

#include "views/widgets/named.h"

#include <QCoreApplication>
#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace Views {

namespace {

constexpr qsizetype mostSentences = 8;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Views::CloseQuestion)
};

} // namespace

QDialog *closeQuestion(const QStringList &questions, const QString &verb, QWidget *parent)
{
    auto *dialog = new QDialog(parent);
    dialog->setObjectName(QStringLiteral("closeQuestion"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(verb);
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(10);
    for (qsizetype i = 0; i < std::min(questions.size(), mostSentences); ++i) {
        auto *label = new QLabel(questions[i], dialog);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setMinimumWidth(420);
        column->addWidget(label);
    }
    if (questions.size() > mostSentences)
        column->addWidget(new QLabel(Words::tr("and %1 more").arg(questions.size() - mostSentences), dialog));
    auto *cancel = named(new QPushButton(Words::tr("Cancel"), dialog), "closeQuestionCancel", Words::tr("Cancel"));
    auto *close = named(new QPushButton(verb, dialog), "closeQuestionClose", verb);
    close->setProperty("kind", QStringLiteral("destructive"));
    close->setAutoDefault(false);
    cancel->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(close);
    column->addLayout(buttons);
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::accept);
    return dialog;
}

} // namespace Views
