// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/connection/connectionform.h"

#include "views/appearance.h"
#include "views/icons.h"
#include "views/connection/fieldchecks.h"
#include "views/widgets/badge.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>

namespace Views {

namespace {

const std::string passwordProperty = "sasl.password";
const std::string passphraseProperty = "ssl.key.password";

QPlainTextEdit *smallText(const Appearance &appearance, const char *objectName, const QString &name, const QString &placeholder, QWidget *parent)
{
    auto *edit = new QPlainTextEdit(parent);
    edit->setObjectName(QLatin1String(objectName));
    edit->setAccessibleName(name);
    edit->setPlaceholderText(placeholder);
    edit->setTabChangesFocus(true);
    edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    appearance.useFixedFont(edit);
    // Three lines; as a minimum, because a row of a form that has wrapped labels would squeeze it otherwise.
    edit->setMinimumHeight(QFontMetrics(appearance.fixedFont()).lineSpacing() * 3 + 16);
    edit->setMaximumHeight(edit->minimumHeight());
    return edit;
}

} // namespace

ConnectionForm::ConnectionForm(const Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_appearance(appearance)
    , m_layout(new QFormLayout(this))
    , m_badge(new Badge(appearance, this))
    , m_environment(new QComboBox(this))
    , m_protocol(new QComboBox(this))
    , m_mechanism(new QComboBox(this))
    , m_name(lineEdit("profileNameEdit", tr("Name")))
    , m_bootstrap(lineEdit("bootstrapEdit", tr("Bootstrap servers"), tr("host:port, host:port")))
    , m_user(lineEdit("saslUserEdit", tr("User")))
    , m_password(secretEdit("saslPasswordEdit", tr("Password")))
    , m_caFile(lineEdit("caFileEdit", tr("CA file"), tr("PEM; empty: the system's CAs")))
    , m_certificateFile(lineEdit("certificateFileEdit", tr("Client certificate"), tr("PEM; empty: none")))
    , m_keyFile(lineEdit("keyFileEdit", tr("Client key"), tr("PEM")))
    , m_passphrase(secretEdit("keyPassphraseEdit", tr("Key passphrase")))
    , m_readOnly(new QCheckBox(tr("Read-only: Playhead writes nothing to this cluster"), this))
    , m_groups(smallText(appearance, "pinnedGroupsEdit", tr("Pinned consumer groups"), tr("one group id a line"), this))
    , m_properties(smallText(appearance, "extraPropertiesEdit", tr("Extra client properties"), tr("librdkafka property=value, one a line"), this))
    , m_warning(new QLabel(this))
    , m_secretHint(new QLabel(tr("Kept in the system's keyring, never in a file."), this))
{
    build();
    protocolChanged();
    environmentChanged();
}

void ConnectionForm::build()
{
    m_environment->setObjectName(QStringLiteral("environmentCombo"));
    m_environment->setAccessibleName(tr("Environment"));
    for (const auto environment : {Domain::Environment::Development, Domain::Environment::Staging, Domain::Environment::Production})
        m_environment->addItem(environmentWord(environment));
    m_protocol->setObjectName(QStringLiteral("protocolCombo"));
    m_protocol->setAccessibleName(tr("Security protocol"));
    m_protocol->addItems({QStringLiteral("PLAINTEXT"), QStringLiteral("SSL"), QStringLiteral("SASL_PLAINTEXT"), QStringLiteral("SASL_SSL")});
    m_mechanism->setObjectName(QStringLiteral("mechanismCombo"));
    m_mechanism->setAccessibleName(tr("SASL mechanism"));
    m_mechanism->addItems({QStringLiteral("PLAIN"), QStringLiteral("SCRAM-SHA-256"), QStringLiteral("SCRAM-SHA-512")});
    m_readOnly->setObjectName(QStringLiteral("readOnlyCheck"));
    m_readOnly->setAccessibleName(m_readOnly->text());
    m_warning->setObjectName(QStringLiteral("securityWarning"));
    m_warning->setTextFormat(Qt::PlainText);
    m_warning->setWordWrap(true);
    m_warning->setProperty("tone", QStringLiteral("warn"));
    m_secretHint->setTextFormat(Qt::PlainText);
    m_secretHint->setProperty("tone", QStringLiteral("third"));
    m_appearance.useFont(m_secretHint, 0.92);
    m_appearance.useFixedFont(m_bootstrap);

    m_layout->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_layout->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(12);
    m_layout->setVerticalSpacing(7);
    addRow(tr("&Name"), withProblem(m_name), m_name);
    addRow(tr("&Environment"), withProblem(m_environment, m_badge), m_environment);
    addRow(tr("&Bootstrap servers"), withProblem(m_bootstrap), m_bootstrap);
    addRow(tr("Security &protocol"), withProblem(m_protocol), m_protocol);
    m_layout->addRow(QString(), m_warning);
    addRow(tr("SASL &mechanism"), withProblem(m_mechanism), m_mechanism);
    addRow(tr("&User"), withProblem(m_user), m_user);
    addRow(tr("Pass&word"), withProblem(m_password), m_password);
    addRow(tr("C&A file"), fileField(m_caFile, tr("CA certificates")), m_caFile);
    addRow(tr("Client certi&ficate"), fileField(m_certificateFile, tr("Client certificate")), m_certificateFile);
    addRow(tr("Client &key"), fileField(m_keyFile, tr("Key of the client certificate")), m_keyFile);
    addRow(tr("Key p&assphrase"), withProblem(m_passphrase), m_passphrase);
    m_layout->addRow(QString(), m_secretHint);
    m_layout->addRow(QString(), m_readOnly);
    addRow(tr("Pinned &groups"), withProblem(m_groups), m_groups);
    addRow(tr("E&xtra properties"), withProblem(m_properties), m_properties);

    orderFields();

    connect(m_environment, &QComboBox::currentIndexChanged, this, &ConnectionForm::environmentChanged);
    connect(m_protocol, &QComboBox::currentIndexChanged, this, &ConnectionForm::protocolChanged);
    connect(m_bootstrap, &QLineEdit::textChanged, this, &ConnectionForm::updateWarning);
    connect(m_readOnly, &QCheckBox::clicked, this, [this] { m_readOnlyTouched = true; });
    for (QComboBox *combo : {m_environment, m_protocol, m_mechanism})
        connect(combo, &QComboBox::currentIndexChanged, this, &ConnectionForm::edited);
    for (QLineEdit *edit : {m_name, m_bootstrap, m_user, m_password, m_caFile, m_certificateFile, m_keyFile, m_passphrase}) {
        connect(edit, &QLineEdit::textChanged, this, [this, edit] {
            setProblem(edit, QString());
            emit edited();
        });
    }
    connect(m_properties, &QPlainTextEdit::textChanged, this, [this] {
        setProblem(m_properties, QString());
        emit edited();
    });
}

/// Tab goes down the rows as they stand, not in the order in which members were made.
void ConnectionForm::orderFields()
{
    setFocusProxy(m_name);
    QList<QWidget *> order;
    for (int row = 0; row < m_layout->rowCount(); ++row) {
        QWidget *field = m_layout->itemAt(row, QFormLayout::FieldRole)->widget();
        if (field->focusPolicy() != Qt::NoFocus)
            order.append(field);
        for (QWidget *child : field->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
            if (child->focusPolicy() != Qt::NoFocus)
                order.append(child);
        }
    }
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
}

QLineEdit *ConnectionForm::lineEdit(const char *objectName, const QString &name, const QString &placeholder)
{
    auto *edit = new QLineEdit(this);
    edit->setObjectName(QLatin1String(objectName));
    edit->setAccessibleName(name);
    edit->setPlaceholderText(placeholder);
    return edit;
}

QLineEdit *ConnectionForm::secretEdit(const char *objectName, const QString &name)
{
    QLineEdit *edit = lineEdit(objectName, name);
    edit->setEchoMode(QLineEdit::Password);
    QAction *show = edit->addAction(icon(QStringLiteral("eye"), m_appearance.theme()), QLineEdit::TrailingPosition);
    show->setCheckable(true);
    show->setText(tr("Show %1").arg(name));
    show->setToolTip(show->text());
    connect(show, &QAction::toggled, edit, [edit](bool on) { edit->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    return edit;
}

QWidget *ConnectionForm::withProblem(QWidget *field, QWidget *beside)
{
    auto *box = new QWidget(this);
    box->setMinimumHeight(field->minimumHeight());
    auto *problem = new QLabel(box);
    problem->setTextFormat(Qt::PlainText);
    problem->setWordWrap(true);
    problem->setProperty("tone", QStringLiteral("danger"));
    problem->hide();
    m_appearance.useFont(problem, 0.92);
    m_problems.insert(field, problem);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(field, 1);
    if (beside)
        row->addWidget(beside);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    column->addLayout(row);
    column->addWidget(problem);
    return box;
}

QWidget *ConnectionForm::fileField(QLineEdit *edit, const QString &title)
{
    auto *browse = new QPushButton(tr("Choose…"), this);
    browse->setAccessibleName(tr("Choose %1").arg(title));
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, [this, edit, title] {
        const QString file = QFileDialog::getOpenFileName(this, title, edit->text(), tr("PEM files (*.pem *.crt *.cer *.key);;All files (*)"));
        if (!file.isEmpty())
            edit->setText(file);
    });
    return withProblem(edit, browse);
}

void ConnectionForm::addRow(const QString &label, QWidget *row, QWidget *buddy)
{
    auto *caption = new QLabel(label, this);
    caption->setProperty("tone", QStringLiteral("second"));
    caption->setBuddy(buddy);
    caption->setFixedHeight(m_appearance.controlHeight());
    caption->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_layout->addRow(caption, row);
}

void ConnectionForm::setProfile(const Domain::ConnectionProfile &profile)
{
    m_profile = profile;
    m_name->setText(QString::fromStdString(profile.name));
    m_environment->setCurrentIndex(static_cast<int>(profile.environment));
    m_bootstrap->setText(QString::fromStdString(profile.bootstrapServers));
    m_protocol->setCurrentIndex(static_cast<int>(profile.securityProtocol));
    m_mechanism->setCurrentIndex(static_cast<int>(profile.saslMechanism));
    m_user->setText(QString::fromStdString(profile.saslUsername));
    m_caFile->setText(QString::fromStdString(profile.caFile));
    m_certificateFile->setText(QString::fromStdString(profile.certificateFile));
    m_keyFile->setText(QString::fromStdString(profile.keyFile));
    m_readOnly->setChecked(profile.readOnly);
    m_readOnlyTouched = !profile.name.empty(); // a saved choice is not overruled
    QStringList lines;
    for (const std::string &group : profile.pinnedGroups)
        lines.append(QString::fromStdString(group));
    m_groups->setPlainText(lines.join(u'\n'));
    lines.clear();
    for (const auto &[key, value] : profile.extraProperties)
        lines.append(QString::fromStdString(key) + u'=' + QString::fromStdString(value));
    m_properties->setPlainText(lines.join(u'\n'));
}

void ConnectionForm::setSecrets(const Domain::Secrets &secrets)
{
    const auto text = [&secrets](const std::string &property) {
        const auto it = secrets.find(property);
        return it == secrets.end() ? QString() : QString::fromStdString(it->second);
    };
    m_password->setText(text(passwordProperty));
    m_passphrase->setText(text(passphraseProperty));
}

Domain::ConnectionProfile ConnectionForm::profile() const
{
    Domain::ConnectionProfile p = m_profile;
    p.name = m_name->text().trimmed().toStdString();
    p.environment = static_cast<Domain::Environment>(m_environment->currentIndex());
    p.bootstrapServers = m_bootstrap->text().trimmed().toStdString();
    p.securityProtocol = static_cast<Domain::SecurityProtocol>(m_protocol->currentIndex());
    p.saslMechanism = static_cast<Domain::SaslMechanism>(m_mechanism->currentIndex());
    p.saslUsername = m_user->text().toStdString();
    p.caFile = m_caFile->text().trimmed().toStdString();
    p.certificateFile = m_certificateFile->text().trimmed().toStdString();
    p.keyFile = m_keyFile->text().trimmed().toStdString();
    p.readOnly = m_readOnly->isChecked();
    p.pinnedGroups = groupsOf(m_groups->toPlainText());
    p.extraProperties = propertiesOf(m_properties->toPlainText());
    return p;
}

Domain::Secrets ConnectionForm::secrets() const
{
    // Empty ones are told too: that removes what the keyring has.
    const Domain::ConnectionProfile p = profile();
    return {{passwordProperty, p.usesSasl() ? m_password->text().toStdString() : std::string()},
            {passphraseProperty, p.usesTls() ? m_passphrase->text().toStdString() : std::string()}};
}

void ConnectionForm::protocolChanged()
{
    const Domain::ConnectionProfile p = profile();
    const auto show = [this](QWidget *field, bool visible) { m_layout->setRowVisible(field->parentWidget(), visible); };
    for (QWidget *field : {static_cast<QWidget *>(m_mechanism), static_cast<QWidget *>(m_user), static_cast<QWidget *>(m_password)})
        show(field, p.usesSasl());
    for (QWidget *field : {m_caFile, m_certificateFile, m_keyFile, m_passphrase})
        show(field, p.usesTls());
    m_layout->setRowVisible(m_secretHint, p.usesSasl() || p.usesTls());
    updateWarning();
}

void ConnectionForm::environmentChanged()
{
    const auto environment = static_cast<Domain::Environment>(m_environment->currentIndex());
    m_badge->setEnvironment(environment);
    if (!m_readOnlyTouched)
        m_readOnly->setChecked(environment == Domain::Environment::Production);
}

void ConnectionForm::updateWarning()
{
    const Domain::ConnectionProfile p = profile();
    const bool warn = p.securityProtocol == Domain::SecurityProtocol::SaslPlaintext && !isLoopbackOnly(m_bootstrap->text());
    m_warning->setText(p.saslMechanism == Domain::SaslMechanism::Plain ? tr("SASL_PLAINTEXT sends the password over the network unencrypted. Use SASL_SSL unless the way there is trusted.")
                                                                       : tr("SASL_PLAINTEXT protects the password, but every record crosses the network unencrypted. Use SASL_SSL unless the way there is trusted."));
    m_layout->setRowVisible(m_warning, warn);
}

void ConnectionForm::setProblem(QWidget *field, const QString &problem)
{
    QLabel *label = m_problems.value(field);
    if (label->text() == problem)
        return;
    label->setText(problem);
    label->setVisible(!problem.isEmpty());
    field->setProperty("invalid", !problem.isEmpty());
    field->setAccessibleDescription(problem);
    field->style()->unpolish(field);
    field->style()->polish(field);
}

QString ConnectionForm::nameProblem() const
{
    const QString name = m_name->text().trimmed();
    if (name.isEmpty())
        return tr("A name is needed: it is how tree, tabs and command line call this connection.");
    return m_takenNames.contains(name) ? tr("Another connection has this name already.") : QString();
}

QString ConnectionForm::bootstrapProblem() const
{
    if (m_bootstrap->text().trimmed().isEmpty())
        return tr("At least one address is needed, such as localhost:9092.");
    const std::optional<QString> bad = firstBadAddress(m_bootstrap->text());
    return bad ? tr("“%1” is not an address. Write host:port, several with commas between.").arg(bad->left(80)) : QString();
}

QString ConnectionForm::fileProblem(const QLineEdit *edit) const
{
    const QString file = edit->text().trimmed();
    return file.isEmpty() || isReadableFile(file) ? QString() : tr("This file cannot be read.");
}

QString ConnectionForm::propertiesProblem() const
{
    const BadLine bad = firstBadProperty(m_properties->toPlainText());
    switch (bad.reason) {
    case BadLine::Reason::None: return {};
    case BadLine::Reason::NoValue: return tr("Line %1 is not property=value.").arg(bad.line);
    case BadLine::Reason::Twice: return tr("Line %1 sets %2 a second time.").arg(bad.line).arg(bad.property);
    case BadLine::Reason::Secret: return tr("Line %1: secrets do not belong here, they would be saved in a file. Use the fields for password and passphrase.").arg(bad.line);
    case BadLine::Reason::HasField: return tr("Line %1: %2 has a field of its own above.").arg(bad.line).arg(bad.property);
    }
    return {};
}

bool ConnectionForm::validate(bool forTest)
{
    const Domain::ConnectionProfile p = profile();
    setProblem(m_name, forTest ? QString() : nameProblem());
    setProblem(m_bootstrap, bootstrapProblem());
    setProblem(m_user, p.usesSasl() && p.saslUsername.empty() ? tr("SASL needs a user.") : QString());
    setProblem(m_password, p.usesSasl() && m_password->text().isEmpty() ? tr("SASL needs a password.") : QString());
    for (QLineEdit *edit : {m_caFile, m_certificateFile, m_keyFile})
        setProblem(edit, p.usesTls() ? fileProblem(edit) : QString());
    if (p.usesTls() && p.certificateFile.empty() != p.keyFile.empty()) {
        if (p.keyFile.empty())
            setProblem(m_keyFile, tr("A client certificate needs its key. It may be in the same file."));
        else
            setProblem(m_certificateFile, tr("A key without a certificate proves nothing: name the certificate too."));
    }
    setProblem(m_properties, propertiesProblem());
    for (QWidget *field : {static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_bootstrap), static_cast<QWidget *>(m_user), static_cast<QWidget *>(m_password), static_cast<QWidget *>(m_caFile),
                           static_cast<QWidget *>(m_certificateFile), static_cast<QWidget *>(m_keyFile), static_cast<QWidget *>(m_properties)}) {
        if (!m_problems.value(field)->text().isEmpty()) {
            field->setFocus(Qt::OtherFocusReason);
            return false;
        }
    }
    return true;
}

} // namespace Views
