// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace Session {

/// One open cluster: what is known of it and the verbs of looking at it. GUI thread only (asserted); owned by
/// Connections; pages and item models hold it by reference and follow its signals.
class ClusterSession final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClusterSession)
public:
    ClusterSession(Domain::ConnectionProfile profile, std::shared_ptr<Domain::Cluster> cluster, QObject *parent = nullptr);
    ~ClusterSession() override;

    const Domain::ConnectionProfile &profile() const;
    const Domain::ConnectionState &connectionState() const;

    /// Null until the first metadata answer.
    std::shared_ptr<const Domain::ClusterSnapshot> snapshot() const;
    /// Watermarks of a topic by partition index in snapshot order; empty until asked and answered.
    const std::vector<Domain::Watermarks> &watermarks(const std::string &topic) const;
    /// Σ (high − low) of a topic; none while any part is unknown.
    std::optional<Domain::OffsetSpan> span(const std::string &topic) const;

    /// Asks metadata again, then the watermarks of every topic that has been asked for before.
    void refresh();
    bool isRefreshing() const;
    /// Why the last refresh failed; none if it did not.
    const std::optional<Domain::Error> &refreshError() const;
    /// Asks low and high of these topics (empty: all), in bulk behind interactive requests; answers merge.
    void requestWatermarks(const std::vector<std::string> &topics);

    Domain::Cluster &cluster();
    /// For threads that outlive this object: runs of producing and replaying.
    std::shared_ptr<Domain::Cluster> sharedCluster() const;

    /// Whether this connection may be written to now; the gate of the cluster asks the same object.
    const Domain::WriteLock &writeLock() const;
    /// See WriteLock::unlock(). The unlocking of production ends by itself; writeLockChanged() tells each time.
    bool unlockWrites(const std::string &typedName);
    void lockWrites();

signals:
    void snapshotChanged();
    void watermarksChanged(const std::vector<std::string> &topics); ///< batched
    void connectionChanged();
    void refreshFinished();
    void writeLockChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Session
