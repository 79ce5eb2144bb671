// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/keyfiles.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

namespace Kafka {

namespace {

using Domain::Error;
using Domain::ErrorCode;
using Bio = std::unique_ptr<BIO, decltype([](BIO *bio) { BIO_free(bio); })>;
using Certificate = std::unique_ptr<X509, decltype([](X509 *certificate) { X509_free(certificate); })>;
using Key = std::unique_ptr<EVP_PKEY, decltype([](EVP_PKEY *key) { EVP_PKEY_free(key); })>;

constexpr std::uintmax_t maxSize = 16 * 1024 * 1024; // a bundle of all public CAs has 0.2 MB

Error unreadable(const std::string &file, std::string why)
{
    return {.code = ErrorCode::KeyFileUnreadable, .args = {{"file", file}}, .technical = std::move(why)};
}

/// The newest reason OpenSSL gives; its queue is empty afterwards.
std::string sslReason()
{
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    const char *reason = code ? ERR_reason_error_string(code) : nullptr;
    return reason ? reason : "not a PEM file";
}

Domain::Result<std::string> content(const std::string &file)
{
    std::error_code ec;
    const auto status = std::filesystem::status(file, ec);
    if (ec)
        return unreadable(file, ec.message());
    if (!std::filesystem::is_regular_file(status))
        return unreadable(file, std::filesystem::exists(status) ? "not a file" : "No such file or directory");
    if (std::filesystem::file_size(file, ec) > maxSize)
        return unreadable(file, "too large for a PEM file");
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return unreadable(file, std::strerror(errno));
    std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (in.bad())
        return unreadable(file, std::strerror(errno));
    return bytes;
}

Bio bioOf(const std::string &bytes)
{
    return Bio(BIO_new_mem_buf(bytes.data(), int(bytes.size())));
}

/// The first certificate of the file.
Domain::Result<Certificate> readCertificate(const std::string &file)
{
    const Domain::Result<std::string> bytes = content(file);
    if (!bytes)
        return bytes.error();
    ERR_clear_error();
    const Bio bio = bioOf(*bytes);
    Certificate certificate(PEM_read_bio_X509_AUX(bio.get(), nullptr, nullptr, nullptr));
    if (!certificate) {
        const bool isKeystore = bytes->starts_with(std::string("\xfe\xed\xfe\xed"));
        return unreadable(file, isKeystore ? "a Java keystore; PEM is needed" : "holds no PEM certificate: " + sslReason());
    }
    return certificate;
}

struct Passphrase
{
    const std::string *text = nullptr;
    bool asked = false;
};

int givePassphrase(char *buffer, int size, int, void *opaque)
{
    auto *passphrase = static_cast<Passphrase *>(opaque);
    passphrase->asked = true;
    if (!passphrase->text || passphrase->text->size() > std::size_t(size))
        return -1;
    std::memcpy(buffer, passphrase->text->data(), passphrase->text->size());
    return int(passphrase->text->size());
}

Domain::Result<Key> readKey(const std::string &file, const Domain::Secrets &secrets)
{
    const Domain::Result<std::string> bytes = content(file);
    if (!bytes)
        return bytes.error();
    Passphrase passphrase;
    if (const auto it = secrets.find("ssl.key.password"); it != secrets.end() && !it->second.empty())
        passphrase.text = &it->second;
    ERR_clear_error();
    const Bio bio = bioOf(*bytes);
    Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, givePassphrase, &passphrase));
    if (key)
        return key;
    const std::string reason = sslReason();
    if (passphrase.asked)
        return Error{.code = ErrorCode::KeyPassphraseWrong,
                     .args = {{"file", file}},
                     .technical = passphrase.text ? reason : "the key is encrypted and no passphrase was given"};
    return unreadable(file, "holds no PEM private key: " + reason);
}

bool isDirectory(const std::string &file)
{
    std::error_code ec;
    return std::filesystem::is_directory(file, ec);
}

} // namespace

Domain::Status checkKeyFiles(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets)
{
    if (!profile.usesTls())
        return std::monostate();
    // A CA location may be a directory of hashed certificates, or librdkafka's word for "look around".
    if (!profile.caFile.empty() && profile.caFile != "probe" && !isDirectory(profile.caFile))
        if (const auto authority = readCertificate(profile.caFile); !authority)
            return authority.error();
    Certificate certificate;
    if (!profile.certificateFile.empty()) {
        auto read = readCertificate(profile.certificateFile);
        if (!read)
            return read.error();
        certificate = std::move(read).value();
    }
    if (profile.keyFile.empty())
        return std::monostate();
    const auto key = readKey(profile.keyFile, secrets);
    if (!key)
        return key.error();
    if (certificate && X509_check_private_key(certificate.get(), key.value().get()) != 1) {
        ERR_clear_error();
        return unreadable(profile.keyFile, "its key does not belong to the certificate in " + profile.certificateFile);
    }
    return std::monostate();
}

} // namespace Kafka
