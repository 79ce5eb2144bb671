// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/recordingopening.h"

#include "session/clustersession.h"
#include "session/connections.h"
#include "session/recordingprofile.h"
#include "views/mainwindow/mainwindow.h"

#include <QCoreApplication>
#include <QFileDialog>

namespace Views {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("RecordingOpening", text);
}

/// As soon as the file has told what is in it.
void openOnlyTopic(MainWindow &window, Session::ClusterSession &session)
{
    const std::shared_ptr<const Domain::ClusterSnapshot> snapshot = session.snapshot();
    if (snapshot && snapshot->topics.size() == 1)
        window.openTopic(session, QString::fromStdString(snapshot->topics.front().name));
}

} // namespace

void openRecording(MainWindow &window, Session::Connections &connections, const QString &file)
{
    const Domain::ConnectionProfile profile = Session::recordingProfile(file);
    if (Session::ClusterSession *session = connections.openCluster(profile.id)) {
        window.openTopics(*session);
        return;
    }
    Session::ClusterSession *session = connections.open(profile, {}); // the window shows its topics
    QObject::connect(
        session, &Session::ClusterSession::snapshotChanged, &window, [&window, session] { openOnlyTopic(window, *session); }, Qt::SingleShotConnection);
}

void chooseRecording(MainWindow &window, Session::Connections &connections)
{
    auto *dialog = new QFileDialog(&window, tr("Open recording"), QString(), tr("Recordings (*.playhead *.playhead.part);;All files (*)"));
    dialog->setObjectName(QStringLiteral("openRecordingDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, &window, [&window, &connections](const QString &file) { openRecording(window, connections, file); });
    dialog->open();
}

} // namespace Views
