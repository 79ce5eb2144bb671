// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/stylesheet.h"

#include <QHash>

namespace Views {

namespace {

// "@name" is a colour of Theme or a measure.
constexpr char16_t sheetTemplate[] = uR"(
QToolTip { background: @raised; color: @text; border: 1px solid @control; padding: 3px 6px; }
QMenuBar { background: @window; color: @text; padding: 1px 8px; }
QMenuBar::item { padding: 4px 9px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @raised; color: @text; border: 1px solid @control; padding: 4px; }
QMenu::item { padding: 4px 20px 4px 8px; border-radius: 3px; }
QMenu::icon { padding-left: 6px; }
QMenu::item:selected { background: @accentFill; color: @onAccentFill; }
QMenu::item:disabled { color: @text3; background: transparent; }
QMenu::separator { height: 1px; background: @line; margin: 4px 6px; }
QToolBar { background: @window; border: 0; border-bottom: 1px solid @line; padding: 4px; spacing: 6px; }
QToolBar::separator { background: @line; width: 1px; margin: 4px 2px; }
QDockWidget { color: @text; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QStatusBar { background: @window; color: @text2; border-top: 1px solid @line; }
QStatusBar::item { border: 0; }
QPushButton { background: @raised; color: @text; border: 1px solid @control; border-radius: 4px; padding: 0 11px; min-height: @innerpx; }
QPushButton:hover { background: @hover; }
QPushButton:pressed, QPushButton:checked { background: @accentFill; color: @onAccentFill; }
QPushButton:focus { border: 2px solid @accent; padding: 0 10px; min-height: @focusInnerpx; }
QPushButton:disabled { color: @text3; background: @window; border-color: @line; }
QPushButton[kind="primary"] { background: @primary; color: @onPrimary; border-color: @primary; font-weight: 600; }
QPushButton[kind="primary"]:focus { border-color: @onPrimary; }
QPushButton[kind="primary"]:disabled { background: @window; color: @text3; border-color: @line; }
QPushButton[kind="destructive"] { background: @prod; color: @onProd; border-color: @prod; font-weight: 600; }
QPushButton[kind="destructive"]:disabled { background: @window; color: @text3; border-color: @line; }
QPushButton[kind="flat"] { background: transparent; border-color: transparent; }
QPushButton[kind="flat"]:hover { background: @hover; }
QPushButton[kind="flat"]:focus { border-color: @accent; }
QPushButton[kind="segment"] { border-radius: 0; margin-right: -1px; }
QToolButton { background: transparent; color: @text; border: 1px solid transparent; border-radius: 4px; padding: 0 4px; min-height: @innerpx; min-width: 16px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:open { background: @accentFill; color: @onAccentFill; }
QToolButton:checked { background: @accentFill; color: @onAccentFill; border-color: @accent; }
QToolButton:focus { border: 2px solid @accent; padding: 0 3px; min-height: @focusInnerpx; min-width: 16px; }
QToolButton:disabled { color: @text3; }
QLineEdit QToolButton { min-height: 0; min-width: 0; padding: 0; border: 0; }
QStatusBar QToolButton { color: @text2; min-height: @statuspx; }
QStatusBar QToolButton:focus { min-height: @focusStatuspx; }
QToolButton::menu-indicator { image: none; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QAbstractSpinBox { background: @base; color: @text; border: 1px solid @input; border-radius: 4px; selection-background-color: @accentFill; selection-color: @onAccentFill; }
QLineEdit { padding: 0 7px; min-height: @innerpx; }
QAbstractSpinBox { padding: 0 4px; min-height: @innerpx; }
QPlainTextEdit, QTextEdit { padding: 2px 5px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus { border: 2px solid @accent; }
QLineEdit:focus { padding: 0 6px; min-height: @focusInnerpx; }
QAbstractSpinBox:focus { padding: 0 3px; min-height: @focusInnerpx; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 1px 4px; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QAbstractSpinBox[invalid="true"] { border-color: @danger; }
QPlainTextEdit[warned="true"] { border-color: @warn; }
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: @text3; background: @window; border-color: @line; }
QComboBox { background: @raised; color: @text; border: 1px solid @control; border-radius: 4px; padding: 0 8px; min-height: @innerpx; }
QComboBox:focus { border: 2px solid @accent; padding: 0 7px; min-height: @focusInnerpx; }
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow { image: url(:/style/chevron-down.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @raised; color: @text; border: 1px solid @control; selection-background-color: @accentFill; selection-color: @onAccentFill; }
QCheckBox, QRadioButton { spacing: 7px; min-height: @innerpx; color: @text; }
QCheckBox:disabled, QRadioButton:disabled { color: @text3; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @input; border-radius: 3px; background: @base; }
QCheckBox::indicator:checked { background: @primary; border-color: @primary; image: url(:/style/tick.svg); }
QCheckBox::indicator:focus { border: 2px solid @accent; width: 12px; height: 12px; }
QCheckBox::indicator:disabled { border-color: @line; background: @window; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @input; border-radius: 8px; background: @base; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid @primary; background: @onPrimary; }
QRadioButton::indicator:focus { border-color: @accent; }
QRadioButton::indicator:disabled { border-color: @line; background: @window; }
QHeaderView { background: @window; border: 0; }
QHeaderView::section { background: @window; color: @text2; border: 0; border-right: 1px solid @line; border-bottom: 1px solid @line; padding: 0 8px; min-height: @headerpx; max-height: @headerpx; }
QHeaderView::section:hover { background: @hover; }
QTabWidget::pane { border: 0; border-top: 1px solid @line; }
QTabBar { background: @window; }
QTabBar::tab { background: transparent; color: @text2; border: 0; border-bottom: 2px solid transparent; padding: 0 12px; min-height: @controlpx; }
QTabBar::tab:hover { background: @hover; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:focus { border-bottom: 3px solid @accent; color: @text; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @control; border-radius: 3px; margin: 3px; }
QScrollBar::handle:hover { background: @input; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: @base; border: 1px solid @line; border-radius: 3px; text-align: center; }
QProgressBar::chunk { background: @primary; }
QLabel[tone="second"] { color: @text2; }
QLabel[tone="third"] { color: @text3; }
QLabel[tone="danger"] { color: @danger; }
QLabel[tone="warn"] { color: @warn; }
QLabel[tone="ok"] { color: @ok; }
QFrame[card="true"] { background: @base; border: 1px solid @line; border-radius: 5px; }
)";

QHash<QString, QString> values(const Theme &t, const StyleMeasures &m)
{
    const auto px = [](int n) { return QString::number(n); };
    return {
        {QStringLiteral("window"), t.window.name()},       {QStringLiteral("base"), t.base.name()},
        {QStringLiteral("raised"), t.raised.name()},       {QStringLiteral("hover"), t.hover.name()},
        {QStringLiteral("line"), t.line.name()},           {QStringLiteral("control"), t.control.name()},
        {QStringLiteral("input"), t.input.name()},         {QStringLiteral("text"), t.text.name()},
        {QStringLiteral("text2"), t.text2.name()},         {QStringLiteral("text3"), t.text3.name()},
        {QStringLiteral("accent"), t.accent.name()},       {QStringLiteral("accentFill"), t.accentFill.name()},
        {QStringLiteral("onAccentFill"), t.onAccentFill.name()}, {QStringLiteral("primary"), t.primary.name()},
        {QStringLiteral("onPrimary"), t.onPrimary.name()}, {QStringLiteral("prod"), t.prod.name()},
        {QStringLiteral("onProd"), t.onProd.name()},       {QStringLiteral("danger"), t.danger.name()},
        {QStringLiteral("warn"), t.warn.name()},           {QStringLiteral("ok"), t.ok.name()},
        {QStringLiteral("controlpx"), px(m.control) + QStringLiteral("px")},
        {QStringLiteral("innerpx"), px(m.control - 2) + QStringLiteral("px")},
        {QStringLiteral("focusInnerpx"), px(m.control - 4) + QStringLiteral("px")},
        {QStringLiteral("statuspx"), px(m.control - 6) + QStringLiteral("px")},
        {QStringLiteral("focusStatuspx"), px(m.control - 8) + QStringLiteral("px")},
        {QStringLiteral("headerpx"), px(m.header - 1) + QStringLiteral("px")},
    };
}

} // namespace

QString styleSheet(const Theme &theme, const StyleMeasures &measures)
{
    const QHash<QString, QString> map = values(theme, measures);
    const QStringView source(sheetTemplate);
    QString sheet;
    sheet.reserve(source.size() + 1024);
    for (qsizetype i = 0; i < source.size();) {
        if (source[i] != u'@') {
            sheet += source[i++];
            continue;
        }
        qsizetype end = i + 1;
        while (end < source.size() && source[end].isLetterOrNumber())
            ++end;
        const QString name = source.sliced(i + 1, end - i - 1).toString();
        Q_ASSERT_X(map.contains(name), "styleSheet", qUtf8Printable(name));
        sheet += map.value(name);
        i = end;
    }
    return sheet;
}

} // namespace Views
