// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/recordtable.h"

#include "items/gaptext.h"
#include "items/numbertext.h"
#include "items/recordcontent.h"

/// Rows made up on the spot, as many as asked for; counts how often one is asked for.
class FakeRecordTable final : public Items::RecordTable
{
public:
    explicit FakeRecordTable(int rows, QObject *parent = nullptr) : RecordTable(parent), m_rows(rows) {}

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_rows; }

    void fill(int row, Items::RecordCells &cells) const override
    {
        ++fills;
        if (special && special(row, cells))
            return;
        record(row, cells);
    }

    static void record(int row, Items::RecordCells &cells)
    {
        using Items::Syntax;
        cells.kind = Items::RecordCells::Kind::Record;
        cells.gapReason.reset();
        cells.partition = row % 12;
        cells.offset = 3'400'000 + row;
        cells.offsetText = Items::offsetText(Domain::Offset(cells.offset));
        cells.timestamp = {1'795'271'527'418 + row, Domain::TimestampType::Create};
        cells.timeText = Items::timeText(cells.timestamp.ms, true);
        cells.timeTypeDiffers = false;
        text(cells.key, {{QStringLiteral("order-%1").arg(700183 + row), Syntax::Plain}});
        text(cells.value, {{QStringLiteral("{"), Syntax::Punctuation}, {QStringLiteral("\"orderId\""), Syntax::Key}, {QStringLiteral(":"), Syntax::Punctuation},
                           {QStringLiteral("90071992547%1").arg(40993 + row), Syntax::Number}, {QStringLiteral(","), Syntax::Punctuation},
                           {QStringLiteral("\"status\""), Syntax::Key}, {QStringLiteral(":"), Syntax::Punctuation}, {QStringLiteral("\"PAID\""), Syntax::String},
                           {QStringLiteral(","), Syntax::Punctuation}, {QStringLiteral("\"gift\""), Syntax::Key}, {QStringLiteral(":"), Syntax::Punctuation},
                           {QStringLiteral("null"), Syntax::Literal}, {QStringLiteral(","), Syntax::Punctuation}, {QStringLiteral("\"currency\""), Syntax::Key},
                           {QStringLiteral(":"), Syntax::Punctuation}, {QStringLiteral("\"EUR\""), Syntax::String}, {QStringLiteral(",\"items\":[{\"sku\":\"KB-417\",\"qty\":1}]}"), Syntax::Plain}});
        cells.headerCount = 3;
        cells.valueSize = 229;
        cells.sizeText = Items::bytesText(229);
    }

    static void text(Items::PreviewCell &cell, const std::vector<std::pair<QString, Items::Syntax>> &pieces)
    {
        cell = {};
        cell.kind = Items::PreviewCell::Kind::Text;
        for (const auto &[piece, syntax] : pieces) {
            if (syntax != Items::Syntax::Plain)
                cell.spans.push_back({int(cell.text.size()), int(piece.size()), syntax});
            cell.text += piece;
        }
    }

    std::optional<Items::RecordContent> recordAt(int) const override { return std::nullopt; }
    QString explanation(int row) const override { return QStringLiteral("Why row %1 is so <b>").arg(row); }

    void append(int count)
    {
        beginInsertRows({}, m_rows, m_rows + count - 1);
        m_rows += count;
        endInsertRows();
    }
    void insert(int at, int count)
    {
        beginInsertRows({}, at, at + count - 1);
        m_rows += count;
        endInsertRows();
    }
    void remove(int first, int count)
    {
        beginRemoveRows({}, first, first + count - 1);
        m_rows -= count;
        endRemoveRows();
    }

    mutable qint64 fills = 0;
    std::function<bool(int, Items::RecordCells &)> special; ///< true: it has filled the row

protected:
    QString columnNote(int column) const override
    {
        return column == TimeColumn ? QStringLiteral("CreateTime") : column == ValueColumn ? QStringLiteral("JSON") : QString();
    }

private:
    int m_rows;
};
