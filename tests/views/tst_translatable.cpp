// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/views/windowfixture.h"

#include <QAbstractButton>
#include <QAction>
#include <QHeaderView>
#include <QLineEdit>
#include <QTranslator>

using namespace ViewTest;

namespace {

/// Marks everything that goes through tr().
class PseudoTranslator final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *sourceText, const char *, int) const override
    {
        return u'⟦' + QString::fromUtf8(sourceText) + u'⟧';
    }
};

/// Kafka's own words and data are the same in every language.
bool isData(QString text)
{
    static const QStringList words{QStringLiteral("PLAINTEXT"), QStringLiteral("local"), QStringLiteral("orders"), QStringLiteral("localhost:9092")};
    text.remove(u'&');
    const bool hasLetter = std::any_of(text.begin(), text.end(), [](QChar c) { return c.isLetter(); });
    return !hasLetter || words.contains(text);
}

} // namespace

/// A text that a user reads and that did not go through tr() cannot be translated: it shows here without its marks.
class tst_Translatable : public QObject
{
    Q_OBJECT
private slots:
    void everyVisibleTextGoesThroughTr();
};

void tst_Translatable::everyVisibleTextGoesThroughTr()
{
    PseudoTranslator translator;
    QCoreApplication::installTranslator(&translator);
    Fixture x;
    x.script->addTopic("orders", 1);
    x.addProfile("local");
    x.show();
    x.connections.openSaved("id-local");
    QTRY_VERIFY(x.session() && x.session()->snapshot());
    x.window->openTopicPage(*x.session(), QStringLiteral("orders"));
    x.window->openBrokers(*x.session());
    x.window->editConnection(QString());

    QStringList bare;
    const auto check = [&bare](const QString &where, const QString &text) {
        if (!text.contains(u'⟦') && !isData(text))
            bare.append(where + QStringLiteral(": ") + text);
    };
    for (const QWidget *widget : x.window->findChildren<QWidget *>()) {
        if (widget->objectName().startsWith(QLatin1String("qt_")))
            continue; // Qt's own, translated by Qt's catalogue
        check(QStringLiteral("accessible name"), widget->accessibleName());
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            check(QStringLiteral("label"), label->text());
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            check(QStringLiteral("button"), button->text());
        if (const auto *edit = qobject_cast<const QLineEdit *>(widget))
            check(QStringLiteral("placeholder"), edit->placeholderText());
        if (const auto *header = qobject_cast<const QHeaderView *>(widget); header && header->model()) {
            for (int i = 0; i < header->count() && !header->isHidden() && header->parentWidget()->objectName() != QLatin1String("clusterTree"); ++i)
                check(QStringLiteral("column"), header->model()->headerData(i, Qt::Horizontal).toString());
        }
    }
    for (const QAction *action : x.window->findChildren<QAction *>()) {
        if (!action->objectName().startsWith(QLatin1String("_q_")) && !action->isSeparator())
            check(QStringLiteral("action"), action->text());
    }
    QCoreApplication::removeTranslator(&translator);
    QVERIFY2(bare.isEmpty(), qPrintable(bare.join(u'\n')));
}

QTEST_MAIN(tst_Translatable)
#include "tst_translatable.moc"
