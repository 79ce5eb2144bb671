// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/theme.h"

namespace Views {

Theme Theme::dark()
{
    Theme t;
    t.isDark = true;
    t.window = QColor(QRgb(0xFF1D1F23));
    t.base = QColor(QRgb(0xFF16181B));
    t.altBase = QColor(QRgb(0xFF1A1C20));
    t.raised = QColor(QRgb(0xFF282B31));
    t.hover = QColor(QRgb(0xFF24272C));
    t.line = QColor(QRgb(0xFF30343A));
    t.control = QColor(QRgb(0xFF4A505A));
    t.input = QColor(QRgb(0xFF6B727D));
    t.text = QColor(QRgb(0xFFE4E6EA));
    t.text2 = QColor(QRgb(0xFFA9AFB8));
    t.text3 = QColor(QRgb(0xFF8C939D));
    t.accent = QColor(QRgb(0xFF66ADFF));
    t.accentFill = QColor(QRgb(0xFF1E4674));
    t.onAccentFill = QColor(QRgb(0xFFFFFFFF));
    t.primary = QColor(QRgb(0xFF2468BE));
    t.onPrimary = QColor(QRgb(0xFFFFFFFF));
    t.match = QColor(QRgb(0xFFF5CF4B));
    t.matchTick = t.match;
    t.matchBg = QColor(QRgb(0xFF5C4A0A));
    t.onMatchBg = QColor(QRgb(0xFFFFF1C2));
    t.ok = QColor(QRgb(0xFF5FCB8E));
    t.warn = QColor(QRgb(0xFFF4A259));
    t.danger = QColor(QRgb(0xFFFF857C));
    t.prod = QColor(QRgb(0xFFC4313A));
    t.onProd = QColor(QRgb(0xFFFFFFFF));
    t.stage = QColor(QRgb(0xFF8F5A00));
    t.onStage = QColor(QRgb(0xFFFFFFFF));
    t.dev = QColor(QRgb(0xFF2C6B4A));
    t.onDev = QColor(QRgb(0xFFFFFFFF));
    t.warnBg = QColor(QRgb(0xFF3A2A1A));
    t.dangerBg = QColor(QRgb(0xFF3D2022));
    t.okBg = QColor(QRgb(0xFF1B3226));
    t.infoBg = QColor(QRgb(0xFF1B2C40));
    t.mark = QColor(QRgb(0xFFC9A8FF));
    t.bar = QColor(QRgb(0xFF5D6775));
    t.barSel = QColor(QRgb(0xFF66ADFF));
    t.synKey = QColor(QRgb(0xFF8CC4FF));
    t.synStr = QColor(QRgb(0xFF9AD6A0));
    t.synNum = QColor(QRgb(0xFFF0B98A));
    t.synLit = QColor(QRgb(0xFFC9A8FF));
    t.synPunct = QColor(QRgb(0xFF8C939D));
    t.synFn = QColor(QRgb(0xFF7FD6D0));
    t.partitions = {QColor(QRgb(0xFF29C4F8)), QColor(QRgb(0xFFC38C0D)), QColor(QRgb(0xFFC3FCC7)), QColor(QRgb(0xFFF4F46D)), QColor(QRgb(0xFF615CDA)), QColor(QRgb(0xFFBD4538)), QColor(QRgb(0xFF8C5A9B)), QColor(QRgb(0xFF9CA1A7))};
    return t;
}

Theme Theme::light()
{
    Theme t;
    t.isDark = false;
    t.window = QColor(QRgb(0xFFF2F3F5));
    t.base = QColor(QRgb(0xFFFFFFFF));
    t.altBase = QColor(QRgb(0xFFF8F9FA));
    t.raised = QColor(QRgb(0xFFFFFFFF));
    t.hover = QColor(QRgb(0xFFE8EAED));
    t.line = QColor(QRgb(0xFFDADDE2));
    t.control = QColor(QRgb(0xFFB4BAC3));
    t.input = QColor(QRgb(0xFF878E99));
    t.text = QColor(QRgb(0xFF1B1E23));
    t.text2 = QColor(QRgb(0xFF4F5661));
    t.text3 = QColor(QRgb(0xFF646B76));
    t.accent = QColor(QRgb(0xFF0A5FC2));
    t.accentFill = QColor(QRgb(0xFFCBE1FB));
    t.onAccentFill = QColor(QRgb(0xFF0B1B30));
    t.primary = QColor(QRgb(0xFF0A5FC2));
    t.onPrimary = QColor(QRgb(0xFFFFFFFF));
    t.match = QColor(QRgb(0xFF7A5A00));
    t.matchTick = QColor(QRgb(0xFFB58100));
    t.matchBg = QColor(QRgb(0xFFFFE17A));
    t.onMatchBg = QColor(QRgb(0xFF2B2100));
    t.ok = QColor(QRgb(0xFF17723F));
    t.warn = QColor(QRgb(0xFF944A00));
    t.danger = QColor(QRgb(0xFFBA1F29));
    t.prod = QColor(QRgb(0xFFBA1F29));
    t.onProd = QColor(QRgb(0xFFFFFFFF));
    t.stage = QColor(QRgb(0xFF8A5300));
    t.onStage = QColor(QRgb(0xFFFFFFFF));
    t.dev = QColor(QRgb(0xFF1E6B43));
    t.onDev = QColor(QRgb(0xFFFFFFFF));
    t.warnBg = QColor(QRgb(0xFFFFF1DF));
    t.dangerBg = QColor(QRgb(0xFFFDE7E7));
    t.okBg = QColor(QRgb(0xFFE2F4E9));
    t.infoBg = QColor(QRgb(0xFFE6F0FC));
    t.mark = QColor(QRgb(0xFF6438BD));
    t.bar = QColor(QRgb(0xFF858F9E));
    t.barSel = QColor(QRgb(0xFF0A5FC2));
    t.synKey = QColor(QRgb(0xFF0B559F));
    t.synStr = QColor(QRgb(0xFF17703A));
    t.synNum = QColor(QRgb(0xFF8F4500));
    t.synLit = QColor(QRgb(0xFF6438BD));
    t.synPunct = QColor(QRgb(0xFF5F6670));
    t.synFn = QColor(QRgb(0xFF0B6B6B));
    t.partitions = {QColor(QRgb(0xFF009BB7)), QColor(QRgb(0xFF80641E)), QColor(QRgb(0xFF11471E)), QColor(QRgb(0xFF859701)), QColor(QRgb(0xFF4C5ECD)), QColor(QRgb(0xFFC77972)), QColor(QRgb(0xFF6D1C87)), QColor(QRgb(0xFF555A60))};
    return t;
}

} // namespace Views
