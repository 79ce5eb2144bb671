// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/export/exportdialog.h"

#include "items/errortext.h"
#include "items/numbertext.h"
#include "items/safetext.h"
#include "session/clustersession.h"
#include "session/readsession.h"
#include "session/recordrows.h"
#include "views/appearance.h"
#include "views/widgets/named.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace Views {

namespace {

using Session::ExportFormat;
using State = Session::ExportJob::State;

} // namespace

ExportDialog::ExportDialog(Session::RecordRows &rows, Session::ClusterSession &cluster, RowChoice::Ranges selection, ExportFormat format, const Appearance &appearance, QWidget *parent)
    : QDialog(parent), m_rows(rows), m_cluster(cluster), m_choice(new RowChoice(rows, std::move(selection), QStringLiteral("export"), this))
{
    setObjectName(QStringLiteral("exportDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Export records"));
    auto *title = new QLabel(windowTitle(), this);
    title->setTextFormat(Qt::PlainText);
    appearance.useFont(title, 1.15, QFont::DemiBold);
    if (m_choice->selectedCount() > 1)
        m_choice->chooseSelection();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(12);
    column->addWidget(title);
    column->addWidget(m_choice);
    column->addWidget(makeFile());
    m_progress = named(new QProgressBar(this), "exportProgress", tr("Progress of the export"));
    m_progress->setTextVisible(false);
    m_progress->hide();
    m_message = named(new QLabel(this), "exportMessage", tr("State of the export"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    column->addWidget(m_progress);
    column->addWidget(m_message);
    column->addStretch(1);

    m_close = named(new QPushButton(tr("Cancel"), this), "exportCloseButton", tr("Cancel"));
    m_close->setAutoDefault(false);
    m_start = named(new QPushButton(tr("&Export"), this), "exportStartButton", tr("Export"));
    m_start->setProperty("kind", QStringLiteral("primary"));
    m_start->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_start);
    column->addLayout(buttons);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_start, &QPushButton::clicked, this, &ExportDialog::start);
    m_format->setCurrentIndex(m_format->findData(int(format)));
    takeFormat();
    m_file->setText(suggestedFile());
    const int character = fontMetrics().averageCharWidth();
    resize(character * 90, 10);
}

ExportDialog::~ExportDialog() = default;

QWidget *ExportDialog::makeFile()
{
    auto *box = new QWidget(this);
    auto *form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    m_format = named(new QComboBox(box), "exportFormat", tr("Format"));
    m_format->addItem(tr("JSON Lines: everything, reads back byte for byte"), int(ExportFormat::Jsonl));
    m_format->addItem(tr("CSV: a table for spreadsheets"), int(ExportFormat::Csv));
    m_format->addItem(tr("Values only, one a line"), int(ExportFormat::Values));
    m_format->addItem(tr("Recording: opens again without a broker"), int(ExportFormat::Recording));
    m_guard = named(new QCheckBox(tr("Keep spreadsheets from taking cells for &formulas"), box), "exportFormulaGuard", tr("Keep spreadsheets from taking cells for formulas"));
    m_guard->setToolTip(tr("A cell that begins with = + - or @ gets an apostrophe in front, so the file does not read back byte for byte."));
    m_guard->setChecked(true);
    m_file = named(new QLineEdit(box), "exportFile", tr("File"));
    auto *browse = named(new QPushButton(tr("&Browse…"), box), "exportBrowseButton", tr("Browse for the file"));
    browse->setAutoDefault(false);
    auto *line = new QHBoxLayout;
    line->addWidget(m_file, 1);
    line->addWidget(browse);
    form->addRow(tr("&Format:"), m_format);
    form->addRow(QString(), m_guard);
    auto *fileLabel = new QLabel(tr("F&ile:"), box);
    fileLabel->setBuddy(m_file);
    form->addRow(fileLabel, line);
    connect(browse, &QPushButton::clicked, this, &ExportDialog::browse);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::takeFormat);
    return box;
}

ExportFormat ExportDialog::format() const
{
    return static_cast<ExportFormat>(m_format->currentData().toInt());
}

QString ExportDialog::suffix() const
{
    switch (format()) {
    case ExportFormat::Jsonl: return QStringLiteral(".jsonl");
    case ExportFormat::Csv: return QStringLiteral(".csv");
    case ExportFormat::Values:
    case ExportFormat::Text: return QStringLiteral(".txt");
    case ExportFormat::Recording: break;
    }
    return QStringLiteral(".playhead");
}

QString ExportDialog::suggestedFile() const
{
    QString name = QString::fromStdString(m_rows.session().plan().topic()).left(100);
    for (QChar &c : name)
        if (!c.isLetterOrNumber() && c != u'-' && c != u'_' && c != u'.')
            c = u'_';
    if (name.isEmpty() || name.startsWith(u'.'))
        name.prepend(QStringLiteral("records"));
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + u'/' + name + QDateTime::currentDateTime().toString(u"-yyyyMMdd-HHmmss") + suffix();
}

