// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/views/windowfixture.h"

#include "views/connection/connectiondialog.h"
#include "views/widgets/badge.h"
#include "views/widgets/listtable.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>

using namespace ViewTest;

class tst_ConnectionDialog : public QObject
{
    Q_OBJECT
private slots:
    void savesWhatWasTyped();
    void marksWrongFieldsAndSavesNothing();
    void showsOnlyTheRowsOfTheProtocol();
    void productionIsReadOnlyUnlessTheUserSaysOtherwise();
    void warnsOfPasswordsInClearText();
    void testNamesTheStageThatFails();
    void secretsGoToTheKeyringOnly();
    void saysWhenThereIsNoKeyring();
};

namespace {

struct DialogFixture : Fixture
{
    Views::ConnectionDialog *dialog = nullptr;

    void openDialog(const std::optional<Domain::ConnectionProfile> &edited = std::nullopt)
    {
        dialog = new Views::ConnectionDialog(connections, appearance, edited);
        dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
    }
    ~DialogFixture() { delete guard; }
    template<typename W>
    W *field(const char *name) const
    {
        W *widget = dialog->findChild<W *>(QLatin1String(name));
        if (!widget)
            qFatal("no field %s", name);
        return widget;
    }
    void type(const char *name, const QString &text) const
    {
        auto *edit = field<QLineEdit>(name);
        edit->clear();
        QTest::keyClicks(edit, text);
    }
    void press(const char *name) const { QTest::mouseClick(field<QPushButton>(name), Qt::LeftButton); }
    QStringList visibleLabels() const
    {
        QStringList texts;
        for (const QLabel *label : dialog->findChildren<QLabel *>()) {
            if (label->isVisible())
                texts.append(label->text());
        }
        return texts;
    }
    QPointer<Views::ConnectionDialog> guard;
};

} // namespace

void tst_ConnectionDialog::savesWhatWasTyped()
{
    DialogFixture x;
    x.openDialog();
    x.guard = x.dialog;
    QSignalSpy saved(x.dialog, &Views::ConnectionDialog::saved);
    QVERIFY(x.field<QLineEdit>("profileNameEdit")->hasFocus());
    x.type("profileNameEdit", QStringLiteral("local docker"));
    x.type("bootstrapEdit", QStringLiteral("localhost:9092"));
    x.field<QPlainTextEdit>("pinnedGroupsEdit")->setPlainText(QStringLiteral("billing\n\nsearch"));
    x.field<QPlainTextEdit>("extraPropertiesEdit")->setPlainText(QStringLiteral("socket.timeout.ms=5000"));
    x.press("saveAndConnectButton");
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(saved[0][1].toBool(), true);
    const auto profile = x.profiles.byName("local docker");
    QVERIFY(profile);
    QCOMPARE(profile->bootstrapServers, std::string("localhost:9092"));
    QCOMPARE(profile->pinnedGroups, (std::vector<std::string>{"billing", "search"}));
    QCOMPARE(profile->extraProperties.at("socket.timeout.ms"), std::string("5000"));
    QVERIFY(!profile->readOnly);
}

void tst_ConnectionDialog::marksWrongFieldsAndSavesNothing()
{
    DialogFixture x;
    x.addProfile("taken");
    x.openDialog();
    x.guard = x.dialog;
    x.type("profileNameEdit", QStringLiteral("taken"));
    x.type("bootstrapEdit", QStringLiteral("http://kafka:9092"));
    x.press("saveButton");
    QVERIFY(x.dialog->isVisible());
    QCOMPARE(x.profiles.profiles().size(), 1u);
    QVERIFY(x.visibleLabels().contains(QStringLiteral("Another connection has this name already.")));
    QVERIFY(x.field<QLineEdit>("bootstrapEdit")->property("invalid").toBool());
    QVERIFY(x.field<QLineEdit>("profileNameEdit")->hasFocus());
    x.type("profileNameEdit", QStringLiteral("other"));
    QVERIFY(!x.visibleLabels().contains(QStringLiteral("Another connection has this name already.")));
}

void tst_ConnectionDialog::showsOnlyTheRowsOfTheProtocol()
{
    DialogFixture x;
    x.openDialog();
    x.guard = x.dialog;
    QVERIFY(!x.field<QLineEdit>("saslUserEdit")->isVisible());
    QVERIFY(!x.field<QLineEdit>("caFileEdit")->isVisible());
    auto *protocol = x.field<QComboBox>("protocolCombo");
    protocol->setFocus();
    QTest::keyClicks(protocol, QStringLiteral("SASL_SSL"));
    QCOMPARE(protocol->currentText(), QStringLiteral("SASL_SSL"));
    QVERIFY(x.field<QLineEdit>("saslUserEdit")->isVisibleTo(x.dialog));
    QVERIFY(x.field<QLineEdit>("caFileEdit")->isVisibleTo(x.dialog));
}

void tst_ConnectionDialog::productionIsReadOnlyUnlessTheUserSaysOtherwise()
{
    DialogFixture x;
    x.openDialog();
    x.guard = x.dialog;
    auto *environment = x.field<QComboBox>("environmentCombo");
    auto *readOnly = x.field<QCheckBox>("readOnlyCheck");
    QVERIFY(!readOnly->isChecked());
    environment->setCurrentIndex(int(Domain::Environment::Production));
    QVERIFY(readOnly->isChecked());
    QCOMPARE(x.dialog->findChild<Views::Badge *>()->text(), QStringLiteral("PRODUCTION"));
    QTest::mouseClick(readOnly, Qt::LeftButton, {}, QPoint(8, readOnly->height() / 2));
    QVERIFY(!readOnly->isChecked());
    environment->setCurrentIndex(int(Domain::Environment::Staging));
    environment->setCurrentIndex(int(Domain::Environment::Production));
    QVERIFY2(!readOnly->isChecked(), "the user's own choice stays");
}

