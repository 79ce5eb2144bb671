// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/recordcontent.h"
#include "session/preferences.h"
#include "views/appearance.h"
#include "views/inspector/inspectorhead.h"

#include <QLayout>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

class tst_InspectorHead : public QObject
{
    Q_OBJECT
private slots:
    void nothingIsCutWhenNarrow();
};

void tst_InspectorHead::nothingIsCutWhenNarrow()
{
    QTemporaryDir folder;
    Session::Preferences preferences(folder.filePath(QStringLiteral("preferences.json")));
    Views::Appearance appearance(preferences);
    Views::InspectorHead head(appearance);
    const Items::RecordContent record{};
    head.setRecord(&record, true);
    head.setFormat(Items::Format::Automatic, Items::Format::Json);
    head.resize(900, 30);
    head.show();
    const auto part = [&head](const char *name) { return head.findChild<QWidget *>(QLatin1String(name)); };
    QVERIFY(part("inspectorTime")->isVisible());
    for (int width = 900; width >= 120; width -= 10) {
        head.resize(width, 30);
        head.layout()->activate();
        for (const char *name : {"inspectorPartition", "inspectorOffset", "inspectorTime", "formatButton", "inspectorCopyButton"}) {
            if (part(name)->isVisible())
                QVERIFY2(part(name)->width() >= part(name)->sizeHint().width(), qPrintable(QStringLiteral("%1 at %2").arg(QLatin1String(name)).arg(width)));
        }
    }
    QVERIFY(!part("inspectorPartition")->isVisible());
    QVERIFY(part("formatButton")->isVisible());
}

QTEST_MAIN(tst_InspectorHead)
#include "tst_inspectorhead.moc"
