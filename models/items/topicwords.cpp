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

QString logSpan(const ErrorArguments &error)
{
    if (!error.has("low") || !error.has("high"))
        return Words::tr("The log begins later or ends earlier.");
    return Words::tr("The log holds offsets %1 to %2 (exclusive).").arg(error["low"], error["high"]);
}

/// How an argument of the command line is wrong when it is not its value.
QString argumentProblem(const ErrorArguments &error)
{
    const QString problem = error["problem"];
    if (problem == QLatin1String("unknown"))
        return Words::tr("There is no option %1.").arg(error["argument"]);
    if (problem == QLatin1String("misplaced"))
        return Words::tr("%1 is no option of %2.").arg(error["argument"], error["place"]);
    if (problem == QLatin1String("surplus"))
        return Words::tr("Too many words: %1.").arg(error["value"]);
    if (problem == QLatin1String("conflict"))
        return Words::tr("Only one of these can be given: %1.").arg(error["argument"]);
    if (problem == QLatin1String("syntax"))
        return safeText(error.technical());
    return Words::tr("%1 is missing.").arg(error["argument"]);
}

} // namespace

ErrorText topicWords(const ErrorArguments &error)
{
    using Domain::ErrorCode;
    switch (error.code()) {
    case ErrorCode::UnknownTopic:
        return {Words::tr("Topic %1 does not exist in this cluster, or may not be seen.").arg(error["topic"]),
                Words::tr("It was deleted or is spelled differently, or the user of this connection lacks the right to describe it."),
                Words::tr("Look at the list of topics again, and check the spelling and the rights."), {}};
    case ErrorCode::UnknownPartition:
        return {Words::tr("Topic %1 has no partition %2.").arg(error["topic"], error["partition"]), {},
                Words::tr("Choose one of its partitions; they are numbered from 0."), {}};
    case ErrorCode::OffsetOutOfRange:
        return {error.has("offset") ? Words::tr("Offset %1 is not in %2.").arg(error["offset"], error.partition())
                                    : Words::tr("The offset is not in %1.").arg(error.partition()),
                logSpan(error), Words::tr("Choose an offset within the log, or read from the beginning or end."), {}};
    case ErrorCode::TopicDeleted:
        return {Words::tr("Topic %1 was deleted while it was read.").arg(error["topic"]), {},
                Words::tr("What was read is kept. Refresh the list of topics."), {}};
    case ErrorCode::TopicRecreated:
        return {Words::tr("Topic %1 was deleted and created again while it was read.").arg(error["topic"]),
                Words::tr("The offsets of the new topic have nothing to do with those of the old one."),
                Words::tr("What was read is kept. Start again to read the new topic."), {}};
    case ErrorCode::NoLeader:
        return {Words::tr("No leader for %1: LEADER_NOT_AVAILABLE.").arg(error.partition()),
                Words::tr("All brokers with an in-sync replica are down, or a new leader is being chosen."),
                Words::tr("This usually passes by itself; check the brokers if it lasts."), {}};
    case ErrorCode::LeaderMoved:
        return {Words::tr("The leader of %1 has moved: NOT_LEADER_OR_FOLLOWER.").arg(error.partition()),
                Words::tr("A broker was restarted or the cluster balances itself."), Words::tr("This usually passes by itself."), {}};
    case ErrorCode::RecordTooLarge:
        return {error.has("offset") ? Words::tr("A record in %1 at offset %2 is too large to be read.").arg(error.partition(), error["offset"])
                                    : Words::tr("A record in %1 is too large to be read.").arg(error.partition()),
                error.has("limit") ? Words::tr("It is larger than receive.message.max.bytes, %1 bytes.").arg(error["limit"])
                                   : Words::tr("It is larger than receive.message.max.bytes."),
                Words::tr("Raise receive.message.max.bytes in the extra properties of the connection."), {}};
    case ErrorCode::BadBatch:
        return {error.has("offset") ? Words::tr("A batch in %1 at offset %2 cannot be read.").arg(error.partition(), error["offset"])
                                    : Words::tr("A batch in %1 cannot be read.").arg(error.partition()),
                Words::tr("Its checksum is wrong or it does not decompress: it is damaged on disk or on the way."),
                Words::tr("Read on behind it, and compare with another replica of the partition."), {}};
    case ErrorCode::Unsupported:
        return {error.has("what") ? Words::tr("The cluster cannot do this: %1.").arg(error["what"]) : Words::tr("The cluster cannot do this."),
                Words::tr("The broker is too old for it, is not Apache Kafka, or this is the demo."),
                Words::tr("Everything else works; use a newer broker for this."), {}};
    default: break;
    }
    const QString name = error.has("name") ? error["name"] : Words::tr("an unknown error");
    return {error.has("topic") ? Words::tr("The broker answered %1 for %2.").arg(name, error.partition()) : Words::tr("The broker answered %1.").arg(name),
            error.technical().empty() ? QString() : Words::tr("In Kafka's words: %1.").arg(safeText(error.technical())),
            error.isRetriable() ? Words::tr("Try again; if it stays, the log of the broker tells more.")
                                : Words::tr("The log of the broker tells more."), {}};
}

