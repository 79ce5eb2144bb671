// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/errorwords.h"

#include "items/safetext.h"

#include <QCoreApplication>

namespace Items {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Items::Error)
};

QString reasonOf(const ErrorArguments &error)
{
    return error.technical().empty() ? QString() : Words::tr("Reason: %1.").arg(safeText(error.technical()));
}

/// "At byte 12." of what the user wrote.
QString placeOf(const ErrorArguments &error)
{
    return error.has("position") ? Words::tr("At byte %1.").arg(error["position"]) : QString();
}

QString suggestionOf(const ErrorArguments &error, const QString &otherwise)
{
    return error.has("suggestion") ? Words::tr("Did you mean %1?").arg(error["suggestion"]) : otherwise;
}

ErrorText lockWords(const ErrorArguments &error)
{
    const QString what = Words::tr("Nothing can be written to %1 now.").arg(error["profile"]);
    if (error["reason"] == QLatin1String("recording"))
        return {what, Words::tr("It is a recording: a file that is only read."), Words::tr("Open a cluster to write to."), {}};
    if (error["reason"] == QLatin1String("production"))
        return {what, Words::tr("It is a production connection: writes are locked until its name is typed."),
                Words::tr("Unlock writes with the lock in the tool bar; on the command line, add --yes with the name of the connection."), {}};
    return {what, Words::tr("The connection is read-only."),
            Words::tr("Allow writes with the lock in the tool bar, or take the mark \"read-only\" out of the connection's settings."), {}};
}

ErrorText journalWords(const ErrorArguments &error)
{
    if (error.code() == Domain::ErrorCode::JournalUnwritable)
        return {Words::tr("The journal of writes cannot be written: %1.").arg(error["file"]),
                error.has("problem") ? Words::tr("Reason: %1. Nothing is sent to a cluster without it.").arg(error["problem"]) : reasonOf(error),
                Words::tr("Check the free space and the rights of its folder."), {}};
    return {Words::tr("The journal of writes was changed or damaged: %1, line %2.").arg(error["file"], error["line"]), reasonOf(error),
            Words::tr("Keep the file as it is and look into it; new lines go on behind it."), {}};
}

ErrorText sendWords(const ErrorArguments &error)
{
    using Domain::ErrorCode;
    switch (error.code()) {
    case ErrorCode::SendTooLarge:
        return {Words::tr("The record is too large for %1.").arg(error.partition()),
                error.has("limit") ? Words::tr("It takes %1 bytes; %2 are allowed (max.message.bytes).").arg(error["size"], error["limit"]) : reasonOf(error),
                Words::tr("Make it smaller, compress it, or raise max.message.bytes of the topic."), {}};
    case ErrorCode::SendTimestamp:
        return {Words::tr("The timestamp %2 cannot be sent to %1.").arg(error.partition(), error["timestamp"]), reasonOf(error),
                Words::tr("Send it with another time or with the time of sending; message.timestamp.before.max.ms and after.max.ms of the topic say what it takes."), {}};
    case ErrorCode::SendTimedOut:
        if (error["reason"] == QLatin1String("acks"))
            return {Words::tr("Whether %1 has the record is not known.").arg(error.partition()), Words::tr("It was sent with acks=0: no acknowledgement was asked for."),
                    Words::tr("Look whether the record is there, or send with acknowledgements."), {}};
        return {Words::tr("%1 did not acknowledge the record in time.").arg(error.partition()),
                error.has("seconds") ? Words::tr("Waited %1 s.").arg(error["seconds"]) : reasonOf(error),
                Words::tr("Check the broker that leads the partition; look whether the record is there before sending it again."), {}};
    case ErrorCode::SendRefused:
        return {Words::tr("The broker refused the record for %1: %2.").arg(error.partition(), error["name"]), reasonOf(error),
                Words::tr("Correct the record or the topic's configuration; it was not written."), {}};
    default:
        return {Words::tr("The record for %1 was given up before it was acknowledged.").arg(error.partition()), Words::tr("Sending was stopped."),
                Words::tr("Send it again if it is not there."), {}};
    }
}

