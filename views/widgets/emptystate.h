// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace Views {

class Appearance;

/// What stands where a list would be while there is nothing to list: icon, what is the case, why, and the next step. Also
/// for loading and for errors. Texts are plain.
class EmptyState final : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(const Appearance &appearance, QWidget *parent = nullptr);
    /// Replaces texts and buttons. `iconColor` invalid: text3.
    void display(const QString &iconName, const QString &title, const QString &text, const QColor &iconColor = {});
    QPushButton *addButton(const QString &text);
    QString title() const;
    QString text() const;

private:
    void applyTheme();
    const Appearance &m_appearance;
    QString m_iconName;
    QColor m_iconColor;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QHBoxLayout *m_buttons;
};

} // namespace Views
