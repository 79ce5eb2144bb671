// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QTemporaryDir>
#include <QTest>

#include "fakerecordtable.h"
#include "session/preferences.h"
#include "views/appearance.h"
#include "views/recordview/recordheader.h"
#include "views/recordview/recordview.h"

namespace ViewTest {

inline constexpr int TwoThousandMillion = 2'000'000'000;

/// A record view over a made-up table, both made anew by show().
class RecordViewFixture : public QObject
{
protected:
    void makeLooks()
    {
        m_preferences = std::make_unique<Session::Preferences>(m_dir.filePath(QStringLiteral("settings.json")));
        m_preferences->setTheme(Session::ThemeChoice::Dark);
        m_appearance = std::make_unique<Views::Appearance>(*m_preferences);
    }
    void chooseDark() { m_preferences->setTheme(Session::ThemeChoice::Dark); }
    void close()
    {
        m_view.reset();
        m_table.reset();
    }
    void show(int rows, QSize size = {1140, 420})
    {
        m_table = std::make_unique<FakeRecordTable>(rows);
        m_view = std::make_unique<Views::RecordView>(*m_appearance);
        m_view->setModel(m_table.get());
        m_view->resize(size);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    QPoint middle(int row, int column) const { return m_view->visualRect(m_table->index(row, column)).center(); }

    QTemporaryDir m_dir;
    std::unique_ptr<Session::Preferences> m_preferences;
    std::unique_ptr<Views::Appearance> m_appearance;
    std::unique_ptr<FakeRecordTable> m_table;
    std::unique_ptr<Views::RecordView> m_view;
};

} // namespace ViewTest
