// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/fieldtreemodel.h"

#include "codec/jsonchildren.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace Items {

namespace {

constexpr std::size_t stepBytes = 1024 * 1024; ///< read at one go: a few ms
constexpr std::size_t searchBytes = 2 * stepBytes;
constexpr std::size_t searchStep = 16 * 1024;

} // namespace

struct FieldTreeModel::Node : JsonField
{
    Node *parent = nullptr;
    bool isComplete = true; ///< all children have been read
    std::optional<Codec::JsonChildren> reader;
    std::vector<std::unique_ptr<Node>> children;
};

namespace {

JsonField::Kind kindOf(const Codec::JsonChild &child, std::string_view bytes)
{
    switch (child.kind) {
    case Codec::JsonToken::Kind::BeginObject:
        return JsonField::Kind::Object;
    case Codec::JsonToken::Kind::BeginArray:
        return JsonField::Kind::Array;
    case Codec::JsonToken::Kind::String:
        return JsonField::Kind::String;
    case Codec::JsonToken::Kind::Number:
        return JsonField::Kind::Number;
    default:
        return bytes[child.begin] == 'n' ? JsonField::Kind::Null : JsonField::Kind::Boolean;
    }
}

} // namespace

FieldTreeModel::FieldTreeModel(QObject *parent) : QAbstractItemModel(parent), m_root(std::make_unique<Node>())
{
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &FieldTreeModel::goOn);
}

FieldTreeModel::~FieldTreeModel() = default;

void FieldTreeModel::setBytes(SharedBytes bytes)
{
    beginResetModel();
    m_timer.stop();
    m_unfinished = nullptr;
    m_bytes = std::move(bytes);
    m_root = std::make_unique<Node>();
    const std::size_t first = m_bytes ? m_bytes->find_first_not_of(" \t\r\n") : std::string::npos;
    if (first != std::string::npos) {
        const char c = (*m_bytes)[first];
        m_root->kind = c == '{' ? JsonField::Kind::Object : JsonField::Kind::Array; // a bare scalar: one row, as of an array
        m_root->value = {first, m_bytes->size()};
        m_root->isComplete = c != '{' && c != '[';
        if (!m_root->isComplete)
            m_root->reader.emplace(*m_bytes, first, 0);
        else
            addScalar(first);
    }
    endResetModel();
}

/// A value that is a bare string, number or literal is one row.
void FieldTreeModel::addScalar(std::size_t first)
{
    Codec::JsonTokenizer tokenizer(*m_bytes, first, 0);
    const auto token = tokenizer.next();
    if (!token || token->isBegin())
        return;
    auto child = std::make_unique<Node>();
    child->parent = m_root.get();
    child->kind = kindOf({token->kind, 0, 0, token->begin, token->end}, *m_bytes);
    child->value = {token->begin, m_bytes->find_last_not_of(" \t\r\n") + 1};
    m_root->children.push_back(std::move(child));
}

