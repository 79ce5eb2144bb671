// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/democompany.h"

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

using App::DemoCompany;
using App::DemoRecord;

namespace {

constexpr qint64 start = 1'790'000'000'000;

std::vector<DemoRecord> run(std::uint32_t seed, qint64 seconds)
{
    std::vector<DemoRecord> records;
    DemoCompany(seed).run(start, start + seconds * 1000, 1.0, [&](const DemoRecord &r) { records.push_back(r); });
    return records;
}

} // namespace

class tst_DemoCompany : public QObject
{
    Q_OBJECT
private slots:
    void theSameSeedTellsTheSameStory()
    {
        const auto a = run(7, 600);
        const auto b = run(7, 600);
        QCOMPARE(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY(a[i].topic == b[i].topic && a[i].key == b[i].key && a[i].value == b[i].value && a[i].ms == b[i].ms);
    }

    void timeNeverRunsBackward()
    {
        qint64 last = start;
        for (const DemoRecord &r : run(1, 3600)) {
            QVERIFY(r.ms >= last);
            last = r.ms;
        }
        QVERIFY(last < start + 3'600'000);
    }

    void aCorrelationIdRunsFromTheClickToTheShipment()
    {
        QHash<QString, QSet<QString>> topicsOf;
        for (const DemoRecord &r : run(3, 6 * 3600)) {
            const auto id = QJsonDocument::fromJson(QByteArray::fromStdString(r.value.value_or(""))).object().value(u"correlationId").toString();
            if (!id.isEmpty())
                topicsOf[id].insert(QString::fromStdString(r.topic));
        }
        qsizetype whole = 0;
        for (const QSet<QString> &topics : topicsOf)
            whole += topics.size() == 4;
        QVERIFY2(whole > 500, qPrintable(QString::number(whole)));
    }

    void everyKindOfValueOccurs()
    {
        bool tombstone = false, nullKey = false, empty = false, textNull = false, broken = false, nullHeader = false, repeatedHeader = false;
        for (const DemoRecord &r : run(2026, 6 * 3600)) {
            tombstone |= r.topic == "customer-state" && !r.value && r.key;
            nullKey |= !r.key;
            empty |= r.value && r.value->empty();
            textNull |= r.value == "null";
            broken |= r.topic == "user-events" && r.value && *r.value != "null" && r.value->back() != '}';
            QSet<QByteArray> names;
            for (const auto &[name, value] : r.headers) {
                nullHeader |= !value;
                repeatedHeader |= names.contains(QByteArray::fromStdString(name));
                names.insert(QByteArray::fromStdString(name));
            }
        }
        QVERIFY(tombstone && nullKey && empty && textNull && broken && nullHeader && repeatedHeader);
    }
};

QTEST_APPLESS_MAIN(tst_DemoCompany)
#include "tst_democompany.moc"
