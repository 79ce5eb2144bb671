// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/profilefile.h"

#include <nlohmann/json.hpp>

#include <array>
#include <set>

namespace Settings {

namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json; ///< for writing only: it looks keys up one by one

/// Reads the text without keeping anything of it and stops at the first thing no profile file has.
class LimitCheck final : public nlohmann::json_sax<Json>
{
public:
    std::string reason;

    bool null() override { return count(); }
    bool boolean(bool) override { return count(); }
    bool number_integer(number_integer_t) override { return count(); }
    bool number_unsigned(number_unsigned_t) override { return count(); }
    bool number_float(number_float_t, const string_t &) override { return count(); }
    bool string(string_t &) override { return count(); }
    bool binary(binary_t &) override { return count(); }
    bool start_object(std::size_t) override { return enter(); }
    bool key(string_t &) override { return ++m_keys[m_depth] <= ProfileFile::countLimit ? count() : refuse("too many keys"); }
    bool end_object() override { return leave(); }
    bool start_array(std::size_t) override { return enter(); }
    bool end_array() override { return leave(); }
    bool parse_error(std::size_t position, const std::string &, const nlohmann::detail::exception &) override
    {
        // Its own sentence quotes the text, which is nobody's business in a message.
        reason = "not JSON at byte " + std::to_string(position);
        return false;
    }

private:
    static constexpr std::size_t depthLimit = 16;
    static constexpr std::size_t valueLimit = 100'000;

    bool refuse(const char *why)
    {
        reason = why;
        return false;
    }
    bool count() { return ++m_values <= valueLimit || refuse("too many values"); }
    bool enter()
    {
        if (++m_depth > depthLimit)
            return refuse("nested too deep");
        m_keys[m_depth] = 0;
        return count();
    }
    bool leave()
    {
        --m_depth;
        return true;
    }
    std::size_t m_depth = 0;
    std::size_t m_values = 0;
    std::array<std::size_t, depthLimit + 1> m_keys = {}; ///< of the object at each depth
};

template<typename Value, std::size_t count>
using Words = std::array<std::pair<Value, const char *>, count>;

constexpr Words<Domain::Environment, 3> environments{{{Domain::Environment::Development, "development"},
                                                      {Domain::Environment::Staging, "staging"},
                                                      {Domain::Environment::Production, "production"}}};
constexpr Words<Domain::SecurityProtocol, 4> protocols{{{Domain::SecurityProtocol::Plaintext, "PLAINTEXT"},
                                                        {Domain::SecurityProtocol::Ssl, "SSL"},
                                                        {Domain::SecurityProtocol::SaslPlaintext, "SASL_PLAINTEXT"},
                                                        {Domain::SecurityProtocol::SaslSsl, "SASL_SSL"}}};
constexpr Words<Domain::SaslMechanism, 3> mechanisms{{{Domain::SaslMechanism::Plain, "PLAIN"},
                                                      {Domain::SaslMechanism::ScramSha256, "SCRAM-SHA-256"},
                                                      {Domain::SaslMechanism::ScramSha512, "SCRAM-SHA-512"}}};

/// Takes known keys out of an object, so that what is left is what is not known. The first wrong value is remembered.
class Taker
{
public:
    explicit Taker(Json object) : m_object(std::move(object)) {}

