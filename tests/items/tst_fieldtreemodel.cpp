// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/fieldtreemodel.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QTest>

using Items::FieldTreeModel;
using Items::JsonField;

namespace {

Items::SharedBytes bytes(std::string text)
{
    return std::make_shared<const std::string>(std::move(text));
}

QString text(const QModelIndex &index, int column)
{
    return index.siblingAtColumn(column).data().toString();
}

/// "field=value:type" of each row.
QStringList rows(const FieldTreeModel &model, const QModelIndex &parent = {})
{
    QStringList out;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex i = model.index(row, 0, parent);
        out << text(i, 0) + QLatin1Char('=') + text(i, 1) + QLatin1Char(':') + text(i, 2);
    }
    return out;
}

} // namespace

class TestFieldTreeModel : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void showsFieldsInOrderAsSent();
    void childrenComeWhenAskedFor();
    void bigArraysComeInPages();
    void aHugeFieldInFrontDoesNotBlock();
    void rangesAreTheBytes();
    void findsTheFieldOfAByte();
    void brokenJsonKeepsWhatWasThere();
    void deepNestingSaysSo();
    void bareValues();
    void copiesExactly();
    void textIsHarmless();

private:
    std::unique_ptr<FieldTreeModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    void fetch(const QModelIndex &parent = {}) { m_model->fetchMore(parent); }
};

void TestFieldTreeModel::init()
{
    m_tester.reset();
    m_model = std::make_unique<FieldTreeModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_tester->setUseFetchMore(false); // the tests say when
}

void TestFieldTreeModel::showsFieldsInOrderAsSent()
{
    m_model->setBytes(bytes(R"({"z":9007199254740993,"a":12345678901234567890123,"z":1.50,"s":"\u00e9","t":true,"n":null,"o":{"sku":1,"qty":2},"l":[1,2],"e":{},"one":[7]})"));
    fetch();
    QCOMPARE(rows(*m_model), (QStringList{u"z=9007199254740993:int64"_qs, u"a=12345678901234567890123:number"_qs, u"z=1.50:number"_qs, u"s=\"\\u00e9\":string"_qs, u"t=true:boolean"_qs,
                                          u"n=null:null"_qs, u"o={sku, qty}:object"_qs, u"l=2 items:array"_qs, u"e={}:object"_qs, u"one=1 item:array"_qs}));
    QVERIFY(!m_model->canFetchMore({}));
}

void TestFieldTreeModel::childrenComeWhenAskedFor()
{
    m_model->setBytes(bytes(R"({"items":[{"sku":"KB-417"},{}],"x":[]})"));
    fetch();
    const QModelIndex items = m_model->index(0, 0);
    QVERIFY(m_model->hasChildren(items));
    QCOMPARE(m_model->rowCount(items), 0);
    QVERIFY(m_model->canFetchMore(items));
    fetch(items);
    QCOMPARE(rows(*m_model, items), (QStringList{u"0={sku}:object"_qs, u"1={}:object"_qs}));
    const QModelIndex first = m_model->index(0, 0, items);
    fetch(first);
    QCOMPARE(rows(*m_model, first), QStringList{u"sku=\"KB-417\":string"_qs});
    QVERIFY(!m_model->hasChildren(m_model->index(1, 0, items)));
    QVERIFY(!m_model->hasChildren(m_model->index(1, 0))); // an empty array
    QCOMPARE(m_model->parent(first), items);
}

void TestFieldTreeModel::bigArraysComeInPages()
{
    std::string json = "[";
    for (int i = 0; i < 1000; ++i)
        json += std::to_string(i) + ",";
    json.back() = ']';
    m_model->setBytes(bytes(json));
    for (int page = 1; page <= 5; ++page) {
        QVERIFY(m_model->canFetchMore({}));
        fetch();
        QCOMPARE(m_model->rowCount(), page * FieldTreeModel::pageSize);
    }
    if (m_model->canFetchMore({}))
        fetch();
    QVERIFY(!m_model->canFetchMore({}));
    QCOMPARE(text(m_model->index(999, 0), 1), u"999"_qs);
}

