// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/replaytext.h"

#include <QFrame>

#include <map>
#include <string>
#include <vector>

class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace Session {
class ClusterSession;
class Connections;
}

namespace Views {

class Appearance;
class Badge;

/// Where records go, how fast, and what is promised. Owned by the replay page; the connections must outlive it.
class TargetCard final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TargetCard)
public:
    TargetCard(Session::Connections &connections, Session::ClusterSession &source, const Appearance &appearance, QWidget *parent = nullptr);

    /// The topics that are replayed; new ones are mapped to topics of the same name, or with ".replayed" behind it in the same cluster.
    void setSourceTopics(const std::vector<std::string> &topics);
    void setTempo(const Replay::Tempo &tempo);
    void setLocked(bool locked);

    Session::ClusterSession *session() const; ///< null: none is open that can be written to
    Replay::Target target() const;
    Replay::Tempo tempo() const;
    Replay::Mode mode() const;
    bool stopsAtRefusal() const { return true; }
    /// What is missing before a dry run; empty: nothing.
    QString problem() const;

signals:
    void changed();

private:
    void build(const Appearance &appearance);
    void fillChoices();
    int addRow(const QString &label, QWidget *field, QWidget *second = nullptr);
    void fillClusters();
    void fillTopics();
    void suggestTopics();
    void showFields();
    void askMapping();
    QStringList knownTopics() const;

    Session::Connections &m_connections;
    Session::ClusterSession &m_source;
    const Appearance &m_appearance;
    std::vector<std::string> m_sourceTopics;
    std::map<std::string, std::string> m_mapping; ///< several topics
    QGridLayout *m_grid;
    Badge *m_badge;
    QComboBox *m_cluster;
    QComboBox *m_topic;
    QPushButton *m_map;
    QComboBox *m_partition;
    QSpinBox *m_fixed;
    QComboBox *m_tempo;
    QDoubleSpinBox *m_rate;
    QComboBox *m_mode;
    QComboBox *m_compression;
    QLabel *m_promise;
    const Session::ClusterSession *m_followed = nullptr;
};

} // namespace Views
