// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/preferences.h"
#include "views/appearance.h"
#include "views/inspector/inspector.h"

#include <QGuiApplication>
#include <QClipboard>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

namespace ViewTest {

inline const std::string orderJson = R"({"orderId":9007199254740993,"status":"PAID","amount":214.90,"items":[{"sku":"KB-417","qty":1},{"sku":"MS-220","qty":2}],"note":null})";

inline Items::RecordContent record(std::optional<std::string> value, std::optional<std::string> key = "order-700197")
{
    Items::RecordContent r;
    r.topic = "orders";
    r.partition = Domain::PartitionId(3);
    r.offset = Domain::Offset(3438114);
    r.timestamp = {1795271527418, Domain::TimestampType::Create};
    r.key = std::move(key);
    r.value = std::move(value);
    r.headers = {{"trace", "abc"}, {"trace", std::nullopt}, {"empty", ""}};
    return r;
}

/// An inspector of its own for each test function.
class InspectorFixture : public QObject
{
protected:
    void makeInspector()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_inspector.reset();
        m_appearance.reset();
        m_preferences = std::make_unique<Session::Preferences>(m_folder.filePath(QStringLiteral("settings.json")));
        m_appearance = std::make_unique<Views::Appearance>(*m_preferences);
        m_inspector = std::make_unique<Views::Inspector>(*m_appearance);
        m_inspector->resize(1400, 400);
        m_inspector->setUtc(true);
        m_inspector->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_inspector.get()));
        QGuiApplication::clipboard()->clear();
    }
    template<typename T>
    T *part(const char *name)
    {
        T *w = m_inspector->findChild<T *>(QLatin1String(name));
        if (!w)
            qFatal("no %s", name);
        return w;
    }
    void show(const Items::RecordContent &r)
    {
        m_inspector->setRecord(r);
        QCoreApplication::sendPostedEvents();
    }
    void openTab(Views::Inspector::Tab tab)
    {
        auto *tabs = part<QTabBar>("inspectorTabs");
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Session::Preferences> m_preferences;
    std::unique_ptr<Views::Appearance> m_appearance;
    std::unique_ptr<Views::Inspector> m_inspector;
};

} // namespace ViewTest
