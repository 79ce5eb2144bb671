// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QList>

class QAction;
class QWidget;

namespace Views {

class Appearance;

/// Every shortcut with what it does, from the actions themselves.
void showShortcuts(const QList<QAction *> &actions, const Appearance &appearance, QWidget *parent);
void showAbout(const Appearance &appearance, QWidget *parent);

} // namespace Views
