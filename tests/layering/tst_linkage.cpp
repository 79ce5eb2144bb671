// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QProcess>
#include <QRegularExpression>
#include <QTest>

namespace {

/// The shared libraries an executable asks for, such as "libQt6Core.so.6".
QStringList neededLibraries(const QString &program)
{
    QProcess readelf;
    readelf.start(QStringLiteral("readelf"), {QStringLiteral("-d"), program});
    if (!readelf.waitForFinished() || readelf.exitCode() != 0)
        return {};
    static const QRegularExpression needed(QStringLiteral("\\(NEEDED\\).*\\[(.+)\\]"));
    QStringList libraries;
    for (auto it = needed.globalMatch(QString::fromLocal8Bit(readelf.readAllStandardOutput())); it.hasNext();)
        libraries << it.next().captured(1);
    return libraries;
}

} // namespace

/// Whole libraries linked into an empty program: what that program then needs is what they need.
class Linkage final : public QObject
{
    Q_OBJECT

private slots:
    void modelsLinkNoGui();
    void engineLinksNoQt();
};

void Linkage::modelsLinkNoGui()
{
    const QStringList libraries = neededLibraries(QStringLiteral(MODELS_LINKED));
    QVERIFY(libraries.contains(QStringLiteral("libQt6Core.so.6")));
    const QStringList gui = libraries.filter(QRegularExpression(QStringLiteral("^libQt6(Gui|Widgets|Svg)")));
    QVERIFY2(gui.isEmpty(), qPrintable(gui.join(u' ')));
}

void Linkage::engineLinksNoQt()
{
    const QStringList libraries = neededLibraries(QStringLiteral(ENGINE_LINKED));
    QVERIFY(libraries.contains(QStringLiteral("libc.so.6")));
    const QStringList qt = libraries.filter(QStringLiteral("Qt"));
    QVERIFY2(qt.isEmpty(), qPrintable(qt.join(u' ')));
}

QTEST_GUILESS_MAIN(Linkage)
#include "tst_linkage.moc"
