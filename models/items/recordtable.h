// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>

#include "domain/record.h"
#include "items/formattext.h"

#include <optional>
#include <utility>
#include <vector>

namespace Items {

struct RecordContent;

struct SyntaxSpan
{
    int start = 0;
    int length = 0;
    Syntax syntax = Syntax::Plain;
    bool operator==(const SyntaxSpan &) const = default;
};

/// A key or value as a table shows it: at most a few hundred characters of safe text, or one of the cases that must never look
/// like text.
struct PreviewCell
{
    enum class Kind : quint8 { Text, Null, Tombstone, Empty, Undecodable };
    Kind kind = Kind::Null;
    QString text;                  ///< Tombstone: the key it deletes; Undecodable: the bytes
    QString reason;                ///< Undecodable: what refused it and why
    std::vector<SyntaxSpan> spans; ///< in rising order; characters in none are plain
    std::vector<std::pair<int, int>> matches = {}; ///< start and length in `text` of what the filter looks for
    bool isCut = false;            ///< there is more than `text`
};

/// One row ready for painting. A painter keeps one object and has it filled again and again, so strings keep their room.
struct RecordCells
{
    enum class Kind : quint8 {
        Record,
        Gap,      ///< offsets that gave no record; `gapText` says which and why
        Released, ///< stands for rows let go to stay within the budget; `gapText` says how many
        Gone      ///< this one row was let go while it was on the screen
    };
    Kind kind = Kind::Gone;
    qint32 partition = -1; ///< −1: none
    qint64 offset = -1;
    quint64 missingBefore = 0; ///< offsets right before it without a record, marked instead of shown as a row
    Domain::Timestamp timestamp;
    QString offsetText;
    QString timeText;
    bool timeTypeDiffers = false; ///< from what the column's head says
    bool isLate = false;          ///< in order of time: dated before an earlier record of its partition
    QString topic;                ///< safe text; only with a topic column
    std::vector<PreviewCell> fields; ///< of the path columns, in their order; Empty: the record has no such field
    QString sizeText;
    QString gapText;
    std::optional<Domain::GapReason> gapReason;
    PreviewCell key;
    PreviewCell value;
    int headerCount = 0;
    std::optional<qint64> valueSize; ///< none: null
};

/// The rows of a record page, whatever holds them. RecordView paints from fill(); everybody else uses roles. GUI thread.
class RecordTable : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RecordTable)
public:
    /// Behind these stands the topic when there are several, then the columns of pathColumns().
    enum Column { PartitionColumn, OffsetColumn, TimeColumn, KeyColumn, ValueColumn, HeaderColumn, SizeColumn, ColumnCount, TopicColumn = ColumnCount };
    enum Role {
        ValueRole = Qt::UserRole, ///< int partition, qint64 offset, qint64 ms, int headers, qint64 bytes; invalid where there is none
        KindRole,                 ///< RecordCells::Kind as int
        GapReasonRole,            ///< Domain::GapReason as int; invalid for what is not a gap
        TimestampTypeRole         ///< Domain::TimestampType as int
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Everything the row shows. Costs O(1) whatever the record's size; no I/O.
    virtual void fill(int row, RecordCells &cells) const = 0;
    /// The record's exact bytes, copied; none for a row that is no record or is gone.
    virtual std::optional<RecordContent> recordAt(int row) const = 0;
    /// A gap's reason in full sentences, for "Why?".
    virtual QString explanation(int row) const;
    /// The whole text of a cell for a tooltip, bounded; as painted where nothing is cut.
    virtual QString fullText(int row, int column) const;

    /// The records come from several topics: column TopicColumn is there.
    bool hasTopicColumn() const { return m_hasTopics; }
    /// Fields shown as columns, such as `value.amount`.
    const QStringList &pathColumns() const { return m_paths; }
    int firstPathColumn() const { return m_hasTopics ? ColumnCount + 1 : int(ColumnCount); }
    /// Of pathColumns(); −1: it is another column.
    int pathIndex(int column) const { return column >= firstPathColumn() && column < firstPathColumn() + m_paths.size() ? column - firstPathColumn() : -1; }

    static QString columnName(int column); ///< for menus; of the fixed columns and the topic
    QString columnTitle(int column) const; ///< of any

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    QString displayText(const RecordCells &cells, int column) const;
    QString accessibleText(const RecordCells &cells, int column) const;
    QVariant valueOf(const RecordCells &cells, int column) const;

    /// What the column says behind its name, such as "CreateTime" or "JSON"; empty: nothing.
    virtual QString columnNote(int column) const;

    void setTopicColumn(bool has) { m_hasTopics = has; } ///< while the model is being reset
    void setPaths(QStringList paths);                    ///< announced as columns that go and come

private:
    bool m_hasTopics = false;
    QStringList m_paths;
};

} // namespace Items
