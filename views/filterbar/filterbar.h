// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/filtertext.h"

#include <QTimer>
#include <QWidget>

#include <array>
#include <functional>
#include <optional>

class QButtonGroup;
class QHBoxLayout;
class QLabel;
class QMenu;

namespace Session {
class FilterLibrary;
}

namespace Views {

class Appearance;
class FieldButton;
class FieldPopup;
class FilterEdit;
class ToolButton;

/// How the log is to be searched.
struct SearchWish
{
    bool newestFirst = false;
    std::optional<quint64> maxMatches = {};
};

/// The filter of a record page: three modes with a text of their own, where to look, the figures, history and named filters. Says
/// what was typed once it is sound; what is not stays here, with its reason below. Owned by the page; the library must outlive it.
class FilterBar final : public QWidget
{
    Q_OBJECT
public:
    FilterBar(const Appearance &appearance, Session::FilterLibrary &library, QWidget *parent = nullptr);

    /// As it stands in the field, sound or not.
    Search::FilterSpec spec() const;
    void setSpec(const Search::FilterSpec &spec);
    void clear();
    /// Of the last sound text; null: none.
    const std::shared_ptr<const Search::Filter> &filter() const { return m_filter; }
    bool hasProblem() const { return !m_problem.isEmpty(); }
    const SearchWish &wish() const { return m_wish; }

    void setFigures(const Items::FilterFigures &figures);
    QString countText() const;
    /// What an expression may name: asked when the list of names opens.
    void setWords(std::function<QStringList()> words);
    void focusEdit();

signals:
    void filterChanged(); ///< filter() is another one
    void searchAsked();   ///< Enter, on a sound filter
    void leaveAsked();    ///< Esc with nothing left to clear
    void previousAsked();
    void nextAsked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeModes();
    void makeScope();
    void makeButtons();
    void layOut();
    void setMode(Search::Mode mode);
    void take(const Search::FilterSpec &spec);
    void check();
    void showProblem(const Items::FilterCheck &check);
    void run();
    void leave();
    void describeScope();
    void fillHistory();
    void fillSaved();
    void askName(bool everywhere);
    void askMaxMatches();
    void showCount();
    void placeMessageIcon();

    const Appearance &m_appearance;
    Session::FilterLibrary &m_library;
    Search::FilterSpec m_spec; ///< mode and choices; its pattern is unused
    std::array<QString, 3> m_texts;
    SearchWish m_wish;
    std::shared_ptr<const Search::Filter> m_filter;
    Search::FilterSpec m_checked; ///< what was compiled last, sound or not
    QString m_problem;
    Items::FilterFigures m_figures;
    bool m_settingText = false;
    QButtonGroup *m_modes;
    FieldButton *m_scope;
    FilterEdit *m_edit;
    QLabel *m_count;
    ToolButton *m_previous = nullptr;
    ToolButton *m_next = nullptr;
    ToolButton *m_history = nullptr;
    ToolButton *m_save = nullptr;
    FieldPopup *m_popup;
    QLabel *m_messageIcon;
    QLabel *m_message;
    QWidget *m_messageRow;
    QList<QAction *> m_textActions; ///< of the scope, for Text and Regex only
};

} // namespace Views
