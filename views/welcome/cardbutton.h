// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QPushButton>

namespace Views {

class Appearance;

/// A large button of the welcome page: icon, title, what it does, shortcut at the right.
class CardButton final : public QPushButton
{
    Q_OBJECT
public:
    CardButton(const Appearance &appearance, const QString &iconName, const QString &title, const QString &detail, QWidget *parent = nullptr);
    void setShortcutText(const QString &text);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Appearance &m_appearance;
    QString m_iconName;
    QString m_detail;
    QString m_shortcutText;
};

} // namespace Views
