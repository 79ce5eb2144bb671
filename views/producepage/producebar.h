// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/ids.h"
#include "domain/partitioner.h"

#include <QStringList>
#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace Views {

class Appearance;

/// The head of a produce page: topic, partition, timestamp; save and import. Owned by the page.
class ProduceBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProduceBar)
public:
    ProduceBar(const Appearance &appearance, QWidget *parent);

    QString topic() const;
    void setTopic(const QString &topic);
    void setTopics(const QStringList &topics); ///< to choose from

    std::optional<Domain::PartitionId> partition() const; ///< none: by key
    Domain::Partitioner partitioner() const;
    void setPartition(std::optional<Domain::PartitionId> partition, Domain::Partitioner partitioner);
    void setPartitionCount(int count); ///< 0: not known
    /// Beside the choice: where the next record goes.
    void setNext(const QString &words);

    /// None: the time of sending, or what is typed is no time (see timestampProblem()).
    std::optional<qint64> timestampMs(bool utc) const;
    void setTimestamp(std::optional<qint64> ms);
    QString timestampProblem(bool utc) const;
    void showTimestampProblem(const QString &problem);

    QPushButton *saveButton() const { return m_save; }
    QPushButton *importButton() const { return m_import; }

signals:
    void topicChosen();
    void edited();

private:
    QWidget *labelled(const QString &text, const QList<QWidget *> &fields);
    void addTopic();
    void addPartition();
    void addTimestamp();
    std::optional<qint64> typedTime(bool utc) const;

    const Appearance &m_appearance;
    QComboBox *m_topic;
    QComboBox *m_partition;
    QSpinBox *m_number;
    QLabel *m_next;
    QComboBox *m_timestamp;
    QLineEdit *m_time;
    QPushButton *m_save;
    QPushButton *m_import;
};

} // namespace Views
