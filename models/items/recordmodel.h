// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/recordtable.h"

#include "domain/readplan.h"
#include "store/recordstore.h"

#include <QPersistentModelIndex>

#include <optional>
#include <string>

namespace Codec {
enum class Format : std::uint8_t;
class FieldPath;
}

namespace Search {
class Filter;
}

namespace Session {
class ReadSession;
class RecordRows;
}

namespace Items {

/// The rows of a ReadSession as a RecordRows orders and filters them, and at either end one row that stands for what was let
/// go. Announces each tick as one range, whatever came. Rows are decoded when asked for and not kept. Owned by the record page;
/// GUI thread; rows and session must outlive it.
class RecordModel final : public RecordTable
{
    Q_OBJECT
public:
    explicit RecordModel(Session::RecordRows &rows, QObject *parent = nullptr);
    ~RecordModel() override;

    void setUtc(bool utc);
    bool isUtc() const { return m_utc; }
    /// A word of Codec::formatWord(); empty or unknown: automatic, per record.
    void setValueFormat(const QString &word);
    /// Fields of the records as columns behind the others: `value.amount`, `key.id`, `headers["x"]`. What is no path is left out.
    void setPathColumns(const QStringList &paths);
    /// −1: the record is not loaded, or not shown. Costs no look at every row.
    int rowOfRecord(const std::string &topic, qint32 partition, qint64 offset) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    void fill(int row, RecordCells &cells) const override;
    std::optional<RecordContent> recordAt(int row) const override;
    QString explanation(int row) const override;
    QString fullText(int row, int column) const override;

    /// A cell for the clipboard: numbers without grouping, times with zone. Keys and values are copied from recordAt().
    QString copyText(int row, int column) const;

    quint64 releasedInFront() const { return m_releasedInFront; }
    quint64 releasedBehind() const { return m_releasedBehind; }

protected:
    QString columnNote(int column) const override;

private:
    void restart();
    void beginAppend(quint64 first, quint64 count);
    void endAppend(quint64 first, quint64 count);
    void beginRelease(quint64 first, quint64 count);
    void endRelease(quint64 first, quint64 count);
    void updateReleased();
    void noteReleased(quint64 &count, quint64 records, bool isFront);
    void learnNotes(quint64 first, quint64 count);
    void announceColumn(int column);

    int frontRows() const { return m_releasedInFront > 0 ? 1 : 0; }
    bool isReleasedRow(int row) const;
    /// Decodes the row into `decoded`; false: it is a released row or gone. Borrows from the session's snapshot.
    bool read(int row, Store::Row &decoded, std::size_t maxHeaders = Store::StoreSnapshot::AllHeaders) const;
    void fillRecord(const Domain::Record &record, RecordCells &cells) const;

    void beginReplace();
    void endReplace();
    void moveIndexes();
    void takeTopics();
    const Search::Filter *filter() const;
    static QString timestampTypeName(Domain::TimestampType type);

    /// An index that a view holds, and the record it means.
    struct Moved
    {
        QModelIndex from;
        std::optional<Store::RowId> id;
        std::uint32_t generation = 0;
    };

    Session::RecordRows &m_source;
    Session::ReadSession &m_session;
    bool m_utc = false;
    Codec::Format m_format{};
    quint64 m_rows = 0; ///< of the source, as announced
    quint64 m_releasedInFront = 0;
    quint64 m_releasedBehind = 0;
    std::vector<Moved> m_moved; ///< while rows are being replaced
    std::vector<Codec::FieldPath> m_paths;
    bool m_needsHeaders = false; ///< a path reads them
    QStringList m_topics;        ///< names that are safe to show
    bool m_changing = false;
    bool m_hasNotes = false;
    Domain::TimestampType m_timestampType = Domain::TimestampType::None;
    QString m_valueNote;
    mutable std::vector<Domain::Header> m_headers; ///< scratch for decoding
};

} // namespace Items
