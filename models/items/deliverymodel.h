// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "produce/producerun.h"

#include <QAbstractTableModel>

#include <deque>
#include <memory>
#include <optional>

namespace Items {

/// The delivery reports of one run, latest first, over the run's board. update() asks the board for what is new; rows are announced as
/// ranges. Bounded: beyond mostRows the oldest acknowledged rows go, failed and unknown ones are kept. Owned by the page; GUI thread.
class DeliveryModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Number, Result, Partition, Offset, Latency, Key, Size, Error, ColumnCount };
    enum Role {
        OutcomeRole = Qt::UserRole + 200, ///< int: Domain::Outcome; invalid: in flight
        ProblemRole                       ///< bool: failed or unknown
    };
    static constexpr int mostRows = 20'000;

    explicit DeliveryModel(QObject *parent = nullptr);

    /// Another run: its rows instead of those of the one before. Null: none.
    void setBoard(std::shared_ptr<Produce::DeliveryBoard> board);
    /// Takes over what the board has got since.
    void update();
    /// Only failed and unknown rows.
    void setProblemsOnly(bool problemsOnly);
    bool isProblemsOnly() const { return m_problemsOnly; }
    /// Rows that went to stay within mostRows.
    quint64 leftOut() const { return m_leftOut; }

    std::optional<Produce::Delivery> delivery(int row) const;
    /// Numbers of the failed and unknown records that are known, in rising order.
    std::vector<std::uint64_t> problemNumbers() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    static bool isProblem(const Produce::Delivery &delivery);
    int rowOf(std::size_t place) const { return int(m_rows.size() - 1 - place); }
    void clear();
    void append(std::vector<Produce::Delivery> deliveries);
    void takeReport(const Produce::Delivery &delivery);
    void announce();
    void makeRoom();
    void removePlaces(std::size_t first, std::size_t last);
    QString text(const Produce::Delivery &delivery, int column) const;
    QString copyText(const Produce::Delivery &delivery, int column) const;

    std::shared_ptr<Produce::DeliveryBoard> m_board;
    std::deque<Produce::Delivery> m_rows; ///< rising numbers; the last one is row 0
    std::vector<Produce::Delivery> m_early; ///< failed and unknown ones that were reported before their row was taken over
    std::uint64_t m_generation = 0;
    std::uint64_t m_newest = 0; ///< highest number taken over
    quint64 m_leftOut = 0;
    bool m_problemsOnly = false;
    int m_changedFirst = -1; ///< rows to be announced
    int m_changedLast = -1;
};

} // namespace Items
