// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QThread>

namespace Session {

/// Sessions belong to one thread, the GUI thread (architecture T1). Every public function of theirs says so first.
inline void assertOwnerThread([[maybe_unused]] const QObject *object)
{
    Q_ASSERT_X(object->thread() == QThread::currentThread(), "Session", "touched outside its own thread");
}

} // namespace Session
