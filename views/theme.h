// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QColor>

#include <array>

namespace Views {

/// Every colour of the program. No other file holds one. Blue is where you are, yellow what you look for, green live or done,
/// orange needs attention, red production or failure, violet belongs to the log itself.
struct Theme
{
    bool isDark = false;
    QColor window; ///< chrome: bars, docks, dialogs
    QColor base; ///< tables, editors, timeline
    QColor altBase; ///< every second row
    QColor raised; ///< buttons, fields, popups
    QColor hover; ///< hover of flat buttons and rows
    QColor line; ///< separators, grid (decoration)
    QColor control; ///< borders of buttons and menus (they also have fill and text)
    QColor input; ///< borders of fields and check boxes
    QColor text; ///< text
    QColor text2; ///< labels, second-rank text
    QColor text3; ///< placeholders, counts, disabled
    QColor accent; ///< where you are: playhead, links, focus ring
    QColor accentFill; ///< selected row, range in tree/text/hex
    QColor onAccentFill; ///< text on accentFill
    QColor primary; ///< primary button, playhead flag
    QColor onPrimary; ///< text on primary
    QColor match; ///< match ticks and counts (dark)
    QColor matchTick; ///< match ticks of the timeline
    QColor matchBg; ///< highlight of a match
    QColor onMatchBg; ///< text on matchBg
    QColor ok; ///< live edge, passed, delivered
    QColor warn; ///< needs attention, unlocked
    QColor danger; ///< failed, errors
    QColor prod; ///< PRODUCTION badge, stripe, destructive button
    QColor onProd; ///< text on prod
    QColor stage; ///< STAGING
    QColor onStage; ///< text on stage
    QColor dev; ///< DEVELOPMENT
    QColor onDev; ///< text on dev
    QColor warnBg; ///< warning banner
    QColor dangerBg; ///< error banner, removed part of a diff
    QColor okBg; ///< success banner, added part of a diff
    QColor infoBg; ///< information banner
    QColor mark; ///< tombstone, transaction, rebalance
    QColor bar; ///< timeline bars, neutral chart line
    QColor barSel; ///< bars inside the range
    QColor synKey; ///< JSON key, CEL name
    QColor synStr; ///< string
    QColor synNum; ///< number
    QColor synLit; ///< true, false, null
    QColor synPunct; ///< punctuation
    QColor synFn; ///< function, template
    /// Partition colours, index = partition mod 8; the bar is notched from 8 on and the number always stands beside it.
    std::array<QColor, 8> partitions;

    static Theme dark();
    static Theme light();

    QColor partition(int id) const { return partitions[static_cast<std::size_t>(id < 0 ? 0 : id) % 8]; }
};

} // namespace Views
