// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/widgets/nameedit.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>

namespace Views {

NameEdit::NameEdit(const std::string &expected, QWidget *parent)
    : QLineEdit(parent), m_expected(QString::fromStdString(expected))
{
    setObjectName(QStringLiteral("confirmNameEdit"));
    setAccessibleName(tr("Name of the connection"));
    setAcceptDrops(false);
    connect(this, &QLineEdit::textChanged, this, [this] {
        if (m_wasRight == isRight())
            return;
        m_wasRight = !m_wasRight;
        emit rightChanged(m_wasRight);
    });
}

bool NameEdit::isRight() const
{
    return !m_expected.isEmpty() && text() == m_expected;
}

void NameEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Paste)) {
        event->accept();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

// The middle button pastes the selection when it is released.
void NameEdit::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::MiddleButton)
        QLineEdit::mousePressEvent(event);
}

void NameEdit::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::MiddleButton)
        QLineEdit::mouseReleaseEvent(event);
}

void NameEdit::contextMenuEvent(QContextMenuEvent *event)
{
    event->accept(); // it would offer to paste
}

} // namespace Views
