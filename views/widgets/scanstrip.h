// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QStringList>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace Views {

class Appearance;

/// The line under a table that says what reading does: state icon, state in bold, facts, buttons at the right. Facts that do not
/// fit are left out from the end; the tooltip has them all.
class ScanStrip final : public QWidget
{
    Q_OBJECT
public:
    enum class State { Idle, Busy, Waiting, Paused, Stopped, Done, Warning, Failed, Live };

    explicit ScanStrip(const Appearance &appearance, QWidget *parent = nullptr);

    void setState(State state, const QString &words);
    void setFacts(const QStringList &facts);
    State state() const { return m_state; }
    QString stateText() const;
    QStringList facts() const { return m_facts; }
    /// A button at the right, owned by the strip; show and hide it as the state asks.
    QPushButton *addButton(const QString &text, const QString &iconName = {});
    void setButtonIcon(const QPushButton *button, const QString &iconName);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QRect factsRect() const;
    const Appearance &m_appearance;
    State m_state = State::Idle;
    QStringList m_facts;
    QLabel *m_icon;
    QLabel *m_words;
    QHBoxLayout *m_row;
    std::vector<std::pair<QPushButton *, QString>> m_buttons; ///< with the icon's name
    void applyTheme();
    void describe();
};

} // namespace Views