void TestFieldTreeModel::aHugeFieldInFrontDoesNotBlock()
{
    std::string json = "{\"huge\":[";
    while (json.size() < 20'000'000)
        json += "1234567,";
    json.back() = ']';
    json += ",\"after\":1}";
    m_model->setBytes(bytes(json));
    fetch();
    QCOMPARE(m_model->rowCount(), 0); // not found within one step
    QVERIFY(!m_model->canFetchMore({}));
    QTRY_VERIFY_WITH_TIMEOUT(m_model->rowCount() > 0, 30'000);
    QVERIFY2(text(m_model->index(0, 0), 1).startsWith(QChar(0x2265)), qPrintable(text(m_model->index(0, 0), 1)));
    fetch();
    QTRY_COMPARE(m_model->rowCount(), 2);
    QCOMPARE(text(m_model->index(1, 0), 0), u"after"_qs);
}

void TestFieldTreeModel::rangesAreTheBytes()
{
    const std::string json = R"({"orderId":9007199254740993,"status":"PAID","amount":214.90})";
    m_model->setBytes(bytes(json));
    fetch();
    const Items::ByteRange amount = m_model->range(m_model->index(2, 1));
    QCOMPARE(json.substr(amount.begin, amount.size()), "214.90");
    QCOMPARE(m_model->index(2, 0).data(FieldTreeModel::RangeBeginRole).toULongLong(), quint64(amount.begin));
    QVERIFY(m_model->range({}).isEmpty());
}

void TestFieldTreeModel::findsTheFieldOfAByte()
{
    const std::string json = R"({"a":1,"items":[{"sku":"KB-417","qty":1},{"sku":"MS-220"}],"z":2})";
    m_model->setBytes(bytes(json));
    const QModelIndex sku = m_model->indexAt(json.find("MS-220")); // reads what it needs
    QCOMPARE(text(sku, 0), u"sku"_qs);
    QCOMPARE(text(sku.parent(), 0), u"1"_qs);
    QCOMPARE(text(sku.parent().parent(), 0), u"items"_qs);
    QCOMPARE(text(m_model->indexAt(json.find("\"z\"") + 1), 0), u"z"_qs);
    QCOMPARE(text(m_model->indexAt(json.find("[{")), 0), u"items"_qs);
    QVERIFY(!m_model->indexAt(0).isValid());
    QVERIFY(!m_model->indexAt(json.size() - 1).isValid());
    QVERIFY(!m_model->indexAt(100'000).isValid());
}

void TestFieldTreeModel::brokenJsonKeepsWhatWasThere()
{
    m_model->setBytes(bytes(R"({"a":1,"b":[1,{"c":"tru)"));
    fetch();
    QCOMPARE(m_model->rowCount(), 2);
    const QModelIndex b = m_model->index(1, 0);
    fetch(b);
    QCOMPARE(m_model->rowCount(b), 2);
    const QModelIndex object = m_model->index(1, 0, b);
    fetch(object);
    QCOMPARE(rows(*m_model, object), QStringList{u"c=byte 23: the JSON breaks off:broken"_qs});
    QCOMPARE(m_model->index(0, 0, object).data(FieldTreeModel::KindRole).toInt(), int(JsonField::Kind::Problem));
}

void TestFieldTreeModel::deepNestingSaysSo()
{
    m_tester.reset(); // walks the whole tree at every change: quadratic here
    m_model->setBytes(bytes(std::string(1'000'000, '[')));
    QModelIndex parent;
    for (int level = 0; level < 600; ++level) {
        fetch(parent);
        const QModelIndex child = m_model->index(0, 0, parent);
        QVERIFY(child.isValid());
        if (child.data(FieldTreeModel::KindRole).toInt() == int(JsonField::Kind::Problem)) {
            QCOMPARE(text(child, 1), u"nested deeper than 512 levels"_qs);
            QCOMPARE(level, 511);
            return;
        }
        parent = child;
    }
    QFAIL("no limit");
}

void TestFieldTreeModel::bareValues()
{
    m_model->setBytes(bytes(" 12345678901234567890123 "));
    QCOMPARE(rows(*m_model), QStringList{u"0=12345678901234567890123:number"_qs});
    m_model->setBytes(bytes(""));
    QCOMPARE(m_model->rowCount(), 0);
    m_model->setBytes(bytes("oops"));
    QCOMPARE(m_model->rowCount(), 0);
    m_model->setBytes({});
    QCOMPARE(m_model->rowCount(), 0);
}

void TestFieldTreeModel::copiesExactly()
{
    m_model->setBytes(bytes(R"({"s":"a\n\u00e9","n":1.50e10,"o":{ "k" : 1 }})"));
    fetch();
    QCOMPARE(m_model->index(0, 1).data(FieldTreeModel::CopyRole).toString(), u"a\n\u00e9"_qs);
    QCOMPARE(m_model->index(1, 1).data(FieldTreeModel::CopyRole).toString(), u"1.50e10"_qs);
    QCOMPARE(m_model->index(2, 1).data(FieldTreeModel::CopyRole).toString(), u"{ \"k\" : 1 }"_qs);
}

void TestFieldTreeModel::textIsHarmless()
{
    m_model->setBytes(bytes("{\"\xE2\x80\xAE" "evil\":\"\xE2\x80\xAE" "gnp.exe\"," + ("\"long\":\"" + std::string(1'000'000, 'x')) + "\"}"));
    fetch();
    QVERIFY(!text(m_model->index(0, 0), 0).contains(QChar(0x202E)));
    QVERIFY(!text(m_model->index(0, 0), 1).contains(QChar(0x202E)));
    QVERIFY(text(m_model->index(1, 0), 1).size() <= 260);
    m_model->setBytes(bytes("{\"<img src='x'>\":\"<b>bold</b> & more\"}"));
    fetch();
    QCOMPARE(m_model->index(0, 0).data(Qt::ToolTipRole).toString(), u"<span>&quot;&lt;img src='x'&gt;&quot;</span>"_qs);
    QCOMPARE(m_model->index(0, 1).data(Qt::ToolTipRole).toString(), u"<span>&quot;&lt;b&gt;bold&lt;/b&gt; &amp; more&quot;</span>"_qs);
}

QTEST_GUILESS_MAIN(TestFieldTreeModel)
#include "tst_fieldtreemodel.moc"
