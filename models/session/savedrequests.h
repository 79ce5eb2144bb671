// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "produce/producerequest.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

namespace Session {

/// A folder of saved requests (`NAME.kafka.json`) that belongs to the user: other programs may write there, the list follows. Files are
/// written so that after a crash the old or the new content is there. GUI thread; owned by who shows the list.
class SavedRequests final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SavedRequests)
public:
    /// Where requests go when nothing else is chosen.
    static QString usualFolder();

    explicit SavedRequests(const QString &folder, QObject *parent = nullptr);

    const QString &folder() const { return m_folder; }
    /// Another folder; it is made when something is saved.
    void setFolder(const QString &folder);
    /// Names without the ending, sorted without regard to case.
    const QStringList &names() const { return m_names; }
    bool contains(const QString &name) const { return m_names.contains(name, Qt::CaseInsensitive); }
    QString file(const QString &name) const;

    /// Replaces the file of that name. BadArgument (name), FileUnwritable.
    Domain::Status save(const QString &name, const Produce::ProduceRequest &request);
    /// BadRequestFile (file, problem), FileUnreadable.
    Domain::Result<Produce::ProduceRequest> load(const QString &name) const;
    static Domain::Result<Produce::ProduceRequest> loadFile(const QString &file);
    /// FileUnwritable.
    Domain::Status remove(const QString &name);

    /// The content of such a file, for who keeps a request elsewhere.
    static QString textOf(const Produce::ProduceRequest &request);
    static Domain::Result<Produce::ProduceRequest> fromText(const QString &text);

    /// What may be a name of a file everywhere: no separators, no leading dot, at most 100 characters.
    static bool isName(const QString &name);

signals:
    void changed(); ///< folder or names

private:
    void look();
    void watch();
    QString m_folder;
    QStringList m_names;
    QFileSystemWatcher m_watcher;
    QTimer m_timer;
};

} // namespace Session
