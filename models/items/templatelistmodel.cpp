// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/templatelistmodel.h"

#include "items/itemroles.h"
#include "produce/template.h"

#include <QCoreApplication>

#include <array>
#include <string_view>

namespace Items {

namespace {

struct Meaning
{
    std::string_view name;
    const char *gives;
};

constexpr std::array meanings{
    Meaning{"uuid", QT_TRANSLATE_NOOP("Items::TemplateListModel", "random UUID, version 4")},
    Meaning{"seq", QT_TRANSLATE_NOOP("Items::TemplateListModel", "next number of this run")},
    Meaning{"int", QT_TRANSLATE_NOOP("Items::TemplateListModel", "whole number")},
    Meaning{"decimal", QT_TRANSLATE_NOOP("Items::TemplateListModel", "number with n places")},
    Meaning{"pick", QT_TRANSLATE_NOOP("Items::TemplateListModel", "one of the values")},
    Meaning{"now", QT_TRANSLATE_NOOP("Items::TemplateListModel", "time of sending")},
    Meaning{"name", QT_TRANSLATE_NOOP("Items::TemplateListModel", "name of a person")},
    Meaning{"email", QT_TRANSLATE_NOOP("Items::TemplateListModel", "address of that person")},
    Meaning{"hex", QT_TRANSLATE_NOOP("Items::TemplateListModel", "n random hex digits")},
    Meaning{"line", QT_TRANSLATE_NOOP("Items::TemplateListModel", "line of the input file")},
    Meaning{"same", QT_TRANSLATE_NOOP("Items::TemplateListModel", "value used before in this record")},
};

QString meaningOf(std::string_view signature)
{
    const std::string_view name = signature.substr(0, signature.find('('));
    for (const Meaning &meaning : meanings) {
        if (meaning.name == name)
            return QCoreApplication::translate("Items::TemplateListModel", meaning.gives);
    }
    return {};
}

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

} // namespace

int TemplateListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Produce::Template::functions().size());
}

int TemplateListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant TemplateListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Produce::Template::Function &function = Produce::Template::functions()[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return index.column() == Function ? text(function.signature) : meaningOf(function.signature);
    case CopyRole: return index.column() == Function ? text(function.example) : meaningOf(function.signature);
    case Qt::ToolTipRole: return text(function.example).toHtmlEscaped();
    case FigureRole: return index.column() == Function;
    case DimmedRole: return index.column() == Gives;
    case ExampleRole: return text(function.example);
    default: return {};
    }
}

QVariant TemplateListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Function ? tr("Function") : tr("Gives");
}

} // namespace Items