ErrorText transactionWords(const ErrorArguments &error)
{
    using Domain::ErrorCode;
    if (error.code() == ErrorCode::Fenced)
        return {Words::tr("Another producer has taken over the transactional id %1.").arg(error["id"]), Words::tr("The same run goes on elsewhere, or it was resumed there."),
                Words::tr("Look at the other process; what this one had not committed was aborted."), {}};
    if (error.code() == ErrorCode::TransactionTooLong)
        return {Words::tr("This does not fit into one transaction."),
                error.has("estimate") ? Words::tr("It would take about %1 s; %2 s are the most.").arg(error["estimate"], error["limit"]) : Words::tr("It has no end of its own."),
                Words::tr("Send fewer records, send faster, or send without a transaction."), {}};
    return {Words::tr("The transaction %1 failed: %2.").arg(error["id"], error["what"]), error.has("name") ? Words::tr("Reason: %1.").arg(error["name"]) : reasonOf(error),
            Words::tr("Nothing of it is visible to readers of committed records, unless it is said to be unknown. Try again."), {}};
}

ErrorText requestWords(const ErrorArguments &error)
{
    using Domain::ErrorCode;
    switch (error.code()) {
    case ErrorCode::BadTemplate:
        return {Words::tr("The template in %1 cannot be used: %2.").arg(error["where"], error["problem"]), placeOf(error),
                suggestionOf(error, Words::tr("Correct it; nothing was sent.")), {}};
    case ErrorCode::BadInput:
        return {Words::tr("Line %2 of %1 cannot be sent: %3.").arg(error["file"], error["line"], error["problem"]), {},
                Words::tr("Correct the line; the others are not concerned."), {}};
    default:
        return {Words::tr("The saved request %1 cannot be read: %2.").arg(error["file"], error["problem"]), reasonOf(error),
                Words::tr("Correct the file, or save the request anew."), {}};
    }
}

ErrorText replayWords(const ErrorArguments &error)
{
    using Domain::ErrorCode;
    switch (error.code()) {
    case ErrorCode::BadStep:
        return {Words::tr("Step %1 cannot be used: %2.").arg(error["step"], error["problem"]), placeOf(error),
                suggestionOf(error, Words::tr("Correct it; nothing was run.")), {}};
    case ErrorCode::StepFailed:
        return {Words::tr("Step %1 cannot be applied to the record at offset %2 of %3: %4.").arg(error["step"], error["offset"], error.partition(), error["problem"]), {},
                Words::tr("Drop such records with a step in front, or change the step."), {}};
    case ErrorCode::ReplayBusy:
        return {Words::tr("Another process carries out the replay %1.").arg(error["run"]), {}, Words::tr("Wait for it, or stop it there first."), {}};
    case ErrorCode::ReplayUnknown:
        return {Words::tr("There is no journal of a replay %1.").arg(error["run"]), error.has("folder") ? Words::tr("Looked for it in %1.").arg(error["folder"]) : QString(),
                Words::tr("Check the run's id. With the same source and target given, what the target holds of it can be taken instead."), {}};
    case ErrorCode::ReplayJournalBroken:
        return {Words::tr("The journal of the replay %1 is damaged: line %2 of %3.").arg(error["run"], error["line"], error["file"]),
                error.has("problem") ? Words::tr("Reason: %1.").arg(error["problem"]) : reasonOf(error),
                Words::tr("What stands before that line counts; verify the run before it is resumed."), {}};
    default:
        return {Words::tr("The replay refuses this: %1.").arg(error.has("detail") ? error["detail"] : error["problem"]),
                error.has("offset") ? Words::tr("At offset %1 of %2.").arg(error["offset"], error.partition()) : reasonOf(error),
                Words::tr("Change the plan and run it dry again."), {}};
    }
}

} // namespace

ErrorText writeWords(const ErrorArguments &error)
{
    using Domain::ErrorCode;
    if (error.code() == ErrorCode::WritesLocked)
        return lockWords(error);
    if (error.code() <= ErrorCode::JournalBroken)
        return journalWords(error);
    if (error.code() <= ErrorCode::SendAbandoned)
        return sendWords(error);
    if (error.code() <= ErrorCode::TransactionTooLong)
        return transactionWords(error);
    if (error.code() <= ErrorCode::BadRequestFile)
        return requestWords(error);
    return replayWords(error);
}

} // namespace Items
