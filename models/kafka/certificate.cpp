// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/certificate.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <memory>

namespace Kafka {

namespace {

using Certificate = std::unique_ptr<X509, decltype([](X509 *certificate) { X509_free(certificate); })>;
using Bio = std::unique_ptr<BIO, decltype([](BIO *bio) { BIO_free(bio); })>;
using Names = std::unique_ptr<GENERAL_NAMES, decltype([](GENERAL_NAMES *names) { GENERAL_NAMES_free(names); })>;

constexpr int maxNames = 20;

std::string nameText(const X509_NAME *name)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    if (!bio || X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~unsigned(ASN1_STRFLGS_ESC_MSB)) < 0)
        return {};
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return size > 0 ? std::string(data, std::size_t(std::min(size, 512L))) : std::string();
}

std::string timeText(const ASN1_TIME *time)
{
    std::tm tm{};
    if (!time || ASN1_TIME_to_tm(time, &tm) != 1)
        return {};
    std::array<char, 32> text{};
    const std::size_t n = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &tm);
    return {text.data(), n};
}

std::string addressText(const ASN1_OCTET_STRING *address)
{
    const unsigned char *bytes = ASN1_STRING_get0_data(address);
    std::string text;
    std::array<char, 8> part{};
    if (ASN1_STRING_length(address) == 4) {
        for (int i = 0; i < 4; ++i)
            text += (i ? "." : "") + std::to_string(bytes[i]);
    } else if (ASN1_STRING_length(address) == 16) {
        for (int i = 0; i < 16; i += 2) {
            std::snprintf(part.data(), part.size(), "%s%x", i ? ":" : "", unsigned(bytes[i] << 8 | bytes[i + 1]));
            text += part.data();
        }
    }
    return text;
}

std::string alternativeNames(X509 *certificate)
{
    const Names names(static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    std::string text;
    const int count = names ? sk_GENERAL_NAME_num(names.get()) : 0;
    for (int i = 0; i < count; ++i) {
        if (i == maxNames)
            return text + ", …";
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names.get(), i);
        std::string one;
        if (name->type == GEN_DNS)
            one.assign(reinterpret_cast<const char *>(ASN1_STRING_get0_data(name->d.dNSName)),
                       std::size_t(std::min(ASN1_STRING_length(name->d.dNSName), 253)));
        else if (name->type == GEN_IPADD)
            one = addressText(name->d.iPAddress);
        if (!one.empty())
            text += (text.empty() ? "" : ", ") + one;
    }
    return text;
}

} // namespace

TlsFinding readCertificate(std::string_view der, int x509Error)
{
    TlsFinding finding;
    finding.x509Error = x509Error;
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.data());
    const Certificate certificate(d2i_X509(nullptr, &bytes, long(der.size())));
    if (!certificate)
        return finding;
    finding.subject = nameText(X509_get_subject_name(certificate.get()));
    finding.issuer = nameText(X509_get_issuer_name(certificate.get()));
    finding.names = alternativeNames(certificate.get());
    if (finding.names.empty())
        finding.names = finding.subject;
    finding.validFrom = timeText(X509_get0_notBefore(certificate.get()));
    finding.validUntil = timeText(X509_get0_notAfter(certificate.get()));
    return finding;
}

std::string noteCertificate(ClientWitness &witness, const std::string &broker, int x509Error, std::string_view der)
{
    witness.noteCertificate(broker, readCertificate(der, x509Error));
    return X509_verify_cert_error_string(x509Error);
}

std::string certificateSubject(const std::string &file)
{
    const Bio bio(BIO_new_file(file.c_str(), "r"));
    const Certificate certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
    return certificate ? nameText(X509_get_subject_name(certificate.get())) : std::string();
}

} // namespace Kafka
