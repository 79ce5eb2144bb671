// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/searchcases.h"

#include <QStringDecoder>

#include <climits>
#include <regex>

namespace SearchTest {

namespace {

enum Part : unsigned { InKey = 1, InValue = 2, InHeaders = 4, Everywhere = 7 };

Found found(bool is)
{
    return is ? Found::Yes : Found::No;
}

Found both(Found a, Found b)
{
    if (a == Found::No || b == Found::No)
        return Found::No;
    return a == Found::Error || b == Found::Error ? Found::Error : Found::Yes;
}

Found either(Found a, Found b)
{
    if (a == Found::Yes || b == Found::Yes)
        return Found::Yes;
    return a == Found::Error || b == Found::Error ? Found::Error : Found::No;
}

Found inverse(Found a)
{
    return a == Found::Error ? a : found(a == Found::No);
}

/// Text and regular expressions: is it in one of the parts?
std::function<Found(const OracleRecord &)> inAny(unsigned parts, std::function<bool(const std::string &)> holds)
{
    return [parts, holds = std::move(holds)](const OracleRecord &record) {
        bool is = (parts & InKey && record.key && holds(*record.key)) || (parts & InValue && record.value && holds(*record.value));
        for (const auto &[name, bytes] : record.headers)
            is = is || (parts & InHeaders && (holds(name) || (bytes && holds(*bytes))));
        return found(is);
    };
}

std::function<bool(const std::string &)> contains(const char *text)
{
    return [text](const std::string &bytes) { return bytes.find(text) != std::string::npos; };
}

std::function<bool(const std::string &)> containsFolded(const char *text)
{
    return [text](const std::string &bytes) { return QString::fromStdString(bytes).contains(QString::fromUtf8(text), Qt::CaseInsensitive); };
}

std::function<bool(const std::string &)> holdsPattern(const char *pattern, bool isFolded)
{
    return [regex = std::regex(pattern, isFolded ? std::regex::ECMAScript | std::regex::icase : std::regex::ECMAScript)](const std::string &bytes) {
        // A large value has what is looked for at its end, or not at all; std::regex would overflow the stack.
        return std::regex_search(bytes.size() > 100'000 ? bytes.substr(bytes.size() - 1000) : bytes, regex);
    };
}

Case text(const char *name, const char *pattern, QStringList options, std::function<Found(const OracleRecord &)> expected)
{
    return {name, QStringList{QStringLiteral("--text"), QString::fromUtf8(pattern)} + options, std::move(expected)};
}

Case regex(const char *name, const char *pattern, QStringList options, std::function<Found(const OracleRecord &)> expected)
{
    return {name, QStringList{QStringLiteral("--regex"), QString::fromUtf8(pattern)} + options, std::move(expected)};
}

QStringList in(const char *parts)
{
    return {QStringLiteral("--in"), QString::fromLatin1(parts)};
}

QStringList rule(const char *word)
{
    return {QStringLiteral("--case"), QString::fromLatin1(word)};
}

bool hasCyrillicWord(const std::string &bytes)
{
    int length = 0;
    for (const QChar c : QString::fromStdString(bytes)) {
        length = c.script() == QChar::Script_Cyrillic ? length + 1 : 0;
        if (length == 3)
            return true;
    }
    return false;
}

} // namespace

std::vector<Case> textCases()
{
    return {text("lower case finds every case", "needle", {}, inAny(Everywhere, containsFolded("needle"))),
            text("upper case finds itself", "NEEDLE", {}, inAny(Everywhere, contains("NEEDLE"))),
            text("one capital at the end of a large value", "Needle", in("value"), inAny(InValue, contains("Needle"))),
            text("lower case alone", "needle", rule("sensitive"), inAny(Everywhere, contains("needle"))),
            text("upper case for every case", "NEEDLE", rule("insensitive"), inAny(Everywhere, containsFolded("needle"))),
            text("keys", "user-1", in("key"), inAny(InKey, containsFolded("user-1"))),
            text("headers", "needle", in("headers"), inAny(InHeaders, containsFolded("needle"))),
            text("header names", "näm", in("headers"), inAny(InHeaders, containsFolded("näm"))),
            text("keys and headers", "t-7", in("key,headers"), inAny(InKey | InHeaders, containsFolded("t-7"))),
            text("letters beyond ASCII", "grüße", {}, inAny(Everywhere, containsFolded("grüße"))),
            text("umlaut, sensitive", "TÜR", {}, inAny(Everywhere, contains("TÜR"))),
            text("umlaut, insensitive", "tür", in("value"), inAny(InValue, containsFolded("tür"))),
            text("Cyrillic", "привет", in("value"), inAny(InValue, containsFolded("привет"))),
            text("JSON as it is written", "\"action\":\"purchase\"", in("value"), inAny(InValue, containsFolded("\"action\":\"purchase\""))),
            text("no regular expression", "1.5E+3", {}, inAny(Everywhere, contains("1.5E+3"))),
            text("a blank", " ", in("value"), inAny(InValue, contains(" "))),
            text("begins with a dash", "-20", in("value"), inAny(InValue, contains("-20")))};
}

std::vector<Case> regexCases()
{
    return {regex("three digits", "\"amount\":1[0-9]{2}\\b", in("value"), inAny(InValue, holdsPattern("\"amount\":1[0-9]{2}\\b", true))),
            regex("anchored at both ends of a key", "^user-[12]\\d?$", in("key"), inAny(InKey, holdsPattern("^user-[12][0-9]?$", true))),
            regex("capital letters count", "USER-\\d", {}, inAny(Everywhere, holdsPattern("USER-[0-9]", false))),
            regex("capital letters do not count", "USER-\\d$", rule("insensitive") + in("key"), inAny(InKey, holdsPattern("user-[0-9]$", true))),
            regex("alternatives in headers", "^(one|t-7)$", in("headers"), inAny(InHeaders, holdsPattern("^(one|t-7)$", true))),
            regex("repeated group", "(x-\\d+ ?){3}", in("value"), inAny(InValue, holdsPattern("(x-[0-9]+ ?){3}", true))),
            regex("sensitive but for a flag", "(?i)needle", rule("sensitive"), inAny(Everywhere, containsFolded("needle"))),
            regex("Unicode property", "\\p{Cyrillic}{3}", {}, inAny(Everywhere, hasCyrillicWord)),
            regex("umlauts in every case", "gr(ü|x)(ß|ss)e", in("value"), inAny(InValue, [](const std::string &b) { return containsFolded("grüße")(b) || containsFolded("grüsse")(b); })),
            regex("empty part", "^$", in("value"), inAny(InValue, [](const std::string &bytes) { return bytes.empty(); })),
            regex("what does not follow", "purchase(?!\",\"amount)", in("value"), inAny(InValue, [](const std::string &bytes) {
                      const QString all = QString::fromStdString(bytes).toLower();
                      for (qsizetype at = all.indexOf(u"purchase"); at >= 0; at = all.indexOf(u"purchase", at + 1))
                          if (!QStringView(all).mid(at + 8).startsWith(u"\",\"amount"))
                              return true;
                      return false;
                  }))};
}

// ---- Expressions

namespace {

const Json lacking = Json(Json::value_t::discarded); ///< stands for "no such key"

/// As the language takes the bytes: JSON, else text, else bytes; null.
Json asCel(const std::optional<std::string> &bytes, const Json &json)
{
    if (!bytes || !json.is_discarded())
        return bytes ? json : Json();
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(QByteArrayView(bytes->data(), static_cast<qsizetype>(bytes->size())));
    return decoder.hasError() ? Json::binary({bytes->begin(), bytes->end()}) : Json(*bytes);
}

Json value(const OracleRecord &record)
{
    return asCel(record.value, record.valueJson);
}

Json key(const OracleRecord &record)
{
    return asCel(record.key, record.keyJson);
}

const Json &member(const Json &json, const char *name)
{
    return json.is_object() && json.contains(name) ? json.at(name) : lacking;
}

Json field(const OracleRecord &record, const char *name)
{
    return member(record.valueJson, name);
}

Json userField(const OracleRecord &record, const char *name)
{
    return member(member(record.valueJson, "user"), name);
}

long double number(const Json &json) // 64 bits of mantissa: exact for every kind
{
    return json.is_number_unsigned() ? static_cast<long double>(json.get<quint64>())
        : json.is_number_integer()   ? static_cast<long double>(json.get<qint64>())
                                     : static_cast<long double>(json.get<double>());
}

bool isInt(const Json &json)
{
    return json.is_number_integer() && number(json) <= static_cast<long double>(LLONG_MAX);
}

Found equals(const Json &json, long double wanted)
{
    return json.is_discarded() ? Found::Error : found(json.is_number() && number(json) == wanted);
}

Found equals(const Json &json, const char *wanted)
{
    return json.is_discarded() ? Found::Error : found(json.is_string() && json.get<std::string>() == wanted);
}

Found above(const Json &json, long double limit)
{
    return json.is_number() ? found(number(json) > limit) : Found::Error;
}

Found textHolds(const Json &json, const std::function<bool(const std::string &)> &holds)
{
    return json.is_string() ? found(holds(json.get<std::string>())) : Found::Error;
}

std::function<bool(const std::string &)> begins(const char *text)
{
    return [text](const std::string &all) { return all.starts_with(text); };
}

/// For every item: its number, or an error when it has none.
Found foldItems(const OracleRecord &record, Found start, Found (*join)(Found, Found), const std::function<Found(const Json &)> &item)
{
    const Json items = field(record, "items");
    if (!items.is_array())
        return Found::Error;
    for (const Json &each : items)
        start = join(start, item(each));
    return start;
}

/// How many items; none when one cannot be told.
std::optional<int> countItems(const OracleRecord &record, const std::function<Found(const Json &)> &item)
{
    const Json items = field(record, "items");
    int count = 0;
    if (!items.is_array())
        return std::nullopt;
    for (const Json &each : items) {
        const Found is = item(each);
        if (is == Found::Error)
            return std::nullopt;
        count += is == Found::Yes ? 1 : 0;
    }
    return count;
}

Found header(const OracleRecord &record, const char *name, const char *wanted)
{
    const std::optional<std::string> *bytes = record.header(name);
    return bytes ? found(*bytes && **bytes == wanted) : Found::Error;
}

Found when(const std::optional<bool> &is)
{
    return is ? found(*is) : Found::Error;
}

Case cel(const char *expression, std::function<Found(const OracleRecord &)> expected)
{
    return {expression, {QStringLiteral("--filter"), QString::fromUtf8(expression)}, std::move(expected)};
}

using R = const OracleRecord &;

std::vector<Case> metadataCases()
{
    constexpr qint64 start = 1'790'000'000'000; // 2026-09-21T14:13:20Z
    return {cel("partition == 2 && offset >= 100", [](R r) { return found(r.partition == 2 && r.offset >= 100); }),
            cel("topic == 'search-mix' && offset % 10 == 3", [](R r) { return found(r.topic == u"search-mix" && r.offset % 10 == 3); }),
            cel("topic.endsWith('-cut') || partition in [1, 3]", [](R r) { return found(r.topic.endsWith(u"-cut") || r.partition == 1 || r.partition == 3); }),
            cel("timestamp >= timestamp('2026-09-21T14:15:00Z') && timestamp < timestamp('2026-09-21T14:20:00.123Z')",
                [](R r) { return found(r.timestamp >= start + 100'000 && r.timestamp < start + 400'123); }),
            cel("timestamp - timestamp('2026-09-21T14:13:20.123Z') > duration('10m')", [](R r) { return found(r.timestamp > start + 600'123); }),
            cel("timestamp.getMinutes() == 14", [](R r) { return found(r.timestamp / 60'000 % 60 == 14); }),
            cel("record.timestampMs < 1790000060124", [](R r) { return found(r.timestamp < start + 60'124); }),
            cel("tombstone", [](R r) { return found(!r.value); }),
            cel("value == null && !tombstone", [](R r) { return found(r.value && r.valueJson.is_null()); }),
            cel("format == 'empty'", [](R r) { return found(r.value && r.value->empty()); }),
            cel("size > 300", [](R r) { return found(r.value && r.value->size() > 300); }),
            cel("size(valueBytes) == 10", [](R r) { return r.value ? found(r.value->size() == 10) : Found::Error; }),
            cel("keyBytes == b'\\xff\\x00\\x01'", [](R r) { return found(r.key && *r.key == std::string("\xff\x00\x01", 3)); }),
            cel("valueAsText.contains('needle')", [](R r) { return r.value ? found(contains("needle")(*r.value)) : Found::Error; }),
            cel("key.startsWith('user-1')", [](R r) { return textHolds(key(r), begins("user-1")); }),
            cel("keyAsText.startsWith('user-1')", [](R r) { return r.key ? found(begins("user-1")(*r.key)) : Found::Error; }),
            cel("key in ['user-1', 'user-2', 7, '']", [](R r) { return found(key(r) == "user-1" || key(r) == "user-2" || key(r) == 7 || key(r) == ""); }),
            cel("key.k == 3 || key == 'Grüße-2'", [](R r) { return either(equals(member(r.keyJson, "k"), 3), equals(key(r), "Grüße-2")); }),
            cel("headers['trace-id'] == 't-7'", [](R r) { return header(r, "trace-id", "t-7"); }),
            cel("headers['trace-id'] == null", [](R r) { return r.header("trace-id") ? found(!*r.header("trace-id")) : Found::Error; }),
            cel("headers['trace-id'] == b'\\xff\\x01'", [](R r) { return header(r, "trace-id", "\xff\x01"); }),
            cel("headers['x-tag'] == 'needle' || headers['trace-id'] == 't-7'", [](R r) { return either(header(r, "x-tag", "needle"), header(r, "trace-id", "t-7")); }),
            cel("'näme' in headers && headers['näme'].startsWith('t')",
                [](R r) { return r.header("näme") ? *r.header("näme") ? found(begins("t")(**r.header("näme"))) : Found::Error : Found::No; }),
            cel("headers.exists(name, name == 'empty')", [](R r) { return found(r.header("empty")); })};
}

std::vector<Case> valueCases()
{
    return {cel("value == 42", [](R r) { return equals(value(r), 42); }),
            cel("value == '42'", [](R r) { return equals(value(r), "42"); }),
            cel("value == 9007199254740993", [](R r) { return equals(value(r), 9007199254740993.0L); }),
            cel("value > 9007199254740992", [](R r) { return above(value(r), 9007199254740992.0L); }),
            cel("type(value) == uint", [](R r) { return found(value(r).is_number_integer() && !isInt(value(r))); }),
            cel("type(value) == list", [](R r) { return found(value(r).is_array()); }),
            cel("value[0] == 1", [](R r) { return value(r).is_array() ? equals(value(r).at(0), 1) : Found::Error; }),
            cel("value[2].id < 100", [](R r) { return value(r).is_array() ? found(number(value(r).at(2).at("id")) < 100) : Found::Error; }),
            cel("value.matches('^[a-z ]+$')", [](R r) { return textHolds(value(r), holdsPattern("^[a-z ]+$", false)); }),
            cel("value.exists(name, name == 'note')", [](R r) { return value(r).is_structured() ? found(value(r).is_object() && value(r).contains("note")) : Found::Error; }),
            cel("value.action == \"purchase\"", [](R r) { return equals(field(r, "action"), "purchase"); }),
            cel("value.action == \"purchase\" && value.amount > 100", [](R r) { return both(equals(field(r, "action"), "purchase"), above(field(r, "amount"), 100)); }),
            cel("value.action == 'refund' || value.amount > 100", [](R r) { return either(equals(field(r, "action"), "refund"), above(field(r, "amount"), 100)); }),
            cel("!(value.action == 'view')", [](R r) { return inverse(equals(field(r, "action"), "view")); }),
            cel("value.amount == 100", [](R r) { return equals(field(r, "amount"), 100); }),
            cel("value.amount + 0.5 > 100.0",
                [](R r) { return field(r, "amount").is_number_float() ? found(field(r, "amount").get<double>() + 0.5 > 100.0) : Found::Error; }),
            cel("double(value.amount) > 100.0", [](R r) { return field(r, "amount") == "120" ? Found::Yes : above(field(r, "amount"), 100); }),
            cel("value.amount > 100 ? value.action == 'refund' : partition == 0",
                [](R r) {
                    const Found is = above(field(r, "amount"), 100);
                    return is == Found::Error ? is : is == Found::Yes ? equals(field(r, "action"), "refund") : found(r.partition == 0);
                }),
            cel("10 / value.count == 5", [](R r) { return isInt(field(r, "count")) && field(r, "count") != 0 ? found(field(r, "count") == 2) : Found::Error; }),
            cel("value.count + 9223372036854775807 > 0", [](R r) { return isInt(field(r, "count")) && field(r, "count") <= 0 ? Found::Yes : Found::Error; }),
            cel("[value.count, 2].exists(c, c == 5)", [](R r) { return equals(field(r, "count"), 5); }),
            cel("{'c': value.count}.c in [1, 5]", [](R r) { return either(equals(field(r, "count"), 1), equals(field(r, "count"), 5)); }),
            cel("value.big == 9007199254740993", [](R r) { return equals(field(r, "big"), 9007199254740993.0L); }),
            cel("value.big > 9223372036854775807", [](R r) { return above(field(r, "big"), static_cast<long double>(LLONG_MAX)); }),
            cel("value.big == 18446744073709551615u", [](R r) { return equals(field(r, "big"), 18446744073709551615.0L); }),
            cel("value.id in [1, 5, 700]", [](R r) { return either(equals(field(r, "id"), 1), either(equals(field(r, "id"), 5), equals(field(r, "id"), 700))); }),
            cel("value.note.contains('needle')", [](R r) { return textHolds(field(r, "note"), contains("needle")); }),
            cel("size(value.note) == 5", [](R r) { return textHolds(field(r, "note"), [](const std::string &s) { return QString::fromStdString(s).size() == 5; }); })};
}

std::vector<Case> nestedCases()
{
    return {cel("value.user.name == 'Zoë'", [](R r) { return equals(userField(r, "name"), "Zoë"); }),
            cel("record.value.user.name == 'Bob' && record.partition < 2", [](R r) { return both(equals(userField(r, "name"), "Bob"), found(r.partition < 2)); }),
            cel("value.user.name.endsWith('!') || offset < 5",
                [](R r) { return either(textHolds(userField(r, "name"), [](const std::string &s) { return s.ends_with('!'); }), found(r.offset < 5)); }),
            cel("has(value.user)", [](R r) { return r.valueJson.is_object() ? found(r.valueJson.contains("user")) : Found::Error; }),
            cel("has(value.user.address)", [](R r) { return field(r, "user").is_object() ? found(field(r, "user").contains("address")) : Found::Error; }),
            cel("has(value.user.address) && value.user.address.city == 'Köln'",
                [](R r) {
                    const Json user = field(r, "user");
                    const Found has = user.is_object() ? found(user.contains("address")) : Found::Error;
                    return both(has, equals(member(member(user, "address"), "city"), "Köln"));
                }),
            cel("'eu' in value.user.tags",
                [](R r) {
                    const Json tags = userField(r, "tags");
                    return tags.is_array() ? found(std::find(tags.begin(), tags.end(), Json("eu")) != tags.end()) : Found::Error;
                }),
            cel("value.items.exists(i, i.sku == 'a-1' && i.n > 1)",
                [](R r) { return foldItems(r, Found::No, either, [](const Json &i) { return both(equals(member(i, "sku"), "a-1"), above(member(i, "n"), 1)); }); }),
            cel("value.items.exists(i, i.n > 2)", [](R r) { return foldItems(r, Found::No, either, [](const Json &i) { return above(member(i, "n"), 2); }); }),
            cel("value.items.all(i, i.n < 3)", [](R r) { return foldItems(r, Found::Yes, both, [](const Json &i) { return inverse(above(member(i, "n"), 2)); }); }),
            cel("value.items.exists_one(i, i.sku == 'b-2')",
                [](R r) {
                    const auto count = countItems(r, [](const Json &i) { return equals(member(i, "sku"), "b-2"); });
                    return count ? found(*count == 1) : Found::Error;
                }),
            cel("size(value.items.filter(i, i.n >= 2)) == 1",
                [](R r) {
                    const auto count = countItems(r, [](const Json &i) { return above(member(i, "n"), 1); });
                    return count ? found(*count == 1) : Found::Error;
                }),
            cel("value.items.map(i, i.n) == [1, 2]", [](R r) {
                const Json items = field(r, "items");
                std::optional<bool> is = items.is_array() ? std::optional(items.size() == 2) : std::nullopt;
                for (const Json &item : items)
                    if (is)
                        is = item.contains("n") ? std::optional(*is && item.at("n") == (&item == &items.front() ? 1 : 2)) : std::nullopt;
                return when(is);
            })};
}

} // namespace

std::vector<Case> expressionCases()
{
    std::vector<Case> all = metadataCases();
    for (auto *const more : {&valueCases, &nestedCases})
        for (Case &each : (*more)())
            all.push_back(std::move(each));
    return all;
}

} // namespace SearchTest
