// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/sourcedialog.h"

#include "items/errortext.h"
#include "items/filtertext.h"
#include "items/numbertext.h"
#include "items/readplantext.h"
#include "items/replaytext.h"
#include "session/clustersession.h"
#include "views/appearance.h"
#include "views/filterbar/filteredit.h"
#include "views/widgets/named.h"

#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Views {

namespace {

QString offsetsLine(const std::map<Domain::TopicPartition, Domain::Offset> &offsets)
{
    QStringList parts;
    for (const auto &[place, offset] : offsets)
        if (place.topic == 0)
            parts += QStringLiteral("%1:%2").arg(place.partition.value()).arg(offset.value());
    return parts.join(QStringLiteral(", "));
}

} // namespace

SourceDialog::SourceDialog(Session::ClusterSession &session, const Replay::Source &source, bool utc, const Appearance &appearance, QWidget *parent)
    : QDialog(parent), m_session(session), m_source(source), m_utc(utc), m_topics(named(new QLineEdit(this), "sourceTopics", tr("Topics, with commas"))),
      m_range(named(new QComboBox(this), "sourceRange", tr("Range"))), m_from(named(new QLineEdit(this), "sourceFrom", tr("From"))), m_until(named(new QLineEdit(this), "sourceUntil", tr("Until"))),
      m_fromLabel(new QLabel(tr("Fr&om:"), this)), m_untilLabel(new QLabel(tr("&Until:"), this)), m_isolation(named(new QComboBox(this), "sourceIsolation", tr("Isolation"))),
      m_mode(named(new QComboBox(this), "sourceFilterMode", tr("Kind of filter"))), m_filter(new FilterEdit(appearance, this)), m_problem(named(new QLabel(this), "sourceProblem", tr("Problem"))),
      m_apply(named(new QPushButton(tr("Use this source"), this), "sourceApplyButton", tr("Use this source")))
{
    setObjectName(QStringLiteral("sourceDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Source of the replay"));
    build(appearance);
    fill();
    showFields();
}

void SourceDialog::build(const Appearance &appearance)
{
    m_filter->setObjectName(QStringLiteral("sourceFilter"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setProperty("tone", QStringLiteral("danger"));
    auto *title = new QLabel(windowTitle(), this);
    appearance.useFont(title, 1.15, QFont::DemiBold);
    auto *filter = new QHBoxLayout;
    filter->addWidget(m_mode);
    filter->addWidget(m_filter, 1);
    auto *form = new QFormLayout;
    form->addRow(tr("&Topics:"), m_topics);
    form->addRow(tr("&Range:"), m_range);
    m_fromLabel->setBuddy(m_from);
    m_untilLabel->setBuddy(m_until);
    form->addRow(m_fromLabel, m_from);
    form->addRow(m_untilLabel, m_until);
    form->addRow(tr("&Isolation:"), m_isolation);
    form->addRow(new QLabel(tr("Filter:"), this), filter);
    auto *cancel = named(new QPushButton(tr("Cancel"), this), "sourceCancelButton", tr("Cancel"));
    cancel->setAutoDefault(false);
    m_apply->setDefault(true);
    m_apply->setProperty("kind", QStringLiteral("primary"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_apply);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(12);
    column->addWidget(title);
    column->addLayout(form);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, &SourceDialog::confirm);
    connect(m_filter, &FilterEdit::runAsked, this, &SourceDialog::confirm);
    connect(m_filter, &FilterEdit::leaveAsked, this, &QDialog::reject);
    connect(m_range, &QComboBox::currentIndexChanged, this, &SourceDialog::showFields);
    connect(m_mode, &QComboBox::currentIndexChanged, this, &SourceDialog::showFields);
    resize(fontMetrics().averageCharWidth() * 90, 10);
}

void SourceDialog::fill()
{
    QStringList topics;
    for (const std::string &topic : m_source.read.topics)
        topics += QString::fromStdString(topic);
    m_topics->setText(topics.join(QStringLiteral(", ")));
    QStringList known;
    if (const auto snapshot = m_session.snapshot())
        for (const Domain::Topic &topic : snapshot->topics)
            known += QString::fromStdString(topic.name);
    m_topics->setCompleter(new QCompleter(known, m_topics));
    if (!m_source.only.empty())
        m_range->addItem(tr("The %1 chosen").arg(Items::sourceRangeText(m_source, m_utc)), Rows);
    m_range->addItem(tr("Whole log"), Whole);
    m_range->addItem(tr("A span of time"), Time);
    m_range->addItem(tr("Offsets of each partition"), Offsets);
    m_isolation->addItem(QStringLiteral("read_committed"), int(Domain::IsolationLevel::Committed));
    m_isolation->addItem(QStringLiteral("read_uncommitted"), int(Domain::IsolationLevel::Uncommitted));
    m_isolation->setCurrentIndex(m_isolation->findData(int(m_source.read.isolation)));
    for (const auto mode : {Search::Mode::Text, Search::Mode::Regex, Search::Mode::Expression})
        m_mode->addItem(Items::filterModeText(mode), int(mode));
    m_mode->setCurrentIndex(m_mode->findData(int(m_source.filter ? m_source.filter->mode : Search::Mode::Expression)));
    if (m_source.filter)
        m_filter->setPlainText(QString::fromStdString(m_source.filter->pattern));
    const Domain::ReadPlan &read = m_source.read;
    const auto *from = std::get_if<Domain::AtTime>(&read.from);
    const auto *until = std::get_if<Domain::UntilTime>(&read.until);
    if (m_source.only.empty() && (!read.fromPerPartition.empty() || !read.untilPerPartition.empty())) {
        std::map<Domain::TopicPartition, Domain::Offset> starts;
        for (const auto &[place, target] : read.fromPerPartition)
            if (const auto *at = std::get_if<Domain::AtOffset>(&target))
                starts[place] = at->offset;
        m_range->setCurrentIndex(m_range->findData(Offsets));
        m_from->setText(offsetsLine(starts));
        m_until->setText(offsetsLine(read.untilPerPartition));
    } else if (m_source.only.empty() && (from || until)) {
        m_range->setCurrentIndex(m_range->findData(Time));
        m_from->setText(from ? Items::isoTimeText(from->ms, m_utc) : QString());
        m_until->setText(until ? Items::isoTimeText(until->ms, m_utc) : QString());
    }
}

void SourceDialog::showFields()
{
    const int range = m_range->currentData().toInt();
    const bool hasEnds = range == Time || range == Offsets;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_from, m_until, m_fromLabel, m_untilLabel})
        widget->setVisible(hasEnds);
    m_topics->setEnabled(range != Rows);
    m_from->setPlaceholderText(range == Time ? QStringLiteral("2026-11-22T09:10") : QStringLiteral("0:1200, 1:77"));
    m_until->setPlaceholderText(range == Time ? QStringLiteral("2026-11-22T11:40") : QStringLiteral("0:1300, 1:80"));
    m_filter->setExpression(m_mode->currentData().toInt() == int(Search::Mode::Expression));
    m_problem->hide();
}

