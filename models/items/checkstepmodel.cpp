// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/checkstepmodel.h"

#include "items/errortext.h"
#include "items/itemroles.h"
#include "items/numbertext.h"
#include "items/safetext.h"

#include <algorithm>

namespace Items {

namespace {

constexpr int pollMs = 40; ///< a check runs for seconds at most; its thread never calls into the GUI

} // namespace

CheckStepModel::CheckStepModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_timer.setInterval(pollMs);
    connect(&m_timer, &QTimer::timeout, this, &CheckStepModel::poll);
}

void CheckStepModel::start(std::unique_ptr<Domain::ConnectionCheck> check)
{
    clear();
    m_check = std::move(check);
    if (!m_check)
        return;
    m_timer.start();
    take(m_check->steps());
}

void CheckStepModel::clear()
{
    m_timer.stop();
    m_check.reset();
    m_generation = 0;
    m_finished = false;
    take({});
}

void CheckStepModel::poll()
{
    // finished() is read first: steps set before it are then seen for sure.
    const bool done = m_check->finished();
    const std::uint64_t generation = m_check->generation();
    if (generation != m_generation || done) {
        m_generation = generation;
        take(m_check->steps());
    }
    if (!done)
        return;
    m_timer.stop();
    m_finished = true;
    emit finished();
}

void CheckStepModel::take(std::vector<Domain::CheckStep> steps)
{
    const int before = static_cast<int>(m_steps.size());
    const int after = static_cast<int>(steps.size());
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_steps = std::move(steps);
        endRemoveRows();
    } else if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_steps = std::move(steps);
        endInsertRows();
    } else {
        m_steps = std::move(steps);
    }
    if (const int kept = std::min(before, after))
        emit dataChanged(index(0, 0), index(kept - 1, ColumnCount - 1));
}

bool CheckStepModel::hasPassed() const
{
    return m_finished && !firstFailure()
        && std::any_of(m_steps.begin(), m_steps.end(), [](const Domain::CheckStep &s) { return s.outcome == Domain::CheckStep::Outcome::Passed; });
}

const Domain::CheckStep *CheckStepModel::firstFailure() const
{
    const auto it = std::find_if(m_steps.begin(), m_steps.end(), [](const Domain::CheckStep &s) { return s.outcome == Domain::CheckStep::Outcome::Failed; });
    return it == m_steps.end() ? nullptr : &*it;
}

QString CheckStepModel::report() const
{
    QString text;
    for (const Domain::CheckStep &step : m_steps) {
        QStringList parts;
        for (int column = 0; column < ColumnCount; ++column) {
            const QString part = display(step, column);
            if (!part.isEmpty())
                parts.append(part);
        }
        text += parts.join(QStringLiteral("  ")) + u'\n';
        if (step.error) {
            const ErrorText words = errorText(*step.error);
            for (const QString &line : {words.why, words.next, words.details}) {
                if (!line.isEmpty())
                    text += QStringLiteral("    ") + line + u'\n';
            }
        }
    }
    return text;
}

int CheckStepModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_steps.size());
}

int CheckStepModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant CheckStepModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Domain::CheckStep &step = m_steps[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
    case CopyRole: return display(step, column);
    case SortRole: return static_cast<int>(step.outcome);
    case Qt::ToolTipRole: return step.error ? errorLine(*step.error).toHtmlEscaped() : display(step, column).toHtmlEscaped();
    case KindRole: return static_cast<int>(step.outcome);
    case AttentionRole: return column <= Result && step.outcome == Domain::CheckStep::Outcome::Failed ? 2 : 0;
    case FigureRole: return column == Time;
    case DimmedRole: return step.outcome == Domain::CheckStep::Outcome::NotRun || column == Time || column == Detail;
    case IconRole:
        if (column != Check)
            return {};
        switch (step.outcome) {
        case Domain::CheckStep::Outcome::Passed: return QStringLiteral("passed");
        case Domain::CheckStep::Outcome::Failed: return QStringLiteral("failed");
        case Domain::CheckStep::Outcome::Running: return QStringLiteral("busy");
        case Domain::CheckStep::Outcome::NotRun: return QStringLiteral("ring");
        }
        return {};
    default: return {};
    }
}

QString CheckStepModel::display(const Domain::CheckStep &step, int column) const
{
    switch (column) {
    case Check: {
        QString name;
        switch (step.stage) {
        case Domain::CheckStep::Stage::Resolve: name = tr("Resolve name"); break;
        case Domain::CheckStep::Stage::Connect: name = tr("Connect"); break;
        case Domain::CheckStep::Stage::Tls: name = tr("TLS"); break;
        case Domain::CheckStep::Stage::Sasl: name = tr("SASL"); break;
        case Domain::CheckStep::Stage::Metadata: name = tr("Metadata"); break;
        case Domain::CheckStep::Stage::Advertised: name = tr("Advertised address"); break;
        }
        return step.address.empty() ? name : name + u' ' + safeText(step.address);
    }
    case Result:
        switch (step.outcome) {
        case Domain::CheckStep::Outcome::Passed: return tr("Passed");
        case Domain::CheckStep::Outcome::Failed: return tr("Failed");
        case Domain::CheckStep::Outcome::Running: return tr("Running");
        case Domain::CheckStep::Outcome::NotRun: return tr("Not run");
        }
        return {};
    case Time:
        return step.outcome == Domain::CheckStep::Outcome::Passed || step.outcome == Domain::CheckStep::Outcome::Failed
            ? durationText(step.took.count())
            : QString();
    case Detail: return step.error ? errorText(*step.error).what : safeText(step.detail);
    default: return {};
    }
}

QVariant CheckStepModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Check: return tr("Check");
    case Result: return tr("Result");
    case Time: return tr("Time");
    case Detail: return tr("Detail");
    default: return {};
    }
}

} // namespace Items
