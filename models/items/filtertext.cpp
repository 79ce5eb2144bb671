// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/filtertext.h"

#include "items/numbertext.h"
#include "items/safetext.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace Items {

namespace {

constexpr int LongestProblem = 300;
constexpr int LongestName = 60;

QString tr(const char *text)
{
    return QCoreApplication::translate("Items", text);
}

/// Bytes of the pattern → characters of the text that was typed.
int characters(const std::string &pattern, std::size_t bytes)
{
    return int(QString::fromUtf8(pattern.data(), qsizetype(std::min(bytes, pattern.size()))).size());
}

QString withFullStop(const QString &sentence)
{
    return sentence.isEmpty() || sentence.endsWith(u'.') || sentence.endsWith(u'?') ? sentence : sentence + u'.';
}

QString problemText(const Search::FilterSpec &spec, const Domain::Error &error, int position)
{
    const QString problem = safeText(error.arg("problem"), LongestProblem);
    const QString sentence = withFullStop(problem.isEmpty() ? tr("It cannot be read") : problem);
    const QString suggestion = safeText(error.arg("suggestion"), LongestName);
    const QString before = QString::fromStdString(spec.pattern).left(position);
    const qsizetype line = before.count(u'\n') + 1;
    const qsizetype column = position - (before.lastIndexOf(u'\n') + 1) + 1;
    const QString place = line > 1 ? tr("Line %1, column %2: %3").arg(line).arg(column) : tr("Column %1: %2").arg(column);
    return suggestion.isEmpty() ? place.arg(sentence) : place.arg(sentence) + u' ' + tr("Did you mean %1?").arg(suggestion);
}

std::size_t numberOf(const std::string &digits)
{
    return std::size_t(QString::fromStdString(digits).toULongLong());
}

} // namespace

FilterCheck checkFilter(const Search::FilterSpec &spec)
{
    FilterCheck check;
    if (spec.pattern.empty())
        return check;
    auto compiled = Search::Filter::compile(spec);
    if (compiled) {
        check.filter = std::move(compiled.value());
        return check;
    }
    const std::size_t at = numberOf(compiled.error().arg("position"));
    const std::size_t length = std::min(numberOf(compiled.error().arg("length")), spec.pattern.size());
    check.position = characters(spec.pattern, at);
    check.length = std::max(0, characters(spec.pattern, at + length) - check.position);
    check.problem = problemText(spec, compiled.error(), check.position);
    return check;
}

QString filterCountText(const FilterFigures &f)
{
    if (!f.isOn)
        return {};
    QString text;
    if (f.isRunning && f.tested < f.total && f.matched == 0)
        text = tr("testing %1").arg(countText(f.total));
    else if (f.place && f.isSearch)
        text = f.isSearchRunning ? tr("%1 of %2 so far").arg(countText(*f.place), countText(f.matched)) : tr("%1 of %2").arg(countText(*f.place), countText(f.matched));
    else if (f.isSearch)
        text = f.isSearchRunning ? tr("%1 so far").arg(countText(f.matched)) : tr("%1 found").arg(countText(f.matched));
    else
        text = tr("%1 of %2 read").arg(countText(f.matched), countText(std::max(f.total, f.tested)));
    return f.errors == 0 ? text : tr("%1, %2 not tested").arg(text, countText(f.errors));
}

QString filterErrorsText(quint64 errors, const QString &firstProblem)
{
    const QString words = errors == 1 ? tr("1 record could not be evaluated") : tr("%1 records could not be evaluated").arg(countText(errors));
    return firstProblem.isEmpty() ? words : words + QStringLiteral(": ") + safeText(firstProblem.toStdString(), LongestProblem);
}

QString filterName(const Search::FilterSpec &spec)
{
    const QString pattern = safeText(spec.pattern, LongestName);
    switch (spec.mode) {
    case Search::Mode::Text:
        return tr("“%1”").arg(pattern);
    case Search::Mode::Regex:
        return u'/' + pattern + u'/';
    case Search::Mode::Expression:
        break;
    }
    return pattern;
}

QString filterScopeText(const Search::FilterSpec &spec)
{
    if (spec.mode == Search::Mode::Expression)
        return tr("Anywhere");
    QStringList words;
    if (spec.parts == Search::allParts)
        words += tr("Anywhere");
    else {
        const std::pair<Search::Part, QString> parts[] = {{Search::KeyPart, tr("Key")}, {Search::ValuePart, tr("Value")}, {Search::HeaderPart, tr("Headers")}};
        for (const auto &[part, word] : parts)
            if (spec.parts & part)
                words += words.isEmpty() ? word : word.toLower();
    }
    if (spec.caseRule != Search::CaseRule::Smart)
        words += spec.caseRule == Search::CaseRule::Sensitive ? tr("Aa") : tr("aa");
    if (spec.wholeWord)
        words += tr("whole word");
    return words.join(QStringLiteral(", "));
}

QString filterModeText(Search::Mode mode)
{
    switch (mode) {
    case Search::Mode::Text:
        return tr("Text");
    case Search::Mode::Regex:
        return tr("Regex");
    case Search::Mode::Expression:
        break;
    }
    return tr("Expression");
}

} // namespace Items
