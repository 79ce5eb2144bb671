// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QStringList>
#include <QWidget>

#include <optional>
#include <vector>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace Views {

class Appearance;

/// The line under a table that says what reading does: state icon, state in bold, facts, buttons at the right. Facts that do not
/// fit are left out from the end; the tooltip has them all. While a search runs it is taller where there is room: a bar and figures
/// with labels take the place of the facts.
class ScanStrip final : public QWidget
{
    Q_OBJECT
public:
    enum class State { Idle, Busy, Waiting, Paused, Stopped, Done, Warning, Failed, Live };

    struct Figure
    {
        QString label;
        QString value;
        bool operator==(const Figure &) const = default;
    };

    explicit ScanStrip(const Appearance &appearance, QWidget *parent = nullptr);

    void setState(State state, const QString &words);
    void setFacts(const QStringList &facts);
    /// How far a search is (0 … 1; none: no bar) and its figures; no figures: the facts are shown.
    void setProgress(std::optional<double> share, const std::vector<Figure> &figures = {});
    std::optional<double> progress() const { return m_share; }
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
    bool isTall() const { return !m_figures.empty(); }
    int lineHeight() const;
    int figuresHeight() const;
    void paintFacts(QPainter &painter) const;
    void paintFigures(QPainter &painter) const;
    const Appearance &m_appearance;
    State m_state = State::Idle;
    QStringList m_facts;
    std::optional<double> m_share;
    std::vector<Figure> m_figures;
    QLabel *m_icon;
    QLabel *m_words;
    QHBoxLayout *m_row;
    std::vector<std::pair<QPushButton *, QString>> m_buttons; ///< with the icon's name
    void applyTheme();
    void describe();
};

} // namespace Views
