// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/settingsfile.h"

#include "settings/filesystem.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <chrono>

namespace Settings {

namespace {

constexpr qint64 fileLimit = 16 * 1024 * 1024;
constexpr qsizetype valueLimit = 64 * 1024; ///< of one value as JSON
constexpr qsizetype keyLimit = 1024;
constexpr qsizetype countLimit = 20'000;
constexpr int version = 1;

qsizetype sizeOf(const QJsonValue &value)
{
    qsizetype size = value.toString().size();
    for (const QJsonValue &part : value.toArray())
        size += part.toString().size();
    return size;
}

} // namespace

class SettingsFile::Private
{
public:
    explicit Private(const QString &name) : file(name)
    {
        timer.setSingleShot(true);
        timer.setInterval(std::chrono::seconds(1));
        QObject::connect(&timer, &QTimer::timeout, &timer, [this] { static_cast<void>(save()); });
        load();
    }

    void load();
    bool keepAside(const QString &word, const QString &why);
    bool set(const QString &key, const QJsonValue &value);
    Domain::Status save();

    QString file;
    QJsonObject root;   ///< keys of other programs' versions beside ours are kept as they are
    QJsonObject values;
    std::optional<Domain::Error> loadError;
    bool writable = true; ///< false: a file is there that cannot be read, so it must not be replaced either
    bool dirty = false;
    QTimer timer;
};

void SettingsFile::Private::load()
{
    const Domain::Result<QByteArray> content = readWhole(file, fileLimit);
    if (!content) { // perhaps readable again tomorrow: left where it is
        loadError = content.error();
        writable = false;
        return;
    }
    if (content->isNull())
        return;
    if (content->size() > fileLimit) {
        writable = keepAside(QStringLiteral("broken"), QStringLiteral("larger than %1 bytes").arg(fileLimit));
        return;
    }
    QJsonParseError error; // Qt's parser ends at a depth of 1024 by itself
    const QJsonDocument document = QJsonDocument::fromJson(*content, &error);
    const QJsonObject object = document.object();
    const int found = object.value(u"version").toInt(0);
    if (!document.isObject() || found < 1 || !object.value(u"settings").isObject()) {
        writable = keepAside(QStringLiteral("broken"), document.isNull() ? error.errorString() : QStringLiteral("not a settings file"));
        return;
    }
    if (found > version) {
        writable = keepAside(QStringLiteral("newer"), QStringLiteral("version %1").arg(found));
        return;
    }
    root = object;
    values = object.value(u"settings").toObject();
}

bool SettingsFile::Private::keepAside(const QString &word, const QString &why)
{
    const QString keptAs = moveAside(file, word);
    loadError = fileError(Domain::ErrorCode::FileUnreadable, file, why);
    loadError->args.emplace("keptAs", keptAs.toStdString());
    return !keptAs.isEmpty();
}

bool SettingsFile::Private::set(const QString &key, const QJsonValue &value)
{
    if (values.value(key) == value)
        return false;
    const bool removed = value.isUndefined();
    if (!removed && (sizeOf(value) > valueLimit || key.size() > keyLimit || (values.size() >= countLimit && !values.contains(key))))
        return false;
    if (removed)
        values.remove(key);
    else
        values.insert(key, value);
    dirty = true;
    timer.start();
    return true;
}

Domain::Status SettingsFile::Private::save()
{
    timer.stop();
    if (!dirty)
        return std::monostate();
    if (!writable)
        return *loadError;
    root.insert(u"version", version);
    root.insert(u"settings", values);
    Domain::Status written = writeAtomically(file, QJsonDocument(root).toJson());
    dirty = !written;
    return written;
}

SettingsFile::SettingsFile(const QString &file) : d(std::make_unique<Private>(file)) {}

SettingsFile::~SettingsFile()
{
    static_cast<void>(d->save());
}

const std::optional<Domain::Error> &SettingsFile::loadError() const
{
    return d->loadError;
}

QString SettingsFile::text(const QString &key, const QString &otherwise) const
{
    return d->values.value(key).toString(otherwise);
}

qint64 SettingsFile::number(const QString &key, qint64 otherwise) const
{
    return d->values.value(key).toInteger(otherwise);
}

QByteArray SettingsFile::bytes(const QString &key) const
{
    return QByteArray::fromBase64(d->values.value(key).toString().toLatin1());
}

QStringList SettingsFile::list(const QString &key) const
{
    QStringList result;
    for (const QJsonValue &value : d->values.value(key).toArray())
        if (value.isString())
            result.append(value.toString());
    return result;
}

bool SettingsFile::set(const QString &key, const QString &value)
{
    return d->set(key, value.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(value));
}

bool SettingsFile::set(const QString &key, qint64 value)
{
    return d->set(key, QJsonValue(value));
}

bool SettingsFile::set(const QString &key, const QByteArray &value)
{
    return set(key, QString::fromLatin1(value.toBase64()));
}

bool SettingsFile::set(const QString &key, const QStringList &value)
{
    return d->set(key, value.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(QJsonArray::fromStringList(value)));
}

Domain::Status SettingsFile::save()
{
    return d->save();
}

} // namespace Settings
