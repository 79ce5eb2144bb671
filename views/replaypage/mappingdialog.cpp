// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/mappingdialog.h"

#include "items/safetext.h"
#include "views/appearance.h"
#include "views/widgets/named.h"

#include <QCompleter>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace Views {

MappingDialog::MappingDialog(const std::vector<std::string> &topics, const std::map<std::string, std::string> &mapping, const QStringList &known, const Appearance &appearance, QWidget *parent)
    : QDialog(parent), m_topics(topics), m_apply(named(new QPushButton(tr("Use these topics"), this), "mappingApplyButton", tr("Use these topics")))
{
    setObjectName(QStringLiteral("mappingDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Topics of the replay"));
    auto *title = new QLabel(windowTitle(), this);
    appearance.useFont(title, 1.15, QFont::DemiBold);
    auto *area = new QWidget(this);
    auto *grid = new QGridLayout(area);
    grid->addWidget(new QLabel(tr("From"), area), 0, 0);
    grid->addWidget(new QLabel(tr("To"), area), 0, 1);
    for (const std::string &topic : topics) {
        const QString name = Items::safeText(topic, 120);
        auto *from = new QLabel(name, area);
        from->setTextFormat(Qt::PlainText);
        auto *to = named(new QLineEdit(area), "mappingEdit", tr("Target of %1").arg(name));
        const auto it = mapping.find(topic);
        to->setText(QString::fromStdString(it == mapping.end() ? topic : it->second));
        to->setCompleter(new QCompleter(known, to));
        connect(to, &QLineEdit::textChanged, this, &MappingDialog::updateState);
        grid->addWidget(from, grid->rowCount(), 0);
        grid->addWidget(to, grid->rowCount() - 1, 1);
        m_edits.append(to);
    }
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(grid->rowCount(), 1);
    auto *scroll = named(new QScrollArea(this), "mappingScroll", tr("Topics"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(area);
    auto *cancel = named(new QPushButton(tr("Cancel"), this), "mappingCancelButton", tr("Cancel"));
    cancel->setAutoDefault(false);
    m_apply->setDefault(true);
    m_apply->setProperty("kind", QStringLiteral("primary"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_apply);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(12);
    column->addWidget(title);
    column->addWidget(scroll, 1);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, &QDialog::accept);
    resize(fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 18);
}

void MappingDialog::updateState()
{
    m_apply->setEnabled(std::none_of(m_edits.begin(), m_edits.end(), [](const QLineEdit *edit) { return edit->text().trimmed().isEmpty(); }));
}

std::map<std::string, std::string> MappingDialog::mapping() const
{
    std::map<std::string, std::string> mapping;
    for (std::size_t i = 0; i < m_topics.size(); ++i)
        mapping[m_topics[i]] = m_edits[qsizetype(i)]->text().trimmed().toStdString();
    return mapping;
}

} // namespace Views
