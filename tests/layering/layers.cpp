// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "layers.h"

#include <QRegularExpression>

namespace Layers {

namespace {

bool isQt(const QString &include)
{
    static const QRegularExpression pattern(QStringLiteral("^(Q[A-Z]|Qt[A-Z]\\w*/|qt6keychain/|q[a-z]+\\.h$)"));
    return pattern.match(include).hasMatch();
}

/// Headers of Qt Gui and Qt Widgets, which nothing below the views may see. QtCore's are listed, the rest is suspect.
bool isGui(const QString &include)
{
    static const QRegularExpression module(QStringLiteral("^Qt(Gui|Widgets|Svg|OpenGL\\w*|PrintSupport)/"));
    static const QRegularExpression classes(QStringLiteral(
        "^(QApplication|QGuiApplication|QClipboard|QAction|QBrush|QColor|QCursor|QFont|QFontDatabase|QFontMetrics|QFontMetricsF|QIcon|QImage|QKeySequence|QPainter|"
        "QPainterPath|QPalette|QPen|QPicture|QPixmap|QRgb|QScreen|QShortcut|QStandardItemModel|QStyle|QStyleHints|QSyntaxHighlighter|QText(Document|Cursor|Layout|Option|CharFormat)|"
        "QWindow|QDesktopServices|QValidator|QSvg\\w*|Q\\w*(Widget|View|Button|Dialog|Delegate|Menu|MenuBar|ToolBar|Label|LineEdit|TextEdit|ComboBox|SpinBox|Slider|Layout|Splitter|"
        "ScrollBar|ScrollArea|Frame|Header|Tab|TabBar|MessageBox|MainWindow|Event))$"));
    static const QRegularExpression core(QStringLiteral("^(QEvent|QTimerEvent|QChildEvent|QDynamicPropertyChangeEvent|QStringView|QByteArrayView|QUtf8StringView|QAnyStringView|QLatin1StringView)$"));
    return module.match(include).hasMatch() || (classes.match(include).hasMatch() && !core.match(include).hasMatch());
}

QString ourFolder(const QString &include)
{
    const QString first = include.section(u'/', 0, 0);
    if (first == QStringLiteral("models"))
        return include.section(u'/', 1, 1);
    return include.contains(u'/') && mayInclude().contains(first) ? first : QString();
}

} // namespace

QString layerOf(const QString &file)
{
    return file.section(u'/', 0, 0) == QStringLiteral("models") ? file.section(u'/', 1, 1) : file.section(u'/', 0, 0);
}

QList<Fault> faults(const QString &file, const QString &content)
{
    static const QRegularExpression line(QStringLiteral("^[ \\t]*#[ \\t]*include[ \\t]*[<\"]([^>\"]+)[>\"]"), QRegularExpression::MultilineOption);
    const QString layer = layerOf(file);
    const bool isHeader = file.endsWith(QStringLiteral(".h"));
    QList<Fault> found;
    const auto report = [&](const QString &include, const char *why) { found.append({file, include, QString::fromLatin1(why)}); };
    if (!mayInclude().contains(layer))
        report(QString(), "the folder is not in the table");

    for (auto it = line.globalMatch(content); it.hasNext();) {
        const QString include = it.next().captured(1);
        const QString folder = ourFolder(include);
        if (!folder.isEmpty() && folder != layer && !mayInclude().value(layer).contains(folder))
            report(include, "no such edge in the table");
        if (isEngine(layer) && isQt(include))
            report(include, "the engine is standard C++: no Qt");
        if (file.startsWith(QStringLiteral("models/")) && isGui(include))
            report(include, "models link no Qt Gui and no Qt Widgets");
        if (include.contains(QStringLiteral("rdkafka")) && layer != QStringLiteral("kafka"))
            report(include, "librdkafka is for models/kafka only");
        if (include.startsWith(QStringLiteral("nlohmann/")) && isHeader)
            report(include, "nlohmann/json.hpp is slow to compile: .cpp files only");
        if (include.startsWith(QStringLiteral("nlohmann/"))
            && !QStringList{QStringLiteral("codec"), QStringLiteral("produce"), QStringLiteral("replay"), QStringLiteral("schema"), QStringLiteral("settings")}.contains(layer))
            report(include, "nlohmann/json.hpp is for codec, produce, replay, schema and settings");
    }
    return found;
}

} // namespace Layers
