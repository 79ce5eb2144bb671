// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/keyringsecretstore.h"

#include <qt6keychain/keychain.h>

#include <QCoreApplication>
#include <QPointer>
#include <QTimer>

namespace Settings {

namespace {

// Renaming this loses every saved password.
QString service()
{
    return QStringLiteral("playhead");
}

std::vector<std::string> propertiesOf(const Domain::ConnectionProfile &profile)
{
    std::vector<std::string> properties;
    if (profile.usesSasl())
        properties.emplace_back("sasl.password");
    if (profile.usesTls() && !profile.keyFile.empty())
        properties.emplace_back("ssl.key.password");
    return properties;
}

Domain::Error noKeyring(const QString &technical)
{
    Domain::Error error;
    error.code = Domain::ErrorCode::NoKeyring;
    error.technical = technical.toStdString();
    return error;
}

/// Several questions to the keyring that are answered together.
template<typename Value>
struct Round
{
    std::size_t open = 0;
    Value value = {};
    std::optional<Domain::Error> trouble = {};
};

/// The jobs delete themselves when they are answered. They belong to the application and not to the store, because
/// libsecret calls back into a job in flight and cannot be told not to.
QObject *owner()
{
    return QCoreApplication::instance();
}

} // namespace

KeyringSecretStore::KeyringSecretStore(std::chrono::milliseconds deadline, QObject *parent) : SecretStore(parent), m_deadline(deadline) {}

KeyringSecretStore::~KeyringSecretStore() = default;

void KeyringSecretStore::start(QKeychain::Job *job, const std::string &profileId, const std::string &property, Answer answer)
{
    job->setKey(QString::fromStdString(profileId + '/' + property));
    job->setInsecureFallback(false);
    job->setAutoDelete(true);
    const auto once = std::make_shared<Answer>(std::move(answer));
    const auto reply = [once](Outcome outcome, const QString &technical) {
        if (const Answer call = std::exchange(*once, nullptr))
            call(outcome, technical);
    };
    connect(job, &QKeychain::Job::finished, this, [reply](QKeychain::Job *done) {
        if (done->error() == QKeychain::NoError)
            reply(Outcome::Done, {});
        else if (done->error() == QKeychain::EntryNotFound)
            reply(Outcome::NotThere, {});
        else // Without a Secret Service this is OtherError or NoBackendAvailable; denied and locked come to the same for the user.
            reply(Outcome::NoKeyring, done->errorString());
    });
    QTimer::singleShot(m_deadline, this, [reply] { reply(Outcome::NoKeyring, QStringLiteral("the keyring did not answer")); });
    job->start();
}

void KeyringSecretStore::load(const Domain::ConnectionProfile &profile, QObject *context, LoadReply reply)
{
    std::vector<std::string> properties = propertiesOf(profile);
    const Domain::Secrets told = m_memory.told(profile.id);
    std::erase_if(properties, [&told](const std::string &property) { return told.contains(property); });
    if (properties.empty()) {
        m_memory.load(profile, context, std::move(reply));
        return;
    }
    const auto round = std::make_shared<Round<Domain::Secrets>>();
    round->open = properties.size();
    round->value = told;
    for (const std::string &property : properties) {
        auto *job = new QKeychain::ReadPasswordJob(service(), owner());
        start(job, profile.id, property,
              [round, property, job, reply, context = QPointer<QObject>(context)](Outcome outcome, const QString &technical) {
                  // Bytes also where text was written: both are stored as they are.
                  if (outcome == Outcome::Done)
                      round->value[property] = job->binaryData().toStdString();
                  else if (outcome == Outcome::NoKeyring)
                      round->trouble = noKeyring(technical);
                  if (--round->open > 0 || !context)
                      return;
                  // What this run was told is worth more than the news that nothing else could be had.
                  if (round->trouble && round->value.empty())
                      reply(*round->trouble);
                  else
                      reply(round->value);
              });
    }
}

void KeyringSecretStore::save(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets, QObject *context, SaveReply reply)
{
    if (secrets.empty()) {
        m_memory.save(profile, secrets, context, std::move(reply));
        return;
    }
    const auto round = std::make_shared<Round<std::monostate>>();
    round->open = secrets.size();
    for (const auto &[property, secret] : secrets) {
        m_memory.tell(profile.id, property, secret); // what is saved counts at once, and stays should the keyring not take it
        QKeychain::Job *job = nullptr;
        if (secret.empty()) {
            job = new QKeychain::DeletePasswordJob(service(), owner());
        } else {
            auto *write = new QKeychain::WritePasswordJob(service(), owner());
            const QString text = QString::fromStdString(secret);
            if (text.toStdString() == secret)
                write->setTextData(text); // readable in the desktop's own keyring program
            else
                write->setBinaryData(QByteArray::fromStdString(secret));
            job = write;
        }
        start(job, profile.id, property,
              [this, round, id = profile.id, property = property, reply, context = QPointer<QObject>(context)](Outcome outcome, const QString &technical) {
                  if (outcome == Outcome::NoKeyring)
                      round->trouble = noKeyring(technical);
                  else
                      m_memory.tell(id, property, {});
                  if (--round->open > 0 || !context)
                      return;
                  reply(round->trouble ? Domain::Status(*round->trouble) : Domain::Status(std::monostate()));
              });
    }
}

void KeyringSecretStore::remove(const Domain::ConnectionProfile &profile)
{
    m_memory.remove(profile);
    // Both, whatever the profile says now: it may have been edited since they were saved.
    for (const char *property : {"sasl.password", "ssl.key.password"})
        start(new QKeychain::DeletePasswordJob(service(), owner()), profile.id, property, [](Outcome, const QString &) {});
}

} // namespace Settings
