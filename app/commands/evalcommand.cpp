// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/evalcommand.h"

#include "codec/jsonl.h"
#include "search/celast.h"
#include "search/celeval.h"

#include <QCoreApplication>
#include <QFile>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <unistd.h>

namespace App {

namespace {

constexpr qint64 longestRecord = 512 * 1024 * 1024;

/// What is wrong, and where if it is the expression itself.
std::string problemText(const Domain::Error &error)
{
    std::string text = error.arg("problem");
    if (const std::string position = error.arg("position"); !position.empty())
        text += " (at byte " + position + ")";
    if (const std::string suggestion = error.arg("suggestion"); !suggestion.empty())
        text += "; did you mean '" + suggestion + "'?";
    return text;
}

Domain::Error badRecord(const QString &file, const std::string &problem)
{
    Domain::Error error;
    error.code = Domain::ErrorCode::FileUnreadable;
    error.args = {{"file", file.toStdString()}};
    error.technical = problem;
    return error;
}

} // namespace

EvalCommand::EvalCommand(CommandLine line, QObject *parent) : Command(parent), m_line(std::move(line)) {}

void EvalCommand::start()
{
    if (!m_line.recordFile.isEmpty() && !readRecord())
        return end(nothingRead);
    if (!m_line.batch)
        return end(print(m_line.expression.toStdString()) ? done : incomplete);
    m_input = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
    connect(m_input.get(), &QSocketNotifier::activated, this, &EvalCommand::onReadable);
}

void EvalCommand::interrupt()
{
    end(incomplete);
}

void EvalCommand::end(int exitCode)
{
    if (m_input)
        m_input->setEnabled(false);
    if (!m_ended) {
        m_ended = true;
        emit finished(exitCode);
    }
}

/// The first line that is not blank.
bool EvalCommand::readRecord()
{
    QFile file(m_line.recordFile);
    QByteArray line;
    if (!file.open(QIODevice::ReadOnly)) {
        printError(badRecord(m_line.recordFile, file.errorString().toStdString()));
        return false;
    }
    while (line.trimmed().isEmpty() && !file.atEnd())
        line = file.readLine(longestRecord);
    std::string problem;
    m_record = Codec::readJsonl(std::string_view(line.constData(), static_cast<std::size_t>(line.size())), problem);
    if (!m_record)
        printError(badRecord(m_line.recordFile, problem));
    return m_record.has_value();
}

void EvalCommand::onReadable()
{
    std::array<char, 64 * 1024> buffer;
    const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count > 0)
        return take({buffer.data(), static_cast<std::size_t>(count)});
    if (!m_pending.empty() && !print(m_pending))
        return end(incomplete);
    end(count == 0 ? done : incomplete);
}

void EvalCommand::take(std::string_view bytes)
{
    while (!m_ended) {
        const std::size_t end = bytes.find('\n');
        // Of a line longer than any expression only so much is kept as shows that it is too long.
        const std::string_view part = bytes.substr(0, end);
        m_pending += part.substr(0, Search::Cel::maxSourceBytes + 2 - std::min(m_pending.size(), Search::Cel::maxSourceBytes + 2));
        if (end == std::string_view::npos)
            return;
        if (!print(m_pending))
            return this->end(incomplete);
        m_pending.clear();
        bytes.remove_prefix(end + 1);
    }
}

std::string EvalCommand::outputLine(std::string_view expression, const Codec::JsonlRecord *record)
{
    std::vector<Domain::Header> headers;
    const Domain::Record borrowed = record ? record->borrow(headers) : Domain::Record();
    const auto value = Search::evaluate(expression, record ? &borrowed : nullptr, record ? std::string_view(record->topic) : std::string_view());
    if (value)
        return Search::toJson(*value) + '\n';
    std::string out = "{\"error\":";
    Codec::appendJsonValue(out, std::string_view(problemText(value.error())));
    return out + "}\n";
}

bool EvalCommand::print(std::string_view expression)
{
    if (expression.ends_with('\r'))
        expression.remove_suffix(1);
    const std::string text = outputLine(expression, m_record ? &*m_record : nullptr);
    errno = 0;
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
        return true;
    std::fprintf(stderr, "playhead: %s\n",
                 qPrintable(QCoreApplication::translate("EvalCommand", "Cannot write the output: %1.").arg(QString::fromLocal8Bit(std::strerror(errno)))));
    return false;
}

} // namespace App
