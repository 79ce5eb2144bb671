// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/fieldfilter.h"

#include "codec/fieldpath.h"
#include "codec/jsonstring.h"
#include "codec/jsontokens.h"
#include "items/fieldtreemodel.h"
#include "items/recordtable.h"

#include <QRegularExpression>
#include <QSet>

namespace Items {

namespace {

constexpr std::size_t LongestKey = 200;
constexpr int DeepestPath = 8;
constexpr qsizetype LongestText = 4000; // a longer text is not compared as a whole

QString operatorText(bool exclude)
{
    return exclude ? QStringLiteral(" != ") : QStringLiteral(" == ");
}

QString bytesCondition(const QString &name, const std::optional<std::string> &bytes, bool exclude)
{
    if (!bytes)
        return name + operatorText(exclude) + QStringLiteral("null");
    const QString text = QString::fromStdString(*bytes);
    if (text.size() > LongestText || text.contains(QChar::ReplacementCharacter))
        return {}; // as text it would say something else than the bytes
    return name + operatorText(exclude) + textLiteral(text);
}

} // namespace

QString textLiteral(const QString &text)
{
    QString literal = QStringLiteral("\"");
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            literal += QString(u'\\') + c;
        else if (c == u'\n')
            literal += QStringLiteral("\\n");
        else if (c == u'\r')
            literal += QStringLiteral("\\r");
        else if (c == u'\t')
            literal += QStringLiteral("\\t");
        else if (c.unicode() < 0x20 || c.unicode() == 0x7f)
            literal += QStringLiteral("\\x%1").arg(int(c.unicode()), 2, 16, QLatin1Char('0'));
        else
            literal += c;
    }
    return literal + u'"';
}

QString fieldPath(const QString &parent, const QString &key)
{
    static const QRegularExpression name(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]*$"));
    static const QSet<QString> keywords{QStringLiteral("in"), QStringLiteral("true"), QStringLiteral("false"), QStringLiteral("null")};
    if (name.match(key).hasMatch() && !keywords.contains(key))
        return parent + u'.' + key;
    return parent + u'[' + textLiteral(key) + u']';
}

QString elementPath(const QString &parent, int index)
{
    return parent + u'[' + QString::number(index) + u']';
}

QStringList fieldPaths(std::string_view json, int limit, std::size_t maxBytes)
{
    QStringList paths;
    QStringList open{QStringLiteral("value")}; // the path of each object around
    QString next;                              // of the field whose value comes
    int arrays = 0;
    Codec::JsonTokenizer tokenizer(json);
    while (const auto token = tokenizer.next()) {
        if (token->begin > maxBytes || paths.size() >= limit)
            break;
        using Kind = Codec::JsonToken::Kind;
        switch (token->kind) {
        case Kind::BeginArray:
            ++arrays;
            break;
        case Kind::EndArray:
            --arrays;
            break;
        case Kind::BeginObject:
            if (arrays == 0)
                open += next.isEmpty() ? open.back() : next;
            break;
        case Kind::EndObject:
            if (arrays == 0)
                open.removeLast();
            break;
        case Kind::Key:
            if (arrays > 0 || open.size() > DeepestPath || !token->isFirst || !token->isLast || token->end - token->begin > LongestKey + 2)
                break;
            next = fieldPath(open.back(), QString::fromStdString(Codec::jsonStringText(json.substr(token->begin, token->end - token->begin))));
            if (!paths.contains(next))
                paths += next;
            break;
        default:
            break;
        }
    }
    return paths;
}

QString fieldCondition(const QString &path, const std::optional<QString> &token, bool exclude)
{
    if (!token)
        return exclude ? u'!' + QStringLiteral("has(%1)").arg(path) : QStringLiteral("has(%1)").arg(path);
    if (token->startsWith(u'"')) {
        const QByteArray utf8 = token->toUtf8();
        const QString text = QString::fromStdString(Codec::jsonStringText(std::string_view(utf8.constData(), std::size_t(utf8.size()))));
        return text.size() > LongestText ? QString() : path + operatorText(exclude) + textLiteral(text);
    }
    return path + operatorText(exclude) + *token;
}

