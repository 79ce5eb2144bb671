// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QDir>
#include <QFile>

#include <cstdint>
#include <string>
#include <vector>

/// A time zone database (RFC 8536) of our own, so that tests read the same zones on every machine, also where there is none.
namespace CelTest {

struct Zone
{
    struct Change
    {
        std::int64_t from;
        unsigned char type;
    };
    std::vector<std::int32_t> types = {}; ///< seconds east of UTC; the first holds before all changes
    std::vector<Change> changes = {};
    std::string rule = {}; ///< behind the last change; empty: the file is an old one, with 32 bits a time
};

inline std::string bigEndian(std::int64_t number, int size)
{
    std::string bytes;
    for (int i = size - 1; i >= 0; --i)
        bytes += static_cast<char>(number >> (8 * i));
    return bytes;
}

inline std::string zoneBlock(const Zone &zone, char version, int timeSize)
{
    std::string block = std::string("TZif") + version + std::string(15, '\0');
    constexpr int letters = 4;
    for (const std::size_t count : {std::size_t(0), std::size_t(0), std::size_t(0), zone.changes.size(), zone.types.size(), std::size_t(letters)})
        block += bigEndian(static_cast<std::int64_t>(count), 4);
    for (const Zone::Change &change : zone.changes)
        block += bigEndian(change.from, timeSize);
    for (const Zone::Change &change : zone.changes)
        block += static_cast<char>(change.type);
    for (const std::int32_t offset : zone.types)
        block += bigEndian(offset, 4) + std::string(2, '\0');
    return block + std::string("UTC", letters);
}

inline std::string zoneFile(const Zone &zone)
{
    if (zone.rule.empty())
        return zoneBlock(zone, '\0', 4);
    return zoneBlock({.types = {0}}, '2', 4) + zoneBlock(zone, '2', 8) + '\n' + zone.rule + '\n';
}

/// Local mean time, then one summer of those that are listed, then the rule.
inline const Zone berlin{{3208, 3600, 7200}, {{-2'422'054'408, 1}, {323'830'800, 2}, {338'950'800, 1}}, "CET-1CEST,M3.5.0,M10.5.0/3"};

/// False: it cannot be written.
inline bool writeZones(const QString &folder)
{
    const std::pair<const char *, Zone> zones[] = {{"Europe/Berlin", berlin},
                                                   {"Asia/Kathmandu", {{20'700}, {}, "<+0545>-5:45"}},
                                                   {"America/Los_Angeles", {{-28'800}, {}, "PST8PDT,M3.2.0,M11.1.0"}},
                                                   {"Australia/Sydney", {{36'000}, {}, "AEST-10AEDT,M10.1.0,M4.1.0/3"}},
                                                   {"Old/Narrow", {{3600, -7200}, {{1'000'000'000, 1}}, {}}}};
    for (const auto &[name, zone] : zones) {
        QFile file(folder + QLatin1Char('/') + QLatin1String(name));
        const QByteArray bytes = QByteArray::fromStdString(zoneFile(zone));
        if (!QDir().mkpath(QFileInfo(file).path()) || !file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            return false;
    }
    return true;
}

} // namespace CelTest