FieldTreeModel::Node *FieldTreeModel::node(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex FieldTreeModel::indexOf(const Node *node) const
{
    return !node || node == m_root.get() ? QModelIndex() : createIndex(node->row, FieldColumn, node);
}

ByteRange FieldTreeModel::range(const QModelIndex &index) const
{
    return index.isValid() ? node(index)->value : ByteRange{};
}

std::vector<std::unique_ptr<FieldTreeModel::Node>> FieldTreeModel::read(Node &parent, std::size_t limit, std::size_t &budget) const
{
    using Result = Codec::JsonChildren::Result;
    std::vector<std::unique_ptr<Node>> found;
    const auto add = [&](JsonField::Kind kind) -> Node & {
        auto child = std::make_unique<Node>();
        child->parent = &parent;
        child->row = static_cast<int>(parent.children.size() + found.size());
        child->kind = kind;
        found.push_back(std::move(child));
        return *found.back();
    };
    Codec::JsonChild c;
    while (found.size() < limit) {
        const Result result = parent.reader->next(c, budget);
        if (result == Result::Again)
            break;
        const bool hasChild = result == Result::Child || (result == Result::Problem && c.begin < c.end);
        if (hasChild) {
            Node &child = add(kindOf(c, *m_bytes));
            child.key = {c.keyBegin, c.keyEnd};
            child.value = {c.begin, c.end};
            child.depth = parent.depth + 1;
            child.isComplete = !child.isContainer();
            if (child.isContainer())
                child.reader.emplace(*m_bytes, c.begin, child.depth);
        }
        // Only the innermost value that breaks off says so: its parents end where it does.
        if (result == Result::Problem && !(hasChild && found.back()->isContainer())) {
            Node &broken = add(JsonField::Kind::Problem);
            broken.problem = parent.reader->problem();
            broken.key = hasChild ? ByteRange{} : ByteRange{c.keyBegin, c.keyEnd};
        }
        if (result != Result::Child) {
            parent.isComplete = true;
            parent.reader.reset();
            break;
        }
    }
    return found;
}

/// Reads one page for `parent`; false: the budget was used up before anything was found.
bool FieldTreeModel::fetch(Node &parent, std::size_t budget)
{
    auto found = read(parent, pageSize, budget);
    if (!found.empty()) {
        const auto first = static_cast<int>(parent.children.size());
        beginInsertRows(indexOf(&parent), first, first + static_cast<int>(found.size()) - 1);
        std::move(found.begin(), found.end(), std::back_inserter(parent.children));
        endInsertRows();
        return true;
    }
    return parent.isComplete;
}

bool FieldTreeModel::canFetchMore(const QModelIndex &parent) const
{
    const Node *n = node(parent);
    return parent.column() <= 0 && n->isContainer() && !n->isComplete && n != m_unfinished;
}

void FieldTreeModel::fetchMore(const QModelIndex &parent)
{
    Node *n = node(parent);
    if (!canFetchMore(parent) || fetch(*n, stepBytes))
        return;
    // A huge field stands in the way: go on between events. A second huge one waits until somebody looks again.
    m_unfinished = n;
    m_timer.start();
}

void FieldTreeModel::goOn()
{
    if (m_unfinished && !fetch(*m_unfinished, stepBytes))
        return;
    m_unfinished = nullptr;
    m_timer.stop();
}

QModelIndex FieldTreeModel::indexAt(std::size_t byte)
{
    Node *best = m_root.get();
    std::size_t budget = searchBytes;
    const auto shows = [byte](const Node &n) { return n.value.contains(byte) || n.key.contains(byte) || (!n.key.isEmpty() && byte >= n.key.begin && byte < n.value.end); };
    while (best->isContainer()) {
        while (!best->isComplete && best != m_unfinished && budget > 0 && (best->children.empty() || best->children.back()->value.end <= byte)) {
            budget -= std::min(budget, searchStep);
            if (!fetch(*best, searchStep) && budget == 0)
                break;
        }
        const auto child = std::partition_point(best->children.begin(), best->children.end(),
                                                [byte](const auto &c) { return c->kind != JsonField::Kind::Problem && c->value.end <= byte; });
        if (child == best->children.end() || !shows(**child))
            break;
        best = child->get();
    }
    return indexOf(best);
}

QModelIndex FieldTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (parent.column() > 0 || row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent))
        return {};
    return createIndex(row, column, node(parent)->children[static_cast<std::size_t>(row)].get());
}

QModelIndex FieldTreeModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOf(node(child)->parent) : QModelIndex();
}

int FieldTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(node(parent)->children.size());
}

int FieldTreeModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool FieldTreeModel::hasChildren(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return false;
    const Node *n = node(parent);
    if (!n->children.empty() || !n->isContainer() || n->isComplete)
        return !n->children.empty();
    Codec::JsonTokenizer tokenizer(*m_bytes, n->value.begin, n->depth);
    tokenizer.next();
    const int next = tokenizer.peek();
    return next != '}' && next != ']';
}

QVariant FieldTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node &n = *node(index);
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return column == FieldColumn ? fieldName(*m_bytes, n) : column == ValueColumn ? fieldValue(*m_bytes, n) : fieldType(*m_bytes, n);
    case Qt::ToolTipRole:
        return column == TypeColumn || (column == FieldColumn && n.key.isEmpty()) ? QVariant() : fieldToolTip(*m_bytes, n, column == FieldColumn);
    case CopyRole:
        return column == FieldColumn ? fieldName(*m_bytes, n) : fieldCopy(*m_bytes, n);
    case SyntaxRole:
        return static_cast<int>(column == FieldColumn ? Codec::Syntax::Key : column == ValueColumn ? fieldSyntax(n.kind) : Codec::Syntax::Plain);
    case KindRole:
        return static_cast<int>(n.kind);
    case RangeBeginRole:
        return quint64(n.value.begin);
    case RangeEndRole:
        return quint64(n.value.end);
    default:
        return {};
    }
}

QVariant FieldTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case FieldColumn:
        return tr("Field");
    case ValueColumn:
        return tr("Value");
    case TypeColumn:
        return tr("Type");
    default:
        return {};
    }
}

} // namespace Items
