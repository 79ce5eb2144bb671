// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QStringList>

class QDialog;
class QWidget;

namespace Views {

/// Asks before pages are closed that have something to lose or to stop: their sentences, and a button of this verb; Cancel is the
/// default. accepted() means: close them. Deletes itself; shown with open().
QDialog *closeQuestion(const QStringList &questions, const QString &verb, QWidget *parent);

} // namespace Views
