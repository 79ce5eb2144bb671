// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/fieldpopup.h"

#include "views/appearance.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QStyle>
#include <QVBoxLayout>

namespace Views {

namespace {

constexpr int EditWidth = 260;

QLabel *plainLabel(QWidget *parent, const QString &tone)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("tone", tone);
    return label;
}

} // namespace

FieldPopup::FieldPopup(const Appearance &appearance, QWidget *parent)
    : QFrame(parent, Qt::Popup), m_question(plainLabel(this, {})), m_edit(new QLineEdit(this)), m_apply(new QPushButton(tr("Read"), this)),
      m_hint(plainLabel(this, QStringLiteral("second"))), m_problem(plainLabel(this, QStringLiteral("danger"))), m_previewLabel(plainLabel(this, {}))
{
    setObjectName(QStringLiteral("fieldPopup"));
    setProperty("card", true);
    m_edit->setObjectName(QStringLiteral("fieldEdit"));
    m_edit->setAccessibleName(tr("Value of the field"));
    m_edit->setMinimumWidth(EditWidth);
    m_previewLabel->setObjectName(QStringLiteral("fieldPreview"));
    m_problem->setObjectName(QStringLiteral("fieldProblem"));
    m_apply->setObjectName(QStringLiteral("fieldApply"));
    m_apply->setProperty("kind", QStringLiteral("primary"));
    m_apply->setAccessibleName(m_apply->text());
    appearance.useFont(m_question, 1.0, QFont::DemiBold);
    appearance.useFont(m_hint, 0.92);
    appearance.useFixedFont(m_edit);
    auto *row = new QHBoxLayout;
    row->addWidget(m_edit, 1);
    row->addWidget(m_apply);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(6);
    column->addWidget(m_question);
    column->addLayout(row);
    column->addWidget(m_problem);
    column->addWidget(m_previewLabel);
    column->addWidget(m_hint);
    connect(m_edit, &QLineEdit::returnPressed, this, &FieldPopup::take);
    connect(m_apply, &QPushButton::clicked, this, &FieldPopup::take);
    connect(m_edit, &QLineEdit::textEdited, this, [this] {
        showProblem({});
        showPreview();
    });
    showProblem({});
}

void FieldPopup::ask(QWidget *below, const QString &question, const QString &hint, const QString &text, Take take, const QString &verb)
{
    m_take = std::move(take);
    m_preview = nullptr;
    m_apply->setText(verb.isEmpty() ? tr("Read") : verb);
    m_apply->setAccessibleName(m_apply->text());
    m_question->setText(question);
    m_edit->setAccessibleName(question);
    m_hint->setText(hint);
    m_edit->setText(text);
    m_edit->selectAll();
    showProblem({});
    showPreview();
    adjustSize();
    QPoint place = below->mapToGlobal(QPoint(0, below->height() + 2));
    if (const QScreen *screen = below->screen())
        place.setX(std::min(place.x(), screen->availableGeometry().right() - width()));
    move(place);
    show();
    m_edit->setFocus();
}

void FieldPopup::setPreview(std::function<QString(const QString &)> preview)
{
    m_preview = std::move(preview);
    showPreview();
}

void FieldPopup::showPreview()
{
    m_previewLabel->setText(m_preview ? m_preview(m_edit->text()) : QString());
    m_previewLabel->setVisible(!m_previewLabel->text().isEmpty());
    if (isVisible())
        adjustSize();
}

void FieldPopup::take()
{
    if (!m_take)
        return;
    const QString problem = m_take(m_edit->text());
    showProblem(problem);
    if (problem.isEmpty())
        hide();
}

void FieldPopup::showProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_edit->setProperty("invalid", !problem.isEmpty());
    m_edit->style()->unpolish(m_edit); // the border follows the property only when the style looks again
    m_edit->style()->polish(m_edit);
    if (isVisible())
        adjustSize();
    emit problemChanged(problem);
}

void FieldPopup::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    emit problemChanged({}); // what was not taken is gone with the box
    // Not every platform gives the keyboard back to the window a popup had it from.
    if (parentWidget() && parentWidget()->isVisible())
        parentWidget()->activateWindow();
}

} // namespace Views
