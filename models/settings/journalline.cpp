// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/journalline.h"

#include <QCryptographicHash>
#include <QDateTime>

#include <nlohmann/json.hpp>

namespace Settings {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t longestText = 4096;
constexpr std::size_t longestTarget = 16 * 1024; // the names of many topics
constexpr qsizetype hashLength = 64;
constexpr QByteArrayView previousMember(",\"previous\":\"");
constexpr QByteArrayView hashMember("\",\"hash\":\"");
constexpr QByteArrayView lineEnd("\"}");
constexpr int version = 1;

std::string clipped(const std::string &text, std::size_t longest = longestText)
{
    return text.size() <= longest ? text : text.substr(0, longest) + "…";
}

std::string timeOf(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs).toStdString();
}

QByteArray sha256(QByteArrayView text)
{
    return QCryptographicHash::hash(text.toByteArray(), QCryptographicHash::Sha256).toHex();
}

const char *nameOf(Domain::Outcome outcome)
{
    switch (outcome) {
    case Domain::Outcome::Done: return "done";
    case Domain::Outcome::Failed: return "failed";
    case Domain::Outcome::Unknown: break;
    }
    return "unknown";
}

Json intentOf(const JournalLine &line)
{
    const Domain::WriteEntry &entry = line.entry;
    return Json{{"when", timeOf(entry.whenMs)},
                {"id", entry.id},
                {"kind", "intent"},
                {"action", clipped(entry.intent.action)},
                {"target", clipped(entry.intent.target, longestTarget)},
                {"clusterId", clipped(entry.place.clusterId)},
                {"profile", clipped(entry.place.profile)},
                {"principal", clipped(entry.place.principal)},
                {"plan", clipped(entry.intent.plan)},
                {"planHash", clipped(entry.intent.planHash)},
                {"runId", clipped(entry.intent.runId)},
                {"records", entry.intent.records},
                {"process", line.process}};
}

Json outcomeOf(const Domain::WriteEntry &entry)
{
    const Domain::WriteEnd end = entry.end.value_or(Domain::WriteEnd());
    return Json{{"when", timeOf(entry.endedMs)},
                {"id", entry.id},
                {"kind", "outcome"},
                {"outcome", nameOf(end.outcome)},
                {"done", end.done},
                {"failed", end.failed},
                {"unknown", end.unknown},
                {"note", clipped(end.note)}};
}

Json markOf(const JournalLine &line)
{
    return Json{{"when", timeOf(line.entry.whenMs)},
                {"kind", "mark"},
                {"reason", line.skipped.isTorn ? "torn" : "damaged"},
                {"bytes", line.skipped.bytes},
                {"sha256", line.skipped.hash},
                {"terminated", line.skipped.isTerminated}};
}

Json objectOf(const JournalLine &line)
{
    switch (line.kind) {
    case JournalLine::Kind::Intent: return intentOf(line);
    case JournalLine::Kind::Outcome: return outcomeOf(line.entry);
    case JournalLine::Kind::Mark: return markOf(line);
    default: return Json{{"when", timeOf(line.entry.whenMs)}, {"kind", "start"}, {"version", version}, {"continues", line.continues}};
    }
}

std::string text(const Json &object, const char *name)
{
    const auto it = object.find(name);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::uint64_t number(const Json &object, const char *name)
{
    const auto it = object.find(name);
    return it != object.end() && it->is_number_unsigned() ? it->get<std::uint64_t>() : 0;
}

bool truth(const Json &object, const char *name)
{
    const auto it = object.find(name);
    return it != object.end() && it->is_boolean() && it->get<bool>();
}

std::int64_t time(const Json &object)
{
    const QDateTime when = QDateTime::fromString(QString::fromStdString(text(object, "when")), Qt::ISODateWithMs);
    return when.isValid() ? when.toMSecsSinceEpoch() : 0;
}

void readIntent(const Json &object, JournalLine &line)
{
    Domain::WriteEntry &entry = line.entry;
    entry.whenMs = time(object);
    entry.place = {text(object, "clusterId"), text(object, "profile"), text(object, "principal")};
    entry.intent = {text(object, "action"), text(object, "target"), text(object, "plan"), text(object, "planHash"), text(object, "runId"), number(object, "records")};
    line.process = text(object, "process");
}

void readOutcome(const Json &object, Domain::WriteEntry &entry)
{
    const std::string word = text(object, "outcome");
    Domain::WriteEnd end;
    end.outcome = word == "done" ? Domain::Outcome::Done : word == "failed" ? Domain::Outcome::Failed : Domain::Outcome::Unknown;
    end.done = number(object, "done");
    end.failed = number(object, "failed");
    end.unknown = number(object, "unknown");
    end.note = text(object, "note");
    entry.end = end;
    entry.endedMs = time(object);
}

} // namespace

const QByteArray &JournalLine::firstPrevious()
{
    static const QByteArray zeros(hashLength, '0');
    return zeros;
}

QByteArray JournalLine::sealed(const QByteArray &previous) const
{
    Json object = objectOf(*this);
    object["previous"] = previous.toStdString();
    // Text that is not UTF-8 is replaced, not refused: a hostile name must not keep a write out of the journal.
    QByteArray body = QByteArray::fromStdString(object.dump(-1, ' ', false, Json::error_handler_t::replace));
    const QByteArray hash = sha256(body);
    body.chop(lineEnd.size());
    return body + hashMember.toByteArray() + hash + lineEnd.toByteArray() + '\n';
}

std::optional<JournalLine> JournalLine::parse(QByteArrayView line)
{
    const Json object = Json::parse(line.begin(), line.end(), nullptr, false);
    if (!object.is_object())
        return std::nullopt;
    const std::string kind = text(object, "kind");
    if (kind.empty())
        return std::nullopt;
    JournalLine result;
    result.entry.id = text(object, "id");
    if (kind == "intent") {
        result.kind = Kind::Intent;
        readIntent(object, result);
    } else if (kind == "outcome") {
        result.kind = Kind::Outcome;
        readOutcome(object, result.entry);
    } else if (kind == "start") {
        result.kind = Kind::Start;
        result.continues = text(object, "continues");
    } else if (kind == "mark") {
        result.kind = Kind::Mark;
        result.skipped = {static_cast<qint64>(number(object, "bytes")), text(object, "sha256"), text(object, "reason") == "torn", truth(object, "terminated")};
    }
    return result;
}

std::optional<JournalSeal> JournalSeal::of(QByteArrayView line)
{
    // {…,"previous":"<64>","hash":"<64>"}
    const qsizetype tail = previousMember.size() + hashLength + hashMember.size() + hashLength + lineEnd.size();
    if (line.size() < tail + 1)
        return std::nullopt;
    const QByteArrayView end = line.last(tail);
    const QByteArrayView previous = end.sliced(previousMember.size(), hashLength);
    const QByteArrayView hash = end.sliced(tail - lineEnd.size() - hashLength, hashLength);
    if (!end.startsWith(previousMember) || !end.endsWith(lineEnd) || end.sliced(previousMember.size() + hashLength, hashMember.size()) != hashMember)
        return std::nullopt;
    const QByteArray body = line.chopped(hashMember.size() + hashLength + lineEnd.size()).toByteArray() + lineEnd.toByteArray();
    if (sha256(body) != hash)
        return std::nullopt;
    return JournalSeal{previous.toByteArray(), hash.toByteArray()};
}

} // namespace Settings