void tst_ConnectionDialog::warnsOfPasswordsInClearText()
{
    DialogFixture x;
    x.openDialog();
    x.guard = x.dialog;
    x.field<QComboBox>("protocolCombo")->setCurrentIndex(int(Domain::SecurityProtocol::SaslPlaintext));
    x.type("bootstrapEdit", QStringLiteral("localhost:9092"));
    QVERIFY(!x.field<QLabel>("securityWarning")->isVisibleTo(x.dialog));
    x.type("bootstrapEdit", QStringLiteral("kafka.example:9092"));
    QVERIFY(x.field<QLabel>("securityWarning")->isVisibleTo(x.dialog));
    QVERIFY(x.field<QLabel>("securityWarning")->text().contains(QStringLiteral("unencrypted")));
}

void tst_ConnectionDialog::testNamesTheStageThatFails()
{
    DialogFixture x;
    Domain::CheckStep resolve;
    resolve.outcome = Domain::CheckStep::Outcome::Passed;
    resolve.address = "kafka:9092";
    resolve.detail = "10.0.0.1";
    resolve.took = std::chrono::milliseconds(12);
    Domain::CheckStep tcp;
    tcp.stage = Domain::CheckStep::Stage::Connect;
    tcp.outcome = Domain::CheckStep::Outcome::Failed;
    tcp.address = "kafka:9092";
    tcp.error = Domain::Error{Domain::ErrorCode::ConnectionRefused, {{"host", "kafka"}, {"port", "9092"}}, "Connect to ipv4#10.0.0.1:9092 failed: Connection refused"};
    Domain::CheckStep metadata;
    metadata.stage = Domain::CheckStep::Stage::Metadata;
    x.checkSteps = {resolve, tcp, metadata};
    x.openDialog();
    x.guard = x.dialog;
    x.type("bootstrapEdit", QStringLiteral("kafka:9092"));
    x.press("testConnectionButton"); // a test needs no name yet
    auto *table = x.field<Views::ListTable>("checkTree");
    QTRY_COMPARE(table->model()->rowCount(), 3);
    QCOMPARE(table->model()->index(0, 1).data().toString(), QStringLiteral("Passed"));
    QCOMPARE(table->model()->index(0, 2).data().toString(), QStringLiteral("12 ms"));
    QCOMPARE(table->model()->index(1, 1).data().toString(), QStringLiteral("Failed"));
    QCOMPARE(table->model()->index(2, 1).data().toString(), QStringLiteral("Not run"));
    QTRY_VERIFY(x.field<QLabel>("checkResult")->text().contains(QStringLiteral("kafka:9092")));
    QVERIFY(x.field<QLabel>("remedyView")->isVisible());
    x.press("copyDetailsButton");
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("Connection refused")));
    x.type("bootstrapEdit", QStringLiteral("other:9092"));
    QCOMPARE(table->model()->rowCount(), 0); // what was tested is no longer what the fields say
}

void tst_ConnectionDialog::secretsGoToTheKeyringOnly()
{
    DialogFixture x;
    x.openDialog();
    x.guard = x.dialog;
    QSignalSpy saved(x.dialog, &Views::ConnectionDialog::saved);
    x.type("profileNameEdit", QStringLiteral("secure"));
    x.type("bootstrapEdit", QStringLiteral("kafka:9093"));
    x.field<QComboBox>("protocolCombo")->setCurrentIndex(int(Domain::SecurityProtocol::SaslSsl));
    x.press("saveButton");
    QVERIFY(x.visibleLabels().contains(QStringLiteral("SASL needs a password.")));
    x.type("saslUserEdit", QStringLiteral("me"));
    x.type("saslPasswordEdit", QStringLiteral("geheim-4711"));
    QCOMPARE(x.field<QLineEdit>("saslPasswordEdit")->echoMode(), QLineEdit::Password);
    x.press("saveButton");
    QTRY_COMPARE(saved.count(), 1);
    const auto profile = x.profiles.byName("secure");
    QVERIFY(profile);
    QCOMPARE(x.secrets.kept[profile->id]["sasl.password"], std::string("geheim-4711"));
    QFile file(x.folder.filePath(QStringLiteral("profiles.json")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("geheim"));
}

void tst_ConnectionDialog::saysWhenThereIsNoKeyring()
{
    DialogFixture x;
    x.secrets.hasKeyring = false;
    x.openDialog();
    x.guard = x.dialog;
    QSignalSpy saved(x.dialog, &Views::ConnectionDialog::saved);
    x.type("profileNameEdit", QStringLiteral("secure"));
    x.type("bootstrapEdit", QStringLiteral("kafka:9093"));
    x.field<QComboBox>("protocolCombo")->setCurrentIndex(int(Domain::SecurityProtocol::SaslSsl));
    x.type("saslUserEdit", QStringLiteral("me"));
    x.type("saslPasswordEdit", QStringLiteral("secret"));
    x.press("saveButton");
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(saved[0][2].toBool(), true);
}

QTEST_MAIN(tst_ConnectionDialog)
#include "tst_connectiondialog.moc"
