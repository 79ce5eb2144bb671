// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/producepage/producepage.h"

#include "items/errortext.h"
#include "items/requestfields.h"
#include "items/safetext.h"
#include "session/savedrequests.h"
#include "views/producepage/fieldeditor.h"
#include "views/producepage/inputpanel.h"
#include "views/producepage/producebar.h"
#include "views/producepage/requestpane.h"
#include "views/widgets/named.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryDir>

// Files of the page: saved requests, and records that are imported.

namespace Views {

namespace {

constexpr QLatin1String requestEnding(".kafka.json");

} // namespace

void ProducePage::saveRequest()
{
    auto *dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("saveRequestDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save request"));
    dialog->setLabelText(tr("Name of the request; it is kept in %1").arg(Items::safeText(m_requests.folder().toStdString(), 100)));
    dialog->setTextValue(m_savedName.isEmpty() ? topic() : m_savedName);
    dialog->setOkButtonText(tr("Save"));
    connect(dialog, &QInputDialog::textValueSelected, this, &ProducePage::saveAs);
    dialog->open();
    if (auto *edit = dialog->findChild<QLineEdit *>())
        named(edit, "requestNameEdit", tr("Name of the request"));
}

void ProducePage::saveAs(const QString &name)
{
    const Produce::ProduceRequest now = request();
    if (m_requests.contains(name) && name != m_savedName) {
        auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Save request"), tr("There is a request “%1” already.").arg(Items::safeText(name.toStdString())), QMessageBox::Cancel, this);
        box->setObjectName(QStringLiteral("replaceRequestBox"));
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->setTextFormat(Qt::PlainText);
        QPushButton *replace = box->addButton(tr("Replace"), QMessageBox::DestructiveRole);
        box->setDefaultButton(QMessageBox::Cancel);
        connect(replace, &QPushButton::clicked, this, [this, name] {
            m_savedName = name;
            saveAs(name);
        });
        box->open();
        return;
    }
    if (const Domain::Status saved = m_requests.save(name, now); !saved) {
        m_trouble = Items::errorLine(saved.error());
    } else {
        m_trouble.clear();
        m_savedName = name;
        m_saved = now;
        m_isEdited = false;
        m_requestPane->setCurrent(name);
    }
    updateBanner();
}

void ProducePage::openRequest(const QString &name)
{
    openRequestFile(m_requests.file(name), name);
}

void ProducePage::openRequestFile(const QString &file, const QString &name)
{
    auto loaded = Session::SavedRequests::loadFile(file);
    if (!loaded) {
        m_trouble = Items::errorLine(loaded.error());
        updateBanner();
        return;
    }
    Produce::ProduceRequest request = std::move(loaded).value();
    if (request.topic.empty())
        request.topic = topic().toStdString();
    m_savedName = name;
    take(request);
    m_requestPane->setCurrent(name);
}

void ProducePage::removeRequest(const QString &name)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Remove request"), tr("Remove the saved request “%1”?").arg(Items::safeText(name.toStdString())), QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("removeRequestBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("Its file is deleted: %1").arg(Items::safeText(m_requests.file(name).toStdString())));
    QPushButton *remove = box->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    remove->setProperty("kind", QStringLiteral("destructive"));
    box->setDefaultButton(QMessageBox::Cancel);
    connect(remove, &QPushButton::clicked, this, [this, name] {
        if (const Domain::Status removed = m_requests.remove(name); !removed)
            m_trouble = Items::errorLine(removed.error());
        updateBanner();
    });
    box->open();
}

void ProducePage::chooseImport()
{
    auto *dialog = new QFileDialog(this, tr("Import records"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Records (*.jsonl *.ndjson *.csv *.txt)"), tr("Requests (*.kafka.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &ProducePage::openFile);
    dialog->open();
}

void ProducePage::importFile(const QString &file)
{
    m_input->choose(file);
    const auto input = m_input->input();
    if (input && input->format == Produce::InputFile::Format::Lines && m_value->field().text.empty())
        m_value->setField({Produce::FieldKind::Text, {}}); // a line is JSON only where that is asked for
}

/// A file that was chosen or dropped: a saved request fills the page, one JSON document becomes the value, anything else is a list of records.
void ProducePage::openFile(const QString &file)
{
    const QFileInfo info(file);
    if (!info.isFile()) { // a pipe would block
        m_trouble = tr("%1 is no regular file.").arg(Items::safeText(file.toStdString(), 200));
        updateBanner();
    } else if (file.endsWith(requestEnding, Qt::CaseInsensitive)) {
        openRequestFile(file, info.fileName().chopped(requestEnding.size()));
    } else if (info.suffix().compare(QLatin1String("json"), Qt::CaseInsensitive) == 0) {
        takeDocument(file);
    } else {
        importFile(file);
    }
}

void ProducePage::takeDocument(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        m_trouble = tr("%1 cannot be read: %2").arg(Items::safeText(path.toStdString(), 200), file.errorString());
        return updateBanner();
    }
    const QByteArray content = file.read(qint64(Items::mostEditedBytes) + 1);
    const bool isLarge = content.size() > qsizetype(Items::mostEditedBytes);
    m_input->setInput(std::nullopt);
    m_value->setField(isLarge ? Produce::Field{Produce::FieldKind::File, QFile::encodeName(path).toStdString()} : Items::fieldOf(content.toStdString()));
}

} // namespace Views
