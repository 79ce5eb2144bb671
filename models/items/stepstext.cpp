// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/stepstext.h"

#include "items/safetext.h"
#include "replay/stepchain.h"

#include <QCoreApplication>

#include <algorithm>

namespace Items {

namespace {

constexpr int LongestText = 120;
constexpr int LongestProblem = 300;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Items::Steps)
};

QString quoted(const std::string &text)
{
    return u'"' + safeText(text, LongestText) + u'"';
}

QString headerText(const Replay::SetHeaderStep &step)
{
    const QString value = !step.value ? QStringLiteral("null") : step.isExpression ? safeText(*step.value, LongestText) : quoted(*step.value);
    return quoted(step.name) + QStringLiteral(" = ") + value;
}

QString placeText(const Replay::OriginalPlaceStep &step)
{
    switch (step.origin) {
    case Replay::Origin::Spring: return Words::tr("from the headers of Spring");
    case Replay::Origin::Connect: return Words::tr("from the headers of Kafka Connect");
    case Replay::Origin::Plain: break;
    }
    return Words::tr("from the header %1").arg(quoted(step.topicHeader));
}

QString timeText(const Replay::TimestampStep &step)
{
    switch (step.kind) {
    case Replay::TimestampStep::Kind::Keep: return Words::tr("keep");
    case Replay::TimestampStep::Kind::Now: return Words::tr("time of sending");
    case Replay::TimestampStep::Kind::Shift: break;
    }
    return (step.shiftMs < 0 ? Words::tr("%1 ms earlier") : Words::tr("%1 ms later")).arg(std::abs(step.shiftMs));
}

/// The text that the place of a problem counts in.
std::string checkedText(const Replay::Step &step)
{
    return std::visit(
        [](const auto &what) -> std::string {
            using T = std::decay_t<decltype(what)>;
            if constexpr (std::is_same_v<T, Replay::KeepStep> || std::is_same_v<T, Replay::DropStep> || std::is_same_v<T, Replay::RekeyStep>)
                return what.expression;
            else if constexpr (std::is_same_v<T, Replay::PatchStep>)
                return what.patch;
            else if constexpr (std::is_same_v<T, Replay::SetHeaderStep>)
                return what.value.value_or(std::string());
            else if constexpr (std::is_same_v<T, Replay::RedactStep>)
                return what.replacement;
            else
                return {};
        },
        step.what);
}

/// What has not been typed yet is no error of the language.
QString missingPart(const Replay::Step &step)
{
    switch (stepKind(step)) {
    case StepKind::Keep:
    case StepKind::Drop:
    case StepKind::Rekey:
        return checkedText(step).empty() ? Words::tr("Type an expression, such as value.amount == 0.") : QString();
    case StepKind::Patch:
        return checkedText(step).empty() ? Words::tr("Type a JSON merge patch, such as {\"attempt\": 2, \"error\": null}.") : QString();
    case StepKind::SetHeader:
        return std::get<Replay::SetHeaderStep>(step.what).name.empty() ? Words::tr("Name the header.") : QString();
    case StepKind::RemoveHeader:
        return std::get<Replay::RemoveHeaderStep>(step.what).name.empty() ? Words::tr("Name the header.") : QString();
    case StepKind::Redact:
        return std::get<Replay::RedactStep>(step.what).paths.empty() ? Words::tr("Name the fields, such as card.number.") : QString();
    case StepKind::OriginalPlace: {
        const auto &place = std::get<Replay::OriginalPlaceStep>(step.what);
        return place.origin == Replay::Origin::Plain && place.topicHeader.empty() ? Words::tr("Name the header that holds the topic.") : QString();
    }
    case StepKind::Timestamp:
        break;
    }
    return {};
}

std::size_t numberOf(const std::string &digits)
{
    return std::size_t(QString::fromStdString(digits).toULongLong());
}

} // namespace

StepKind stepKind(const Replay::Step &step)
{
    return StepKind(int(step.what.index()));
}

QString stepName(StepKind kind)
{
    switch (kind) {
    case StepKind::Keep: return Words::tr("Keep");
    case StepKind::Drop: return Words::tr("Drop");
    case StepKind::SetHeader: return Words::tr("Set header");
    case StepKind::RemoveHeader: return Words::tr("Remove header");
    case StepKind::Patch: return Words::tr("Patch value");
    case StepKind::Rekey: return Words::tr("Set key");
    case StepKind::OriginalPlace: return Words::tr("Original place");
    case StepKind::Timestamp: return Words::tr("Timestamp");
    case StepKind::Redact: break;
    }
    return Words::tr("Redact");
}