QString SourceDialog::takeTopics(Replay::Source &source) const
{
    source.read.topics.clear();
    for (const QString &part : m_topics->text().split(u',', Qt::SkipEmptyParts))
        if (const QString topic = part.trimmed(); !topic.isEmpty())
            source.read.topics.push_back(topic.toStdString());
    if (source.read.topics.empty())
        return tr("Name a topic.");
    const auto snapshot = m_session.snapshot();
    for (const std::string &topic : source.read.topics)
        if (snapshot && !snapshot->topic(topic))
            return tr("There is no topic %1 here.").arg(QString::fromStdString(topic));
    return {};
}

QString SourceDialog::takeTimes(Replay::Source &source) const
{
    if (!m_from->text().trimmed().isEmpty()) {
        const auto from = Items::parseTime(m_from->text().trimmed(), m_utc);
        if (!from)
            return Items::errorLine(from.error());
        source.read.from = Domain::AtTime{from.value()};
    }
    if (!m_until->text().trimmed().isEmpty()) {
        const auto until = Items::parseTime(m_until->text().trimmed(), m_utc);
        if (!until)
            return Items::errorLine(until.error());
        source.read.until = Domain::UntilTime{.ms = until.value()};
    }
    return {};
}

QString SourceDialog::takeOffsets(Replay::Source &source) const
{
    if (source.read.topics.size() > 1)
        return tr("Offsets can be given for one topic only.");
    const auto starts = Items::parsePartitionOffsets(m_from->text());
    const auto ends = Items::parsePartitionOffsets(m_until->text());
    if (!starts || !ends)
        return Items::errorLine(starts ? ends.error() : starts.error());
    if (starts->empty())
        return tr("Name partitions with their first offsets, such as 0:1200, 1:77.");
    for (const auto &[partition, target] : *starts) {
        source.read.partitions.push_back(partition);
        source.read.fromPerPartition[{0, partition}] = target;
        const auto end = ends->find(partition);
        if (end == ends->end())
            continue;
        const auto *at = std::get_if<Domain::AtOffset>(&end->second);
        if (!at)
            return tr("The end of partition %1 is no offset.").arg(partition.value());
        source.read.untilPerPartition[{0, partition}] = at->offset;
    }
    // Bounds are fixed for all partitions or for none.
    if (!source.read.untilPerPartition.empty() && source.read.untilPerPartition.size() != source.read.partitions.size())
        return tr("Give an end to each of these partitions, or to none.");
    return {};
}

QString SourceDialog::takeRange(Replay::Source &source) const
{
    const int range = m_range->currentData().toInt();
    if (range == Rows)
        return {};
    source.only.clear();
    source.leftOut.clear();
    Domain::ReadPlan read;
    read.topics = source.read.topics;
    source.read = read;
    return range == Time ? takeTimes(source) : range == Offsets ? takeOffsets(source) : QString();
}

QString SourceDialog::takeFilter(Replay::Source &source) const
{
    source.filter.reset();
    const QString pattern = m_filter->toPlainText();
    if (pattern.trimmed().isEmpty())
        return {};
    Search::FilterSpec spec{.mode = Search::Mode(m_mode->currentData().toInt()), .pattern = pattern.toStdString()};
    const Items::FilterCheck check = Items::checkFilter(spec);
    m_filter->setProblem(check.position, check.length);
    m_filter->setMark(check.isOk() ? FilterEdit::Mark::None : FilterEdit::Mark::Problem);
    source.filter = std::move(spec);
    return check.problem;
}

QString SourceDialog::take()
{
    Replay::Source source = m_source;
    QString problem = takeTopics(source);
    if (problem.isEmpty())
        problem = takeRange(source);
    if (problem.isEmpty())
        problem = takeFilter(source);
    source.read.isolation = Domain::IsolationLevel(m_isolation->currentData().toInt());
    if (problem.isEmpty())
        m_source = std::move(source);
    return problem;
}

void SourceDialog::confirm()
{
    const QString problem = take();
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    if (problem.isEmpty())
        accept();
}

} // namespace Views
