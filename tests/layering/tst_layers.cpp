// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "layers.h"

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

/// Reads every include of the program and fails on an edge that is not in the table of layers.h.
class Layering final : public QObject
{
    Q_OBJECT

private slots:
    void everyIncludeIsAllowed();
    void rdkafkaStaysInsideItsFolder();
    void plantedFaultsAreSeen_data();
    void plantedFaultsAreSeen();
    void cleanFilesPass();
    void tableHasNoCircle();
};

namespace {

QMap<QString, QString> sources()
{
    const QDir root(QStringLiteral(PLAYHEAD_SOURCE_FOLDER));
    QMap<QString, QString> contents;
    for (const QString &folder : {QStringLiteral("app"), QStringLiteral("views"), QStringLiteral("models")}) {
        QDirIterator files(root.filePath(folder), {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly))
                contents.insert(root.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll()));
        }
    }
    return contents;
}

} // namespace

void Layering::everyIncludeIsAllowed()
{
    const QMap<QString, QString> files = sources();
    QVERIFY(files.size() > 50); // an empty walk proves nothing
    QStringList told;
    for (auto it = files.begin(); it != files.end(); ++it)
        for (const Layers::Fault &fault : Layers::faults(it.key(), it.value()))
            told << QStringLiteral("%1 includes %2: %3").arg(fault.file, fault.include, fault.why);
    QVERIFY2(told.isEmpty(), qPrintable(told.join(u'\n')));
}

/// rdkafka.h may stand in a header of models/kafka only when no file outside includes that header, directly or through another.
void Layering::rdkafkaStaysInsideItsFolder()
{
    static const QRegularExpression line(QStringLiteral("#\\s*include\\s*[<\"]([^>\"]+)[>\"]"));
    const QMap<QString, QString> files = sources();
    QSet<QString> reached;
    QStringList waiting;
    const auto follow = [&](const QString &content) {
        for (auto it = line.globalMatch(content); it.hasNext();) {
            const QString header = QStringLiteral("models/") + it.next().captured(1);
            if (files.contains(header) && !reached.contains(header)) {
                reached.insert(header);
                waiting << header;
            }
        }
    };
    for (auto it = files.begin(); it != files.end(); ++it)
        if (Layers::layerOf(it.key()) != QStringLiteral("kafka"))
            follow(it.value());
    while (!waiting.isEmpty())
        follow(files.value(waiting.takeLast()));

    QVERIFY(reached.contains(QStringLiteral("models/kafka/kafkacluster.h")));
    for (const QString &header : std::as_const(reached))
        QVERIFY2(!files.value(header).contains(QStringLiteral("rdkafka.h")), qPrintable(header));
}

void Layering::plantedFaultsAreSeen_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("include");
    const auto row = [](const char *name, const char *file, const char *include) { QTest::newRow(name) << QString::fromLatin1(file) << QString::fromLatin1(include); };
    row("upward", "models/store/x.h", "#include \"session/readsession.h\"");
    row("sibling", "models/store/x.cpp", "#include \"kafka/kafkacluster.h\"");
    row("view past items", "views/x.cpp", "  #  include \"store/recordstore.h\"");
    row("by the long path", "views/x.cpp", "#include <models/kafka/kafkacluster.h>");
    row("Qt in the engine", "models/codec/x.cpp", "#include <QString>");
    row("Qt module in the engine", "models/kafka/x.cpp", "#include <QtCore/QString>");
    row("Gui in a model", "models/items/x.cpp", "#include <QColor>");
    row("Widgets in a model", "models/session/x.cpp", "#include <QtWidgets/QLabel>");
    row("rdkafka outside", "models/session/x.cpp", "#include <librdkafka/rdkafka.h>");
    row("nlohmann in a header", "models/settings/x.h", "#include <nlohmann/json.hpp>");
    row("nlohmann in the wrong folder", "models/store/x.cpp", "#include <nlohmann/json.hpp>");
    row("unknown folder", "models/helper/x.cpp", "#include <vector>");
}

void Layering::plantedFaultsAreSeen()
{
    QFETCH(QString, file);
    QFETCH(QString, include);
    QCOMPARE(Layers::faults(file, QStringLiteral("#pragma once\n") + include + QStringLiteral("\nint x;\n")).size(), 1);
}

void Layering::cleanFilesPass()
{
    const QString session = QStringLiteral("#include \"session/a.h\"\n#include \"kafka/b.h\"\n#include <QTimer>\n#include <QByteArrayView>\n#include <vector>\n");
    QCOMPARE(Layers::faults(QStringLiteral("models/session/x.cpp"), session).size(), 0);
    QCOMPARE(Layers::faults(QStringLiteral("models/kafka/x.cpp"), QStringLiteral("#include <librdkafka/rdkafka.h>\n#include \"domain/ids.h\"\n")).size(), 0);
    QCOMPARE(Layers::faults(QStringLiteral("views/x.cpp"), QStringLiteral("#include <QPainter>\n#include \"views/theme.h\"\n#include \"items/recordmodel.h\"\n")).size(), 0);
}

void Layering::tableHasNoCircle()
{
    // Taking away folders whose edges all lead to folders already taken must empty the table.
    QMap<QString, QStringList> left = Layers::mayInclude();
    QSet<QString> taken{QStringLiteral("resources")};
    for (bool moved = true; moved;) {
        moved = false;
        const QStringList folders = left.keys();
        for (const QString &folder : folders) {
            const QStringList edges = left.value(folder);
            if (std::all_of(edges.begin(), edges.end(), [&](const QString &e) { return taken.contains(e); })) {
                taken.insert(folder);
                left.remove(folder);
                moved = true;
            }
        }
    }
    QVERIFY2(left.isEmpty(), qPrintable(QStringList(left.keys()).join(u' ')));
}

QTEST_GUILESS_MAIN(Layering)
#include "tst_layers.moc"
