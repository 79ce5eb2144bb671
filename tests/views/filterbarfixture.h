// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QLabel>
#include <QPlainTextEdit>

#include "recordpagefixture.h"

namespace ViewTest {

/// A record page whose filter bar is used as a person does: typing, Enter, menus and buttons.
class FilterBarFixture : public RecordPageFixture
{
protected:
    QPlainTextEdit *edit() const { return child<QPlainTextEdit>("filterEdit"); }
    QString count() const { return child<QLabel>("filterCount")->text(); }
    QString message() const { return child<QLabel>("filterMessage")->text(); }
    void mode(const char *name) { QTest::mouseClick(child<QPushButton>(name), Qt::LeftButton); }
    void type(const QString &text)
    {
        edit()->setFocus();
        edit()->selectAll();
        QTest::keyClick(edit(), Qt::Key_Delete);
        QTest::keyClicks(edit(), text);
    }
    int rows() const { return table()->table()->rowCount(); }
};

} // namespace ViewTest