    std::string text(const char *key)
    {
        const Json value = take(key);
        if (value.is_null())
            return {};
        if (value.is_string() && value.get_ref<const std::string &>().size() <= ProfileFile::textLimit)
            return value.get<std::string>();
        wrong(key);
        return {};
    }
    bool flag(const char *key, bool otherwise)
    {
        const Json value = take(key);
        if (!value.is_null() && !value.is_boolean())
            wrong(key);
        return value.is_boolean() ? value.get<bool>() : otherwise;
    }
    std::optional<std::int64_t> number(const char *key)
    {
        const Json value = take(key);
        if (value.is_number_integer())
            return value.get<std::int64_t>();
        if (!value.is_null())
            wrong(key);
        return std::nullopt;
    }
    template<typename Value, std::size_t count>
    Value word(const char *key, const Words<Value, count> &words, Value otherwise)
    {
        const std::string found = text(key);
        for (const auto &[value, name] : words)
            if (found == name)
                return value;
        if (!found.empty())
            wrong(key);
        return otherwise;
    }
    std::vector<std::string> list(const char *key)
    {
        std::vector<std::string> result;
        const Json value = take(key);
        if (!value.is_null() && (!value.is_array() || value.size() > ProfileFile::countLimit))
            wrong(key);
        else
            for (const Json &item : value)
                item.is_string() ? result.push_back(item.get<std::string>()) : wrong(key);
        return result;
    }
    std::map<std::string, std::string> texts(const char *key)
    {
        std::map<std::string, std::string> result;
        const Json value = take(key);
        if (!value.is_null() && (!value.is_object() || value.size() > ProfileFile::countLimit))
            wrong(key);
        else
            for (const auto &[name, item] : value.items())
                item.is_string() ? static_cast<void>(result.emplace(name, item.get<std::string>())) : wrong(key);
        return result;
    }
    Json take(const char *key)
    {
        const auto it = m_object.find(key);
        if (it == m_object.end())
            return nullptr;
        Json value = std::move(*it);
        m_object.erase(it);
        return value;
    }
    std::string rest() const { return m_object.empty() ? std::string() : m_object.dump(); }
    const std::string &wrongKey() const { return m_wrong; }

private:
    void wrong(const char *key)
    {
        if (m_wrong.empty())
            m_wrong = key;
    }
    Json m_object;
    std::string m_wrong;
};

Domain::Error broken(std::string why)
{
    Domain::Error error;
    error.code = Domain::ErrorCode::ProfileFileBroken;
    error.technical = std::move(why);
    return error;
}

Domain::Error badArgument(const char *argument, const char *expected)
{
    Domain::Error error;
    error.code = Domain::ErrorCode::BadArgument;
    error.args = {{"argument", argument}, {"expected", expected}};
    return error;
}

Domain::Result<StoredProfile> fromJson(const Json &json, std::size_t index)
{
    const std::string where = "profile " + std::to_string(index + 1) + ": ";
    if (!json.is_object())
        return broken(where + "not an object");
    Taker in(json);
    StoredProfile stored;
    Domain::ConnectionProfile &p = stored.profile;
    p.id = in.text("id");
    p.name = in.text("name");
    // Where it does not say, the strictest holds: a guard is never lowered by leaving a key out.
    p.environment = in.word("environment", environments, Domain::Environment::Production);
    p.bootstrapServers = in.text("bootstrapServers");
    p.securityProtocol = in.word("securityProtocol", protocols, Domain::SecurityProtocol::Plaintext);
    p.saslMechanism = in.word("saslMechanism", mechanisms, Domain::SaslMechanism::Plain);
    p.saslUsername = in.text("saslUsername");
    p.caFile = in.text("caFile");
    p.certificateFile = in.text("certificateFile");
    p.keyFile = in.text("keyFile");
    p.readOnly = in.flag("readOnly", true);
    p.pinnedGroups = in.list("pinnedGroups");
    p.extraProperties = in.texts("extraProperties");
    stored.lastOpenedMs = in.number("lastOpenedMs");
    stored.otherKeys = in.rest();
    if (p.id.empty())
        return broken(where + "id is missing");
    if (!in.wrongKey().empty())
        return broken(where + in.wrongKey() + " is not usable");
    return stored;
}

template<typename Value, std::size_t count>
const char *wordOf(Value value, const Words<Value, count> &words)
{
    for (const auto &[other, name] : words)
        if (other == value)
            return name;
    return "";
}

OrderedJson toJson(const StoredProfile &stored)
{
    const Domain::ConnectionProfile &p = stored.profile;
    OrderedJson json = OrderedJson::object();
    json["id"] = p.id;
    json["name"] = p.name;
    json["environment"] = wordOf(p.environment, environments);
    json["bootstrapServers"] = p.bootstrapServers;
    json["securityProtocol"] = wordOf(p.securityProtocol, protocols);
    json["saslMechanism"] = wordOf(p.saslMechanism, mechanisms);
    json["saslUsername"] = p.saslUsername;
    json["caFile"] = p.caFile;
    json["certificateFile"] = p.certificateFile;
    json["keyFile"] = p.keyFile;
    json["readOnly"] = p.readOnly;
    json["pinnedGroups"] = p.pinnedGroups;
    json["extraProperties"] = p.extraProperties;
    if (stored.lastOpenedMs)
        json["lastOpenedMs"] = *stored.lastOpenedMs;
    if (!stored.otherKeys.empty())
        json.update(OrderedJson::parse(stored.otherKeys));
    return json;
}

} // namespace