QString treePath(const QModelIndex &index, const QString &root)
{
    if (!index.isValid())
        return root;
    const QModelIndex parent = index.parent();
    const QString before = treePath(parent, root);
    if (before.size() > LongestText || index.data(FieldTreeModel::KindRole).toInt() == int(JsonField::Kind::Problem))
        return {};
    const QString key = index.siblingAtColumn(FieldTreeModel::FieldColumn).data(FieldTreeModel::CopyRole).toString();
    const bool isElement = parent.isValid() && parent.siblingAtColumn(0).data(FieldTreeModel::KindRole).toInt() == int(JsonField::Kind::Array);
    return isElement ? elementPath(before, index.row()) : key.isEmpty() && !parent.isValid() ? before : fieldPath(before, key);
}

QString treeCondition(const QModelIndex &index, const QString &root, bool exclude)
{
    const QString path = treePath(index, root);
    if (path.isEmpty() || !index.isValid())
        return {};
    const auto kind = JsonField::Kind(index.siblingAtColumn(0).data(FieldTreeModel::KindRole).toInt());
    if (kind == JsonField::Kind::Object || kind == JsonField::Kind::Array)
        return path.endsWith(u']') && !path.endsWith(u"\"]") ? QString() : fieldCondition(path, std::nullopt, exclude);
    const QString text = index.siblingAtColumn(FieldTreeModel::ValueColumn).data(FieldTreeModel::CopyRole).toString();
    if (kind != JsonField::Kind::String)
        return fieldCondition(path, text, exclude);
    return text.size() > LongestText ? QString() : path + operatorText(exclude) + textLiteral(text);
}

QString cellCondition(const RecordContent &record, int column, bool exclude)
{
    switch (column) {
    case RecordTable::PartitionColumn:
        return QStringLiteral("partition") + operatorText(exclude) + QString::number(record.partition.value());
    case RecordTable::OffsetColumn:
        return QStringLiteral("offset") + operatorText(exclude) + QString::number(record.offset.value());
    case RecordTable::TimeColumn:
        return QStringLiteral("timestampMs") + operatorText(exclude) + QString::number(record.timestamp.ms);
    case RecordTable::KeyColumn:
        return bytesCondition(record.key ? QStringLiteral("keyAsText") : QStringLiteral("key"), record.key, exclude);
    case RecordTable::ValueColumn:
        if (!record.value)
            return exclude ? QStringLiteral("!tombstone") : QStringLiteral("tombstone");
        return bytesCondition(QStringLiteral("valueAsText"), record.value, exclude);
    case RecordTable::HeaderColumn:
        return QStringLiteral("size(headers)") + operatorText(exclude) + QString::number(record.headers.size());
    case RecordTable::SizeColumn:
        return record.value ? QStringLiteral("size(valueBytes)") + operatorText(exclude) + QString::number(record.value->size()) : QString();
    case RecordTable::TopicColumn:
        return QStringLiteral("topic") + operatorText(exclude) + textLiteral(QString::fromStdString(record.topic));
    default:
        return {};
    }
}

QString pathCondition(const RecordContent &record, const QString &path, bool exclude)
{
    constexpr std::size_t Budget = 1 << 20;
    const auto parsed = Codec::FieldPath::parse(path.toStdString());
    if (!parsed)
        return {};
    std::vector<Domain::Header> headers;
    const Codec::FieldValue found = parsed->find(record.asRecord(headers), Budget);
    const QString raw = QString::fromUtf8(found.raw.data(), qsizetype(found.raw.size()));
    using Kind = Codec::FieldValue::Kind;
    switch (found.kind) {
    case Kind::Null:
    case Kind::Bool:
    case Kind::Number:
    case Kind::String:
        return fieldCondition(path, raw, exclude);
    case Kind::Text:
        return path + operatorText(exclude) + textLiteral(raw);
    case Kind::Object:
    case Kind::Array:
        return fieldCondition(path, std::nullopt, exclude);
    case Kind::Missing:
    case Kind::TooFar:
        break;
    }
    return {};
}

QString andCondition(const QString &expression, const QString &condition)
{
    if (expression.trimmed().isEmpty())
        return condition;
    // What binds weaker than && needs parentheses; inside a text the signs mean nothing, parentheses then do no harm.
    const bool needs = expression.contains(QStringLiteral("||")) || expression.contains(u'?');
    return (needs ? u'(' + expression + u')' : expression) + QStringLiteral(" && ") + condition;
}

} // namespace Items
