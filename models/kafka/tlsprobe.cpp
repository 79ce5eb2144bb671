// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/tlsprobe.h"

#include "kafka/certificate.h"
#include "kafka/kafkaerrors.h"

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <arpa/inet.h>
#include <poll.h>

#include <array>
#include <cstdint>
#include <filesystem>

namespace Kafka {

namespace {

using Domain::Error;
using Domain::ErrorCode;
using Context = std::unique_ptr<SSL_CTX, decltype([](SSL_CTX *context) { SSL_CTX_free(context); })>;

Error make(ErrorCode code, const HostPort &server, std::string technical)
{
    return {.code = code, .args = {{"host", server.host}, {"port", server.port}}, .technical = std::move(technical), .retriable = true};
}

std::string value(const std::map<std::string, std::string> &map, const char *name)
{
    const auto it = map.find(name);
    return it == map.end() ? std::string() : it->second;
}

std::string sslReason()
{
    std::array<char, 256> text{};
    const unsigned long code = ERR_peek_last_error();
    if (!code)
        return {};
    ERR_error_string_n(code, text.data(), text.size());
    return text.data();
}

/// Where the verification of this handshake is noted; reached through the SSL object.
int witnessIndex()
{
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

int noteVerification(int isOk, X509_STORE_CTX *store)
{
    auto *ssl = static_cast<SSL *>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto *finding = static_cast<std::optional<TlsFinding> *>(SSL_get_ex_data(ssl, witnessIndex()));
    X509 *certificate = X509_STORE_CTX_get_current_cert(store);
    if (isOk || !certificate || !finding || *finding)
        return isOk;
    unsigned char *der = nullptr;
    const int size = i2d_X509(certificate, &der);
    if (size > 0)
        *finding = readCertificate({reinterpret_cast<const char *>(der), std::size_t(size)}, X509_STORE_CTX_get_error(store));
    OPENSSL_free(der);
    return 0;
}

int givePassphrase(char *buffer, int size, int, void *opaque)
{
    const auto *text = static_cast<const std::string *>(opaque);
    if (text->size() > std::size_t(size))
        return -1;
    std::copy(text->begin(), text->end(), buffer);
    return int(text->size());
}

void trustAuthorities(SSL_CTX *context, const Domain::ConnectionProfile &profile)
{
    std::error_code ec;
    if (profile.caFile.empty() || profile.caFile == "probe")
        SSL_CTX_set_default_verify_paths(context);
    else if (std::filesystem::is_directory(profile.caFile, ec))
        SSL_CTX_load_verify_locations(context, nullptr, profile.caFile.c_str());
    else
        SSL_CTX_load_verify_locations(context, profile.caFile.c_str(), nullptr);
}

void useKeystore(SSL_CTX *context, const std::string &file, const std::string &password)
{
    const std::unique_ptr<BIO, decltype([](BIO *bio) { BIO_free(bio); })> bio(BIO_new_file(file.c_str(), "rb"));
    const std::unique_ptr<PKCS12, decltype([](PKCS12 *store) { PKCS12_free(store); })> store(bio ? d2i_PKCS12_bio(bio.get(), nullptr) : nullptr);
    EVP_PKEY *key = nullptr;
    X509 *certificate = nullptr;
    if (!store || PKCS12_parse(store.get(), password.c_str(), &key, &certificate, nullptr) != 1)
        return; // librdkafka will say what is wrong with it
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

void useClientCertificate(SSL_CTX *context, const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets)
{
    std::string passphrase = value(secrets, "ssl.key.password");
    SSL_CTX_set_default_passwd_cb(context, givePassphrase);
    SSL_CTX_set_default_passwd_cb_userdata(context, &passphrase);
    if (!profile.certificateFile.empty())
        SSL_CTX_use_certificate_chain_file(context, profile.certificateFile.c_str());
    if (!profile.keyFile.empty())
        SSL_CTX_use_PrivateKey_file(context, profile.keyFile.c_str(), SSL_FILETYPE_PEM);
    SSL_CTX_set_default_passwd_cb_userdata(context, nullptr);
    if (const std::string keystore = value(profile.extraProperties, "ssl.keystore.location"); !keystore.empty())
        useKeystore(context, keystore, value(secrets, "ssl.keystore.password"));
}

bool isAddress(const std::string &host)
{
    std::array<unsigned char, 16> bytes{};
    return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 || inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

std::string agreedOn(SSL *ssl)
{
    std::string text = std::string(SSL_get_version(ssl)) + ", " + SSL_get_cipher_name(ssl);
    const std::unique_ptr<X509, decltype([](X509 *x) { X509_free(x); })> certificate(SSL_get1_peer_certificate(ssl));
    unsigned char *der = nullptr;
    const int size = certificate ? i2d_X509(certificate.get(), &der) : 0;
    if (size > 0) {
        const TlsFinding finding = readCertificate({reinterpret_cast<const char *>(der), std::size_t(size)}, 0);
        text += ", certificate for " + finding.names + " until " + finding.validUntil;
    }
    OPENSSL_free(der);
    return text;
}

long noteFirstBytes(BIO *bio, int operation, const char *bytes, std::size_t, int, long, int result, std::size_t *read)
{
    auto *first = reinterpret_cast<std::string *>(BIO_get_callback_arg(bio));
    if (operation == (BIO_CB_READ | BIO_CB_RETURN) && result > 0 && first->size() < 16)
        first->append(bytes, *read);
    return result;
}

bool looksLikeHttp(std::string_view answer)
{
    return answer.starts_with("HTTP") || answer.starts_with("<!DOC") || answer.starts_with("<html");
}

Error notKafka(const HostPort &server, std::string looksLike)
{
    Error error = make(ErrorCode::NotKafka, server, "the answer is no answer of Kafka");
    error.args["looksLike"] = std::move(looksLike);
    return error;
}

Error handshakeError(const HostPort &server, const std::optional<TlsFinding> &finding, const std::string &reason)
{
    // The same rules as for librdkafka's own sentences.
    ClientWitness witness({}, {});
    if (finding)
        witness.noteCertificate(server.host + ":" + server.port, *finding);
    const std::string text = "ssl://" + server.host + ":" + server.port + "/bootstrap: SSL handshake failed: "
                             + (finding ? std::string("certificate verify failed") : reason);
    const bool hungUp = !finding && (reason.empty() || reason.find("unexpected eof") != std::string::npos);
    if (hungUp)
        return make(ErrorCode::TlsNotOffered, server, "the connection was closed during the TLS handshake");
    Error error = errorOfEvent(RD_KAFKA_RESP_ERR__SSL, text, &witness).value_or(make(ErrorCode::TlsFailed, server, reason));
    error.args["host"] = server.host;
    error.technical = reason;
    return error;
}

} // namespace

Domain::Result<std::string> shakeHands(Stream &stream, const HostPort &server, const Domain::ConnectionProfile &profile,
                                       const Domain::Secrets &secrets, const CallScope &scope)
{
    const Context context(SSL_CTX_new(TLS_client_method()));
    if (!context)
        return make(ErrorCode::TlsFailed, server, sslReason());
    trustAuthorities(context.get(), profile);
    useClientCertificate(context.get(), profile, secrets);
    const bool verifies = value(profile.extraProperties, "enable.ssl.certificate.verification") != "false";
    SSL_CTX_set_verify(context.get(), verifies ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, verifies ? noteVerification : nullptr);

    Stream::Tls ssl(SSL_new(context.get()));
    std::optional<TlsFinding> finding;
    SSL_set_ex_data(ssl.get(), witnessIndex(), &finding);
    SSL_set_fd(ssl.get(), stream.descriptor());
    if (!isAddress(server.host))
        SSL_set_tlsext_host_name(ssl.get(), server.host.c_str());
    if (verifies && value(profile.extraProperties, "ssl.endpoint.identification.algorithm") != "none")
        SSL_set1_host(ssl.get(), server.host.c_str());

    std::string first; // what the other side says first, be it TLS or not
    BIO_set_callback_arg(SSL_get_rbio(ssl.get()), reinterpret_cast<char *>(&first));
    BIO_set_callback_ex(SSL_get_rbio(ssl.get()), noteFirstBytes);
    for (;;) {
        ERR_clear_error();
        const int result = SSL_connect(ssl.get());
        if (result == 1)
            break;
        const int error = SSL_get_error(ssl.get(), result);
        if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
            return looksLikeHttp(first) ? notKafka(server, "HTTP") : handshakeError(server, finding, sslReason());
        if (!Stream::waitFor(stream.descriptor(), error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, scope))
            return make(ErrorCode::NoAnswer, server, "no answer to the TLS handshake");
    }
    SSL_set_ex_data(ssl.get(), witnessIndex(), nullptr);
    BIO_set_callback_ex(SSL_get_rbio(ssl.get()), nullptr);
    std::string agreed = agreedOn(ssl.get());
    stream.setTls(std::move(ssl));
    return agreed;
}

Domain::Status askVersions(Stream &stream, const HostPort &server, bool usesTls, const CallScope &scope)
{
    // size, ApiVersions (18), version 0, correlation id, no client id
    static const std::string request("\0\0\0\x0a\0\x12\0\0PLAY\xff\xff", 14);
    std::string answer;
    Stream::Outcome outcome = stream.write(request, scope);
    while (outcome == Stream::Outcome::Done && answer.size() < 8)
        outcome = stream.readSome(answer, scope);

    if (answer.size() >= 8 && answer.compare(4, 4, "PLAY") == 0)
        return std::monostate();
    if (answer.starts_with("\x15\x03"))
        return make(ErrorCode::TlsExpected, server, "the answer is a TLS alert");
    if (!answer.empty())
        return notKafka(server, looksLikeHttp(answer) ? "HTTP" : "");
    if (outcome == Stream::Outcome::TimedOut)
        return make(ErrorCode::NoAnswer, server, {});
    if (usesTls)
        return make(stream.reason().find("alert") != std::string::npos ? ErrorCode::TlsClientCertificate : ErrorCode::Disconnected,
                    server, stream.reason());
    return make(ErrorCode::TlsExpected, server, stream.reason());
}

} // namespace Kafka
