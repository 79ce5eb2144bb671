// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/recordcopy.h"

#include "codec/hexdump.h"
#include "codec/recordtext.h"
#include "codec/utf8.h"

#include <QMimeData>

#include <vector>

namespace Items {

QString recordJsonLine(const RecordContent &record)
{
    std::vector<Domain::Header> headers;
    return QString::fromStdString(Codec::recordJsonLine(record.asRecord(headers), record.topic));
}

QString recordKcatCommand(const RecordContent &record, const QString &bootstrapServers)
{
    return QString::fromStdString(Codec::kcatCommand(bootstrapServers.toStdString(), record.topic, record.partition, record.offset));
}

std::unique_ptr<QMimeData> exactBytes(std::string_view bytes)
{
    auto data = std::make_unique<QMimeData>();
    const auto size = static_cast<qsizetype>(bytes.size());
    data->setData(QStringLiteral("application/octet-stream"), QByteArray(bytes.data(), size));
    data->setText(Codec::firstInvalid(bytes) == Codec::npos ? QString::fromUtf8(bytes.data(), size) : hexText(bytes));
    return data;
}

QString hexText(std::string_view bytes)
{
    std::string hex;
    Codec::appendHex(hex, bytes);
    return QString::fromLatin1(hex.data(), static_cast<qsizetype>(hex.size()));
}

QString hexDumpText(std::string_view bytes, std::size_t firstOffset)
{
    return QString::fromStdString(Codec::hexDump(bytes, firstOffset));
}

} // namespace Items