Domain::Result<ProfileFile> ProfileFile::parse(std::string_view text)
{
    if (text.size() > sizeLimit)
        return broken("larger than " + std::to_string(sizeLimit) + " bytes");
    LimitCheck check;
    if (!Json::sax_parse(text, &check))
        return broken(check.reason);
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return broken("not an object");
    Taker in(json);
    const std::optional<std::int64_t> found = in.number("version");
    if (!found || *found < 1)
        return broken("version is missing");
    if (*found > version) {
        Domain::Error error;
        error.code = Domain::ErrorCode::ProfileFileNewer;
        error.args = {{"version", std::to_string(*found)}};
        return error;
    }
    const Json list = in.take("profiles");
    if (!list.is_array() || list.size() > countLimit)
        return broken(list.is_array() ? "too many profiles" : "profiles is missing");
    ProfileFile file;
    file.otherKeys = in.rest();
    std::set<std::string> ids;
    for (std::size_t i = 0; i < list.size(); ++i) {
        Domain::Result<StoredProfile> stored = fromJson(list[i], i);
        if (!stored)
            return stored.error();
        if (!ids.insert(stored->profile.id).second)
            return broken("profile " + std::to_string(i + 1) + ": its id is taken");
        file.profiles.push_back(std::move(stored).value());
    }
    return file;
}

Domain::Result<std::string> ProfileFile::text() const
{
    OrderedJson json = OrderedJson::object();
    json["version"] = version;
    json["profiles"] = OrderedJson::array();
    for (const StoredProfile &stored : profiles)
        json["profiles"].push_back(toJson(stored));
    if (!otherKeys.empty())
        json.update(OrderedJson::parse(otherKeys));
    try {
        std::string text = json.dump(2) + '\n';
        if (!parse(text)) // each part is within its limits, all of them together are not
            return badArgument("profiles", "fewer profiles");
        return text;
    } catch (const OrderedJson::type_error &) {
        return badArgument("profile", "text in UTF-8");
    }
}

Domain::Status checkStorable(const Domain::ConnectionProfile &profile)
{
    // Every librdkafka property that is a secret by itself. The rest of the allow-list is checked when a profile is opened.
    static constexpr const char *secrets[] = {"sasl.password", "ssl.key.password", "ssl.key.pem", "ssl.keystore.password",
                                              "sasl.oauthbearer.client.secret", "sasl.oauthbearer.config"};
    if (profile.id.empty() || profile.isDemo)
        return badArgument("id", "a profile of the user's");
    if (profile.name.empty())
        return badArgument("name", "a name");
    for (const char *secret : secrets) {
        if (!profile.extraProperties.contains(secret))
            continue;
        Domain::Error error;
        error.code = Domain::ErrorCode::PropertyNotAllowed;
        error.args = {{"property", secret}};
        return error;
    }
    for (const std::string *text : {&profile.id, &profile.name, &profile.bootstrapServers, &profile.saslUsername, &profile.caFile,
                                    &profile.certificateFile, &profile.keyFile})
        if (text->size() > ProfileFile::textLimit)
            return badArgument("profile", "shorter text");
    if (profile.pinnedGroups.size() > ProfileFile::countLimit || profile.extraProperties.size() > ProfileFile::countLimit)
        return badArgument("profile", "shorter lists");
    return std::monostate();
}

} // namespace Settings
