// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/spansum.h"

#include "items/numbertext.h"

#include <QCoreApplication>

namespace Items {

namespace {

QString marked(const SpanSum &sum, const QString &number)
{
    if (!sum.known)
        return sum.isAnswered ? QCoreApplication::translate("Items::SpanSum", "unknown") : QString();
    return (sum.isComplete ? QStringLiteral("≈ ") : QStringLiteral("≥ ")) + number;
}

} // namespace

QString SpanSum::text() const
{
    return marked(*this, known ? countText(static_cast<quint64>(known->value())) : QString());
}

QString SpanSum::shortText() const
{
    return marked(*this, known ? shortCountText(static_cast<quint64>(known->value())) : QString());
}

SpanSum spanSum(const std::vector<Domain::Watermarks> &watermarks)
{
    SpanSum sum;
    sum.isComplete = !watermarks.empty();
    for (const Domain::Watermarks &marks : watermarks) {
        sum.isAnswered = sum.isAnswered || !isEndAlone(marks);
        if (const auto span = marks.span(); span && span->value() >= 0)
            sum.known = sum.known.value_or(Domain::OffsetSpan(0)) + *span;
        else
            sum.isComplete = false;
        if (marks.error)
            sum.error = marks.error;
    }
    return sum;
}

bool isEndAlone(const Domain::Watermarks &marks)
{
    return marks.high && !marks.low && !marks.error;
}

} // namespace Items