void ExportDialog::takeFormat()
{
    m_guard->setVisible(format() == ExportFormat::Csv);
    const QString name = m_file->text();
    for (const QString &known : {QStringLiteral(".jsonl"), QStringLiteral(".csv"), QStringLiteral(".txt"), QStringLiteral(".playhead")})
        if (name.endsWith(known))
            return m_file->setText(name.chopped(known.size()) + suffix());
}

void ExportDialog::browse()
{
    auto *dialog = new QFileDialog(this, tr("Export to"), QFileInfo(m_file->text()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QFileInfo(m_file->text()).fileName());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        m_file->setText(file);
        m_mayReplace = file; // that dialog has asked
    });
    dialog->open();
}

Session::ExportTarget ExportDialog::target(const Domain::ReadPlan &plan) const
{
    Session::ExportTarget target{.file = m_file->text().toLocal8Bit().toStdString(), .format = format(), .formulaGuard = m_guard->isChecked()};
    target.about.program = "playhead " PLAYHEAD_VERSION;
    target.about.source = m_cluster.profile().name;
    target.about.reason = m_choice->isEverything() ? "export of a whole read" : m_choice->isSelection() ? "export of selected rows" : "export of loaded rows";
    target.about.madeMs = QDateTime::currentMSecsSinceEpoch();
    target.about.plan = plan;
    if (const auto &filter = m_rows.filter())
        target.about.filter = filter->spec().pattern;
    const auto snapshot = m_cluster.snapshot();
    if (snapshot)
        target.about.clusterId = snapshot->clusterId;
    for (const std::string &name : plan.topics) {
        target.about.topics.push_back({.name = name});
        if (const Domain::Topic *topic = snapshot ? snapshot->topic(name) : nullptr)
            for (const Domain::Partition &partition : topic->partitions)
                target.about.topics.back().partitions.push_back(partition.id);
    }
    return target;
}

void ExportDialog::start()
{
    const QString file = m_file->text();
    if (file.isEmpty())
        return tell(tr("Name a file first."));
    if (QFileInfo::exists(file) && m_mayReplace != file) {
        m_mayReplace = file;
        return tell(tr("This file is there already. Press Export again to replace it."));
    }
    const Domain::ReadPlan plan = m_choice->plan();
    m_job = std::make_unique<Session::ExportJob>(target(plan));
    connect(m_job.get(), &Session::ExportJob::progressChanged, this, &ExportDialog::showProgress);
    connect(m_job.get(), &Session::ExportJob::finished, this, &ExportDialog::showEnd);
    m_start->setEnabled(false);
    m_progress->show();
    m_progress->setRange(0, 0);
    tell(tr("Exporting…"));
    if (m_choice->isEverything())
        m_job->startRead(m_cluster.cluster(), plan, m_rows.filter());
    else
        m_job->startRows(m_rows, m_choice->ranges());
}

void ExportDialog::showProgress()
{
    const Session::ExportJob::Progress &progress = m_job->progress();
    if (progress.total > 0) {
        m_progress->setRange(0, 1000);
        m_progress->setValue(int(double(progress.done) * 1000.0 / double(progress.total)));
    }
    tell(tr("%1 records written").arg(Items::countText(progress.records)));
}

void ExportDialog::showEnd()
{
    const Session::ExportJob::Progress &progress = m_job->progress();
    const QString file = Items::safeText(m_file->text().toStdString(), 200);
    QString sentence = tr("%1 records written to %2.").arg(Items::countText(progress.records), file);
    if (progress.nullValues > 0)
        sentence += u' ' + tr("%1 records with a null value left out.").arg(Items::countText(progress.nullValues));
    if (progress.state == State::Failed)
        sentence = progress.error ? Items::errorLine(*progress.error) : tr("The export failed.");
    else if (progress.state == State::Incomplete)
        sentence += u' ' + tr("Not everything could be read.") + (progress.error ? u' ' + Items::errorLine(*progress.error) : QString());
    const bool isWritten = progress.state == State::Done || progress.state == State::Incomplete;
    m_progress->setVisible(isWritten);
    m_progress->setRange(0, 1);
    m_progress->setValue(1);
    m_start->setEnabled(!isWritten);
    m_close->setText(isWritten ? tr("Close") : tr("Cancel"));
    m_close->setAccessibleName(m_close->text());
    tell(sentence);
}

void ExportDialog::tell(const QString &sentence)
{
    m_message->setText(sentence);
    m_message->setAccessibleDescription(sentence);
}

void ExportDialog::done(int result)
{
    if (m_job && m_job->progress().state == State::Running) {
        m_job->disconnect(this);
        m_job->cancel();
    }
    QDialog::done(result);
}

} // namespace Views
