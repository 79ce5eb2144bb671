// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace Views {

class Appearance;

/// One line of news over a page: what happened, why, what next, with buttons. At most one a page; the most severe wins. Texts are
/// plain, wrap and never clip. Hidden until shown.
class Banner final : public QWidget
{
    Q_OBJECT
public:
    enum class Kind { Information, Success, Warning, Error };

    explicit Banner(const Appearance &appearance, QWidget *parent = nullptr);

    /// Replaces kind, texts and buttons, and shows the banner. `title` is bold; `text` follows on the same line when it is short,
    /// `detail` stands below.
    void display(Kind kind, const QString &title, const QString &text = {}, const QString &detail = {});
    /// New words for what is shown already: kind and buttons stay, so that none vanishes under a pressed mouse.
    void amend(const QString &title, const QString &text = {}, const QString &detail = {});
    /// Adds a button after display(); ends with the next display().
    QPushButton *addButton(const QString &text, const QString &iconName = {});
    void setClosable(bool closable);

    Kind kind() const { return m_kind; }
    QString title() const { return m_title; }
    QString text() const { return m_text; }
    QString detail() const;

signals:
    void closed(); ///< by the user

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void applyTheme();
    const Appearance &m_appearance;
    Kind m_kind = Kind::Information;
    QString m_title;
    QString m_text;
    QLabel *m_icon;
    QLabel *m_titleLabel;
    QLabel *m_detail;
    QHBoxLayout *m_buttons;
    QToolButton *m_close;
};

} // namespace Views
