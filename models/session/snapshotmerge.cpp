// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/snapshotmerge.h"

#include <QThreadPool>

namespace Session {

namespace {

void freeElsewhere(const Domain::ClusterSnapshot *snapshot)
{
    QThreadPool *pool = QThreadPool::globalInstance();
    if (pool) // not at the very end of the program
        pool->start([snapshot] { delete snapshot; });
    else
        delete snapshot;
}

} // namespace

SharedSnapshot shared(Domain::ClusterSnapshot snapshot)
{
    return SharedSnapshot(std::make_unique<const Domain::ClusterSnapshot>(std::move(snapshot)).release(), freeElsewhere);
}

SharedSnapshot merged(Domain::ClusterSnapshot fresh, const Domain::ClusterSnapshot &told, const SharedSnapshot &known)
{
    if (fresh.clusterId.empty())
        fresh.clusterId = told.clusterId;
    for (Domain::Broker &broker : fresh.brokers) {
        for (const Domain::Broker &other : told.brokers)
            if (other.id == broker.id)
                broker.rack = other.rack;
        if (told.controller == broker.id)
            fresh.controller = broker.id;
    }
    return known && *known == fresh ? known : shared(std::move(fresh));
}

} // namespace Session