ErrorText ownSideWords(const ErrorArguments &error)
{
    using Domain::ErrorCode;
    const QString reason = error.technical().empty() ? QString() : Words::tr("Reason: %1.").arg(safeText(error.technical()));
    switch (error.code()) {
    case ErrorCode::UnknownProperty:
        return {Words::tr("There is no client property %1.").arg(error["property"]), {},
                Words::tr("Check the spelling: the names are those of librdkafka, such as socket.timeout.ms."), {}};
    case ErrorCode::PropertyNotAllowed:
        return {Words::tr("The client property %1 cannot be set.").arg(error["property"]),
                Words::tr("It would change what Playhead promises (no group, no commit, nothing created), or run code."),
                Words::tr("Leave it out."), {}};
    case ErrorCode::BadPropertyValue:
        return {error.has("value") ? Words::tr("%2 is no value for the client property %1.").arg(error["property"], error["value"])
                                   : Words::tr("The value of the client property %1 cannot be used.").arg(error["property"]),
                reason, Words::tr("Correct the value."), {}};
    case ErrorCode::BadArgument:
        if (error.has("problem"))
            return {argumentProblem(error), error.has("expected") ? Words::tr("Expected: %1.").arg(error["expected"]) : QString(), Words::tr("See playhead --help."), {}};
        return {error.has("value") ? Words::tr("%2 is no value for %1.").arg(error["argument"], error["value"])
                                   : Words::tr("%1 needs a value.").arg(error["argument"]),
                error.has("expected") ? Words::tr("Expected: %1.").arg(error["expected"]) : reason,
                Words::tr("See playhead --help."), {}};
    case ErrorCode::BadTime:
        return {Words::tr("%1 is no time.").arg(error["value"]), {},
                Words::tr("Write ISO 8601, such as 2026-01-31T12:00:00Z (without a zone: UTC), or milliseconds since 1970."), {}};
    case ErrorCode::BadFilter:
        return {Words::tr("The filter cannot be used: %1.").arg(error["problem"]),
                error.has("position") ? Words::tr("At byte %1.").arg(error["position"]) : QString(),
                error.has("suggestion") ? Words::tr("Did you mean %1?").arg(error["suggestion"]) : Words::tr("Correct it; nothing was run."), {}};
    case ErrorCode::RecordingBroken:
        return {Words::tr("The recording %1 is damaged: %2.").arg(error["file"], error["problem"]),
                error.has("position") ? Words::tr("At byte %1.").arg(error["position"]) : reason,
                Words::tr("What comes before it is shown. Take another copy of the file for the rest."), {}};
    case ErrorCode::RecordingNewer:
        return {Words::tr("The recording %1 was made by a newer version of Playhead.").arg(error["file"]),
                error.has("version") ? Words::tr("Its format has version %1.").arg(error["version"]) : QString(),
                Words::tr("Use the newer version to open it."), {}};
    case ErrorCode::UnknownProfile:
        return {Words::tr("There is no saved connection named %1.").arg(error["profile"]), {},
                Words::tr("Check the spelling, or save the connection in the window first."), {}};
    case ErrorCode::ProfileFileBroken:
        return {Words::tr("The file of saved connections cannot be read: %1.").arg(error["file"]), reason,
                Words::tr("It is kept as %1 and was not changed. Correct it there and put it back, or save the connections anew.").arg(error["keptAs"]), {}};
    case ErrorCode::ProfileFileNewer:
        return {Words::tr("The file of saved connections was written by a newer version of Playhead: %1.").arg(error["file"]),
                error.has("version") ? Words::tr("Its format has version %1.").arg(error["version"]) : QString(),
                Words::tr("It is kept as %1 and was not changed. Use the newer version to work with it.").arg(error["keptAs"]), {}};
    case ErrorCode::FileUnreadable:
        return {Words::tr("Cannot read the file %1.").arg(error["file"]), reason, Words::tr("Check its path and rights."), {}};
    case ErrorCode::FileUnwritable:
        return {Words::tr("Cannot write the file %1.").arg(error["file"]), reason, Words::tr("Check the free space and the rights of its folder."), {}};
    case ErrorCode::NoKeyring:
        return {Words::tr("There is no keyring: passwords are kept for this run only."), reason,
                Words::tr("Start a keyring service (such as gnome-keyring or KWallet), or enter the passwords again next time."), {}};
    case ErrorCode::SecretMissing:
        return {Words::tr("%1 is missing.").arg(error["property"]), Words::tr("The connection needs it and nobody has given it."),
                Words::tr("Enter it in the connection dialog; on the command line, use -X %1=… or PLAYHEAD_SASL_PASSWORD for a password.").arg(error["property"]), {}};
    case ErrorCode::DeadlineExceeded:
        return {error.has("what") ? Words::tr("No answer within %2 s: %1.").arg(error["what"], error["seconds"]) : Words::tr("No answer in time."),
                Words::tr("The cluster is slow, busy or not reachable right now."), Words::tr("Try again."), {}};
    case ErrorCode::Cancelled:
        return {Words::tr("Cancelled."), {}, Words::tr("Start it again when you want it."), {}};
    default: break;
    }
    return {error.has("what") ? Words::tr("Something inside Playhead went wrong: %1.").arg(error["what"]) : Words::tr("Something inside Playhead went wrong."),
            reason, Words::tr("Copy the details and report it."), {}};
}

} // namespace Items
