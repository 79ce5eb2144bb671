// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/itemroles.h"
#include "items/producedheadermodel.h"
#include "items/templatelistmodel.h"
#include "produce/template.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using Model = Items::ProducedHeaderModel;
using Produce::FieldKind;

/// Headers as they are edited; the list of template functions.
class tst_ProducedHeaderModel : public QObject
{
    Q_OBJECT
private slots:
    void keepsOrderAndDuplicates();
    void isEditedInPlace();
    void aTextMakesAValueOfNull();
    void saysSizesAndProblems();
    void everyFunctionIsExplained();

private:
    static std::vector<Produce::HeaderField> three()
    {
        return {{"source", {FieldKind::Text, "a"}}, {"source", {FieldKind::Text, "b"}}, {"reason", {FieldKind::Null, {}}}};
    }
};

void tst_ProducedHeaderModel::keepsOrderAndDuplicates()
{
    Model model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setHeaders(three());
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(model.move(0, 1));
    QCOMPARE(model.headers()[0].value.text, std::string("b"));
    QCOMPARE(model.headers()[1].value.text, std::string("a"));
    QVERIFY(model.move(1, -1));
    QVERIFY(model.headers() == three());
    QVERIFY(!model.move(0, -1));
    QVERIFY(!model.move(2, 1));
    model.remove(0);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.add(), 2);
    QCOMPARE(model.rowCount(), 3);
}

void tst_ProducedHeaderModel::isEditedInPlace()
{
    Model model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setHeaders(three());
    QSignalSpy edited(&model, &Model::edited);
    QVERIFY(model.setData(model.index(0, Model::Name), QStringLiteral("trace")));
    QVERIFY(model.setData(model.index(0, Model::Kind), int(FieldKind::Hex)));
    QVERIFY(model.setData(model.index(0, Model::Value), QStringLiteral("9f")));
    QCOMPARE(edited.size(), 3);
    QVERIFY((model.headers()[0] == Produce::HeaderField{"trace", {FieldKind::Hex, "9f"}}));
    QVERIFY2(!model.setData(model.index(0, Model::Name), QStringLiteral("trace")), "nothing has changed");
    QCOMPARE(edited.size(), 3);
    QVERIFY(!(model.flags(model.index(0, Model::Size)) & Qt::ItemIsEditable));
}

void tst_ProducedHeaderModel::aTextMakesAValueOfNull()
{
    Model model;
    model.setHeaders(three());
    const QModelIndex value = model.index(2, Model::Value);
    QVERIFY(value.data(Items::ChipRole).toBool());
    QCOMPARE(value.data().toString(), QStringLiteral("null"));
    QVERIFY(model.setData(value, QStringLiteral("null")));
    QVERIFY(!value.data(Items::ChipRole).toBool());
    QVERIFY((model.headers()[2].value == Produce::Field{FieldKind::Text, "null"}));
}

void tst_ProducedHeaderModel::saysSizesAndProblems()
{
    Model model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setHeaders(three());
    QCOMPARE(model.index(0, Model::Size).data().toString(), QStringLiteral("–"));
    model.setSizes({1, 4, -1});
    QCOMPARE(model.index(1, Model::Size).data().toString(), QStringLiteral("4"));
    QCOMPARE(model.index(2, Model::Size).data().toString(), QStringLiteral("null"));
    model.setProblemRow(1);
    QCOMPARE(model.index(1, Model::Value).data(Items::AttentionRole).toInt(), 2);
    QCOMPARE(model.index(0, Model::Value).data(Items::AttentionRole).toInt(), 0);
}

void tst_ProducedHeaderModel::everyFunctionIsExplained()
{
    Items::TemplateListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(model.rowCount() >= 11);
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex function = model.index(row, Items::TemplateListModel::Function);
        QVERIFY2(!function.siblingAtColumn(Items::TemplateListModel::Gives).data().toString().isEmpty(), qPrintable(function.data().toString()));
        const std::string example = function.data(Items::TemplateListModel::ExampleRole).toString().toStdString();
        QVERIFY2(Produce::Template::compile(example).ok(), example.c_str());
    }
}

QTEST_MAIN(tst_ProducedHeaderModel)
#include "tst_producedheadermodel.moc"
