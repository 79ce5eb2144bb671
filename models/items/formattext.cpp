// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/formattext.h"

#include <QCoreApplication>
#include <QLocale>

namespace Items {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Items::FormatText", text);
}

QString byteText(unsigned char byte)
{
    const QString hex = QStringLiteral("0x%1").arg(uint(byte), 2, 16, QLatin1Char('0'));
    return byte > 0x20 && byte < 0x7F ? QStringLiteral("%1 (%2)").arg(QChar(ushort(byte)), hex) : hex;
}

QString at(const Codec::Problem &problem, const QString &what)
{
    return tr("byte %1: %2").arg(QLocale().toString(qulonglong(problem.position)), what);
}

} // namespace

QString formatName(Format format)
{
    switch (format) {
    case Format::Automatic:
        return tr("Automatic");
    case Format::Json:
        return tr("JSON");
    case Format::Text:
        return tr("Text");
    case Format::Integer:
        return tr("Integer, big endian");
    case Format::Uuid:
        return tr("UUID");
    case Format::Binary:
        return tr("Binary");
    }
    return {};
}

QString problemText(const Codec::Problem &problem)
{
    using Kind = Codec::Problem::Kind;
    switch (problem.kind) {
    case Kind::None:
        return {};
    case Kind::InvalidUtf8:
        return at(problem, tr("%1 is not valid UTF-8").arg(byteText(problem.byte)));
    case Kind::TooDeep:
        return tr("nested deeper than 512 levels");
    case Kind::UnexpectedByte:
        return at(problem, tr("%1 is not allowed here in JSON").arg(byteText(problem.byte)));
    case Kind::UnexpectedEnd:
        return at(problem, tr("the JSON breaks off"));
    case Kind::BadNumber:
        return at(problem, tr("%1 does not belong into a JSON number").arg(byteText(problem.byte)));
    case Kind::BadEscape:
        return at(problem, tr("not an escape of JSON"));
    case Kind::BadLiteral:
        return at(problem, tr("neither true, false nor null"));
    case Kind::ControlInString:
        return at(problem, tr("raw control character %1 inside a JSON string").arg(byteText(problem.byte)));
    case Kind::TrailingBytes:
        return at(problem, tr("more follows behind the JSON value"));
    case Kind::WrongSize:
        return tr("%1 bytes do not fit this format").arg(QLocale().toString(qulonglong(problem.position)));
    }
    return {};
}

} // namespace Items