QString stepSentence(StepKind kind)
{
    switch (kind) {
    case StepKind::Keep: return Words::tr("Only records for which the expression is true go on.");
    case StepKind::Drop: return Words::tr("Records for which the expression is true are left out.");
    case StepKind::SetHeader: return Words::tr("Sets a header to a text, to null, or to what an expression gives.");
    case StepKind::RemoveHeader: return Words::tr("Takes all headers of that name away.");
    case StepKind::Patch: return Words::tr("Changes members of a JSON value (merge patch, RFC 7396); \"{{expression}}\" stands for what it gives. Other bytes stay as they are.");
    case StepKind::Rekey: return Words::tr("Gives the record the key that the expression gives; null makes a null key.");
    case StepKind::OriginalPlace: return Words::tr("Sends a record back to the topic and partition it first came from, by the headers of its dead-letter queue.");
    case StepKind::Timestamp: return Words::tr("Keeps the record's time, makes it the time of sending, or shifts it.");
    case StepKind::Redact: break;
    }
    return Words::tr("Replaces fields of a JSON value.");
}

Replay::Step newStep(StepKind kind)
{
    switch (kind) {
    case StepKind::Keep: return {Replay::KeepStep{}};
    case StepKind::Drop: return {Replay::DropStep{}};
    case StepKind::SetHeader: return {Replay::SetHeaderStep{.name = {}, .value = std::string()}};
    case StepKind::RemoveHeader: return {Replay::RemoveHeaderStep{}};
    case StepKind::Patch: return {Replay::PatchStep{}};
    case StepKind::Rekey: return {Replay::RekeyStep{}};
    case StepKind::OriginalPlace: return {Replay::OriginalPlaceStep{}};
    case StepKind::Timestamp: return {Replay::TimestampStep{Replay::TimestampStep::Kind::Now, 0}};
    case StepKind::Redact: break;
    }
    return {Replay::RedactStep{}};
}

QString stepText(const Replay::Step &step)
{
    switch (stepKind(step)) {
    case StepKind::SetHeader: return headerText(std::get<Replay::SetHeaderStep>(step.what));
    case StepKind::RemoveHeader: return quoted(std::get<Replay::RemoveHeaderStep>(step.what).name);
    case StepKind::OriginalPlace: return placeText(std::get<Replay::OriginalPlaceStep>(step.what));
    case StepKind::Timestamp: return timeText(std::get<Replay::TimestampStep>(step.what));
    case StepKind::Redact: {
        const auto &redact = std::get<Replay::RedactStep>(step.what);
        QStringList paths;
        for (const std::string &path : redact.paths)
            paths += safeText(path, LongestText);
        return paths.join(QStringLiteral(", ")) + QStringLiteral(" → ") + safeText(redact.replacement, LongestText);
    }
    default: return safeText(checkedText(step), LongestText);
    }
}

StepCheck checkStep(const Replay::Step &step)
{
    StepCheck check;
    check.problem = missingPart(step);
    if (!check.isOk())
        return check;
    Replay::Step on = step;
    on.isOn = true;
    const auto compiled = Replay::StepChain::compile({on});
    if (compiled)
        return check;
    const Domain::Error &error = compiled.error();
    const std::string text = checkedText(step);
    const auto characters = [&text](std::size_t bytes) { return int(QString::fromUtf8(text.data(), qsizetype(std::min(bytes, text.size()))).size()); };
    QString problem = safeText(error.arg("problem"), LongestProblem);
    if (!problem.endsWith(u'.') && !problem.endsWith(u'?'))
        problem += u'.';
    if (const QString suggestion = safeText(error.arg("suggestion"), LongestText); !suggestion.isEmpty())
        problem += u' ' + Words::tr("Did you mean %1?").arg(suggestion);
    if (error.arg("position").empty()) {
        check.problem = problem;
        return check;
    }
    const std::size_t at = numberOf(error.arg("position"));
    check.position = characters(at);
    check.length = std::max(0, characters(at + std::min(numberOf(error.arg("length")), text.size())) - check.position);
    check.problem = Words::tr("Column %1: %2").arg(check.position + 1).arg(problem);
    return check;
}

} // namespace Items
