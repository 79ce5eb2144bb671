// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QToolButton>

namespace Views {

class Appearance;

/// A flat button with an icon of ours that follows the theme. With a text it shows both.
class ToolButton : public QToolButton
{
    Q_OBJECT
public:
    /// `name` is the accessible name and, with the shortcut, the tooltip.
    ToolButton(const Appearance &appearance, const QString &iconName, const QString &name, QWidget *parent = nullptr);
    void setIconName(const QString &iconName);

protected:
    const Appearance &m_appearance;

private:
    void applyTheme();
    QString m_iconName;
};

/// A field of a page bar: label, value, chevron; a click opens its menu ("From 21 Nov 14:20"). The value is in the button, so
/// the whole query can be read in one line.
class FieldButton final : public QToolButton
{
    Q_OBJECT
public:
    FieldButton(const Appearance &appearance, const QString &label, QWidget *parent = nullptr);
    void setLabel(const QString &label); ///< "&From": the mnemonic opens the menu
    void setValue(const QString &value);
    void setIconName(const QString &iconName);
    QString value() const { return m_value; }
    /// Marks the field and says why in the tooltip; empty: valid again.
    void setProblem(const QString &problem);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe();
    const Appearance &m_appearance;
    QString m_label;
    QString m_value;
    QString m_iconName;
    QString m_problem;
};

} // namespace Views
