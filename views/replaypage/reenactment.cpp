// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/reenactment.h"

#include "session/clustersession.h"
#include "session/connections.h"
#include "session/recordingprofile.h"
#include "session/replaysource.h"
#include "views/mainwindow/mainwindow.h"

#include <QCoreApplication>
#include <QFileDialog>

namespace Views {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Reenactment", text);
}

void open(MainWindow &window, Session::ClusterSession &recording, const Domain::ClusterSnapshot &snapshot)
{
    std::vector<std::string> topics;
    for (const Domain::Topic &topic : snapshot.topics)
        topics.push_back(topic.name);
    window.openReplay(recording, {Session::wholeTopics(std::move(topics)), Replay::OriginalGaps{1}});
}

} // namespace

void reenact(MainWindow &window, Session::ClusterSession &recording)
{
    if (const auto snapshot = recording.snapshot())
        return open(window, recording, *snapshot);
    QObject::connect(
        &recording, &Session::ClusterSession::snapshotChanged, &window,
        [&window, session = &recording] {
            if (const auto snapshot = session->snapshot())
                open(window, *session, *snapshot);
        },
        Qt::SingleShotConnection);
}

void chooseReenactment(MainWindow &window, Session::Connections &connections, Session::ClusterSession *inFront)
{
    if (inFront && !inFront->profile().recordingFile.empty())
        return reenact(window, *inFront);
    auto *dialog = new QFileDialog(&window, tr("Re-enact recording"), QString(), tr("Recordings (*.playhead *.playhead.part);;All files (*)"));
    dialog->setObjectName(QStringLiteral("reenactDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, &window, [&window, &connections](const QString &file) { reenact(window, *connections.open(Session::recordingProfile(file), {})); });
    dialog->open();
}

} // namespace Views
