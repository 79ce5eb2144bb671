// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QTest>

#include "views/recordpage/readstrip.h"

using Domain::ReadState;
using Views::ScanStrip;

class TestReadStrip : public QObject
{
    Q_OBJECT
private slots:
    /// A read that has lost its broker must not look like one that merely waits for records.
    void troubleIsNotShownAsLive()
    {
        Views::ReadSituation s;
        s.isStarted = true;
        s.plan.until = Domain::UntilLive{};
        s.status.state = ReadState::Waiting;
        QCOMPARE(Views::stripWords(s, {}).words, QStringLiteral("Live"));
        QCOMPARE(Views::stripWords(s, {}).state, ScanStrip::State::Live);
        s.status.error = Domain::Error{.code = Domain::ErrorCode::Disconnected};
        QCOMPARE(Views::stripWords(s, {}).words, QStringLiteral("Live, interrupted"));
        QCOMPARE(Views::stripWords(s, {}).state, ScanStrip::State::Warning);
        s.status.state = ReadState::Reading;
        QCOMPARE(Views::stripWords(s, {}).words, QStringLiteral("Reading, interrupted"));
        s.status.error.reset();
        QCOMPARE(Views::stripWords(s, {}).state, ScanStrip::State::Busy);
    }
};

QTEST_APPLESS_MAIN(TestReadStrip)
#include "tst_readstrip.moc"
