// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/shots.h"

#include "session/clustersession.h"
#include "views/mainwindow/mainwindow.h"
#include "views/producepage/producepage.h"

#include <QAbstractItemView>
#include <QDir>
#include <QPushButton>

// Pictures of the produce page: templates and headers being written, and a run in the middle.

namespace App {

namespace {

constexpr const char *producedTopic = "user-events";
constexpr int shownDeliveries = 200;

Produce::ProduceRequest shownRequest()
{
    using Produce::FieldKind;
    Produce::ProduceRequest request;
    request.topic = producedTopic;
    request.key = {FieldKind::Text, "user-{{int(1, 500)}}"};
    request.value = {FieldKind::Json, "{\n  \"event_id\": \"{{uuid()}}\",\n  \"user_id\": \"user-{{int(1, 500)}}\",\n  \"type\": \"{{pick(\"page_view\", \"add_to_cart\", \"checkout\")}}\",\n"
                                      "  \"seq\": {{seq(1)}},\n  \"amount\": {{decimal(5, 250, 2)}},\n  \"at\": \"{{now(\"iso\")}}\"\n}"};
    request.headers = {{"source", {FieldKind::Text, "load-check"}},
                       {"traceparent", {FieldKind::Text, "00-{{hex(32)}}-{{hex(16)}}-01"}},
                       {"source", {FieldKind::Text, "second header of the same name, order is kept"}},
                       {"checksum", {FieldKind::Hex, "9f 2c 00 e1"}},
                       {"reason", {FieldKind::Null, {}}}};
    request.repeat = Produce::Times{1000};
    request.perSecond = 50;
    return request;
}

} // namespace

void Shots::addProducePage(const QString &folder, const QString &suffix, Session::ClusterSession &session)
{
    if (!session.snapshot() || !session.snapshot()->topic(producedTopic))
        return;
    const auto file = [&](const char *state) { return QDir(folder).filePath(QString::fromLatin1(state) + u'-' + suffix + QStringLiteral(".png")); };
    const auto page = [this] { return m_window.findChild<Views::ProducePage *>(); };
    m_steps.push_back({file("produce"), [this, &session] { m_window.openProduce(session, QString::fromLatin1(producedTopic))->take(shownRequest()); }, [] { return true; }});
    if (session.profile().isDemo) {
        m_steps.push_back({file("produce-run"),
                           [page] {
                               if (auto *button = page() ? page()->findChild<QPushButton *>(QStringLiteral("sendButton")) : nullptr)
                                   button->click();
                           },
                           [page] {
                               const auto *table = page() ? page()->findChild<QAbstractItemView *>(QStringLiteral("deliveryTable")) : nullptr;
                               return table && table->model()->rowCount() >= shownDeliveries;
                           }});
        m_steps.push_back({{},
                           [page] {
                               if (auto *button = page() ? page()->findChild<QPushButton *>(QStringLiteral("stopButton")) : nullptr)
                                   button->click();
                           },
                           [page] { return !page() || !page()->isRunning(); }});
    }
    m_steps.push_back({file("produce-problem"),
                       [page] {
                           Produce::ProduceRequest request = shownRequest();
                           request.key.text = "user-{{itn(1, 500)}}";
                           request.partition = Domain::PartitionId(99);
                           if (page())
                               page()->take(request);
                       },
                       [] { return true; }});
    m_steps.push_back({{}, [this] { closeTabs(); }, [] { return true; }});
}

} // namespace App
