// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/filterlibrary.h"

#include "session/preferences.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>

namespace Session {

namespace {

using Search::CaseRule;
using Search::FilterSpec;
using Search::Mode;

constexpr std::pair<Mode, QLatin1String> modes[] = {{Mode::Text, QLatin1String("text")}, {Mode::Regex, QLatin1String("regex")}, {Mode::Expression, QLatin1String("expression")}};
constexpr std::pair<CaseRule, QLatin1String> cases[] = {
    {CaseRule::Smart, QLatin1String("smart")}, {CaseRule::Sensitive, QLatin1String("sensitive")}, {CaseRule::Insensitive, QLatin1String("insensitive")}};

QString historyKind() { return QStringLiteral("filterHistory"); }
QString savedKind() { return QStringLiteral("filters"); }

template<typename Choice, std::size_t count>
QString wordOf(Choice choice, const std::pair<Choice, QLatin1String> (&words)[count])
{
    for (const auto &[other, word] : words)
        if (other == choice)
            return word;
    return {};
}

template<typename Choice, std::size_t count>
std::optional<Choice> choiceOf(const QString &word, const std::pair<Choice, QLatin1String> (&words)[count])
{
    for (const auto &[choice, other] : words)
        if (word == other)
            return choice;
    return std::nullopt;
}

QString toLine(const SavedFilter &filter)
{
    QJsonObject object{{QStringLiteral("mode"), wordOf(filter.spec.mode, modes)}, {QStringLiteral("pattern"), QString::fromStdString(filter.spec.pattern)}};
    if (!filter.name.isEmpty())
        object.insert(QStringLiteral("name"), filter.name);
    if (filter.spec.mode != Mode::Expression) {
        object.insert(QStringLiteral("parts"), filter.spec.parts);
        object.insert(QStringLiteral("case"), wordOf(filter.spec.caseRule, cases));
        object.insert(QStringLiteral("wholeWord"), filter.spec.wholeWord);
    }
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

std::optional<SavedFilter> fromLine(const QString &line)
{
    const QJsonObject object = QJsonDocument::fromJson(line.toUtf8()).object();
    const auto mode = choiceOf(object.value(QLatin1String("mode")).toString(), modes);
    SavedFilter filter;
    filter.name = object.value(QLatin1String("name")).toString();
    filter.spec.pattern = object.value(QLatin1String("pattern")).toString().toStdString();
    if (!mode || filter.spec.pattern.empty() || filter.spec.pattern.size() > FilterLibrary::LongestPattern)
        return std::nullopt;
    filter.spec.mode = *mode;
    const int parts = object.value(QLatin1String("parts")).toInt(Search::allParts) & Search::allParts;
    filter.spec.parts = parts == 0 ? Search::allParts : static_cast<std::uint8_t>(parts);
    filter.spec.caseRule = choiceOf(object.value(QLatin1String("case")).toString(), cases).value_or(CaseRule::Smart);
    filter.spec.wholeWord = object.value(QLatin1String("wholeWord")).toBool();
    return filter;
}

bool canBeKept(const FilterSpec &spec)
{
    return !spec.pattern.empty() && spec.pattern.size() <= FilterLibrary::LongestPattern;
}

bool hasName(const QString &line, const QString &name)
{
    const auto filter = fromLine(line);
    return filter && filter->name == name;
}

} // namespace

FilterLibrary::FilterLibrary(Preferences &preferences, QString profileId, QString topic)
    : m_preferences(preferences), m_profileId(std::move(profileId)), m_topic(std::move(topic))
{
}

QList<FilterSpec> FilterLibrary::history() const
{
    QList<FilterSpec> specs;
    for (const QString &line : m_preferences.notes(historyKind(), m_profileId, m_topic))
        if (const auto filter = fromLine(line))
            specs += filter->spec;
    return specs;
}

void FilterLibrary::remember(const FilterSpec &spec)
{
    if (!canBeKept(spec))
        return;
    QStringList lines = m_preferences.notes(historyKind(), m_profileId, m_topic);
    const QString line = toLine({{}, spec});
    lines.removeAll(line);
    lines.prepend(line);
    m_preferences.setNotes(historyKind(), m_profileId, m_topic, lines.mid(0, MostRemembered));
}

QList<SavedFilter> FilterLibrary::saved() const
{
    QList<SavedFilter> filters;
    for (const bool everywhere : {false, true}) {
        for (const QString &line : m_preferences.notes(savedKind(), m_profileId, everywhere ? QString() : m_topic)) {
            auto filter = fromLine(line);
            if (!filter || filter->name.isEmpty())
                continue;
            filter->everywhere = everywhere;
            filters += *filter;
        }
    }
    return filters;
}

bool FilterLibrary::save(const SavedFilter &filter)
{
    const QString reach = filter.everywhere ? QString() : m_topic;
    QStringList lines = m_preferences.notes(savedKind(), m_profileId, reach);
    lines.removeIf([&filter](const QString &line) { return hasName(line, filter.name); });
    if (!canBeKept(filter.spec) || filter.name.isEmpty() || lines.size() >= MostSaved)
        return false;
    lines += toLine(filter);
    m_preferences.setNotes(savedKind(), m_profileId, reach, lines);
    return true;
}

void FilterLibrary::remove(const SavedFilter &filter)
{
    const QString reach = filter.everywhere ? QString() : m_topic;
    QStringList lines = m_preferences.notes(savedKind(), m_profileId, reach);
    lines.removeIf([&filter](const QString &line) { return hasName(line, filter.name); });
    m_preferences.setNotes(savedKind(), m_profileId, reach, lines);
}

} // namespace Session
