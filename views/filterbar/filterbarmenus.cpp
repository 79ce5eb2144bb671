// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// The menus of the filter bar: where and how to look, earlier filters, filters with a name.

#include "views/filterbar/filterbar.h"

#include "items/numbertext.h"
#include "items/plantext.h"
#include "items/readplantext.h"
#include "items/safetext.h"
#include "session/filterlibrary.h"
#include "views/filterbar/filteredit.h"
#include "views/recordpage/fieldpopup.h"
#include "views/widgets/toolbutton.h"

#include <QActionGroup>
#include <QMenu>

namespace Views {

namespace {

/// A menu entry must not take an ampersand of the filter for a mnemonic.
QString menuText(QString text)
{
    return text.replace(u'&', QStringLiteral("&&"));
}

} // namespace

void FilterBar::makeScope()
{
    m_scope->setObjectName(QStringLiteral("filterScope"));
    auto *menu = new QMenu(m_scope);
    menu->setObjectName(QStringLiteral("filterScopeMenu"));
    m_scope->setMenu(menu);
    const auto add = [this, menu](const QString &text, bool isOfText, auto isChosen, auto choose) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        if (isOfText)
            m_textActions += action;
        connect(menu, &QMenu::aboutToShow, action, [action, isChosen] { action->setChecked(isChosen()); });
        connect(action, &QAction::triggered, this, [this, choose] {
            choose();
            describeScope();
            check();
        });
    };
    const std::pair<Search::Part, QString> parts[] = {{Search::KeyPart, tr("&Key")}, {Search::ValuePart, tr("&Value")}, {Search::HeaderPart, tr("&Headers, names and values")}};
    add(tr("&Anywhere"), true, [this] { return m_spec.parts == Search::allParts; }, [this] { m_spec.parts = Search::allParts; });
    for (const auto &[part, text] : parts) {
        add(text, true, [this, bit = part] { return m_spec.parts != Search::allParts && (m_spec.parts & bit) != 0; },
            [this, bit = part] {
                // From "anywhere" the first choice is that part alone; later ones add and take away, but never all.
                const int chosen = m_spec.parts == Search::allParts ? bit : m_spec.parts ^ bit;
                m_spec.parts = chosen == 0 ? Search::allParts : std::uint8_t(chosen);
            });
    }
    menu->addSeparator();
    const std::pair<Search::CaseRule, QString> cases[] = {{Search::CaseRule::Smart, tr("&Smart case: as typed once there is a capital")},
                                                          {Search::CaseRule::Sensitive, tr("&Match case (Aa)")},
                                                          {Search::CaseRule::Insensitive, tr("&Ignore case (aa)")}};
    for (const auto &[rule, text] : cases)
        add(text, true, [this, r = rule] { return m_spec.caseRule == r; }, [this, r = rule] { m_spec.caseRule = r; });
    add(tr("&Whole word"), true, [this] { return m_spec.wholeWord; }, [this] { m_spec.wholeWord = !m_spec.wholeWord; });
    menu->addSeparator();
    add(tr("Search the log &oldest first"), false, [this] { return !m_wish.newestFirst; }, [this] { m_wish.newestFirst = false; });
    add(tr("Search the log &newest first"), false, [this] { return m_wish.newestFirst; }, [this] { m_wish.newestFirst = true; });
    menu->addSeparator();
    for (const quint64 count : {quint64(0), quint64(1), quint64(100), quint64(10'000)}) {
        const std::optional<quint64> most = count == 0 ? std::nullopt : std::optional(count);
        const QString text = !most ? tr("Search to the &end") : *most == 1 ? tr("Stop at the &first match") : tr("Stop at %1 matches").arg(Items::countText(*most));
        add(text, false, [this, most] { return m_wish.maxMatches == most; }, [this, most] { m_wish.maxMatches = most; });
    }
    connect(menu->addAction(tr("Sto&p at N matches…")), &QAction::triggered, this, &FilterBar::askMaxMatches);
}

void FilterBar::describeScope()
{
    QString text = Items::filterScopeText(m_spec);
    if (m_wish.newestFirst)
        text = tr("%1, newest first").arg(text);
    if (m_wish.maxMatches)
        text = *m_wish.maxMatches == 1 ? tr("%1, first match").arg(text) : tr("%1, %2 matches").arg(text, Items::countText(*m_wish.maxMatches));
    m_scope->setValue(text);
}

void FilterBar::askMaxMatches()
{
    m_popup->ask(m_scope, tr("Stop the search at how many matches"), tr("What was found by then is kept, and the search can go on."),
                 QString::number(m_wish.maxMatches.value_or(1000)), [this](const QString &text) {
                     const auto count = Items::parseCount(text, 1, tr("number of matches"));
                     if (!count)
                         return Items::inputProblemText(count.error());
                     m_wish.maxMatches = quint64(*count);
                     describeScope();
                     return QString();
                 }, tr("Set"));
}

void FilterBar::fillHistory()
{
    QMenu *menu = m_history->menu();
    menu->clear();
    const QList<Search::FilterSpec> specs = m_library.history();
    for (const Search::FilterSpec &spec : specs) {
        QAction *action = menu->addAction(menuText(tr("%1   (%2)").arg(Items::filterName(spec), Items::filterModeText(spec.mode))));
        connect(action, &QAction::triggered, this, [this, spec] { take(spec); });
    }
    if (specs.isEmpty())
        menu->addAction(tr("No filter was run for this topic yet"))->setEnabled(false);
}

void FilterBar::take(const Search::FilterSpec &spec)
{
    setSpec(spec);
    m_edit->setFocus();
}

void FilterBar::fillSaved()
{
    QMenu *menu = m_save->menu();
    menu->clear();
    const bool canSave = m_filter && m_problem.isEmpty();
    for (const bool everywhere : {false, true}) {
        QAction *save = menu->addAction(everywhere ? tr("Save for &every topic…") : tr("&Save for this topic…"));
        save->setEnabled(canSave);
        connect(save, &QAction::triggered, this, [this, everywhere] { askName(everywhere); });
    }
    const QList<Session::SavedFilter> saved = m_library.saved();
    if (saved.isEmpty())
        return;
    menu->addSeparator();
    for (const Session::SavedFilter &filter : saved) {
        const QString name = Items::safeText(filter.name.toStdString(), 80);
        QAction *action = menu->addAction(menuText(filter.everywhere ? tr("%1   (every topic)").arg(name) : name));
        action->setToolTip(Items::filterName(filter.spec).toHtmlEscaped());
        connect(action, &QAction::triggered, this, [this, filter] { take(filter.spec); });
    }
    menu->addSeparator();
    QMenu *remove = menu->addMenu(tr("&Remove"));
    for (const Session::SavedFilter &filter : saved)
        connect(remove->addAction(menuText(Items::safeText(filter.name.toStdString(), 80))), &QAction::triggered, this, [this, filter] { m_library.remove(filter); });
}

void FilterBar::askName(bool everywhere)
{
    const QString hint = everywhere ? tr("Offered for every topic of every connection. A filter of the same name is replaced.")
                                    : tr("Offered for this topic. A filter of the same name is replaced.");
    m_popup->ask(m_save, tr("Name of the filter"), hint, Items::filterName(spec()), [this, everywhere](const QString &name) {
        if (name.trimmed().isEmpty())
            return tr("Type a name.");
        const bool saved = m_library.save({.name = name.trimmed().left(100), .spec = spec(), .everywhere = everywhere});
        return saved ? QString() : tr("It cannot be kept: the filter is too long, or there are %1 already.").arg(Session::FilterLibrary::MostSaved);
    }, tr("Save"));
}

} // namespace Views
