// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace Session {

enum class ThemeChoice { System, Light, Dark };
enum class TimeZoneChoice { Local, Utc };

/// Remembered choices of the window: theme, zone, zoom, geometry, favourites, columns per topic. Typed accessors over one
/// Settings::SettingsFile; every setter emits changed() when the value differs. GUI thread only; owned by app/.
class Preferences final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Preferences)
public:
    explicit Preferences(const QString &file, QObject *parent = nullptr);
    ~Preferences() override; ///< writes what is not written yet

    /// The file was broken, newer or unreadable, and where it is kept; the choices then start anew.
    const std::optional<Domain::Error> &loadError() const;
    /// Writes now instead of within the next second. False: it could not be written.
    bool save();

    ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);
    TimeZoneChoice timeZone() const;
    void setTimeZone(TimeZoneChoice choice);
    int zoomSteps() const; ///< −5 … +10, 0 normal
    void setZoomSteps(int steps);
    quint64 memoryBudget() const; ///< bytes, all sessions together; default 2 GB
    void setMemoryBudget(quint64 bytes);
    /// What one new ReadSession may hold: a quarter of the whole, 512 MiB at most. Four busy pages fit; the user raises
    /// the budget of a page that needs more, and sees what is held in total.
    quint64 sessionBudget() const;

    QByteArray windowGeometry() const;
    QByteArray windowState() const;
    void setWindow(const QByteArray &geometry, const QByteArray &state);
    QByteArray splitterState(const QString &name) const;
    void setSplitterState(const QString &name, const QByteArray &state);

    QStringList favouriteTopics(const QString &profileId) const;
    void setFavouriteTopics(const QString &profileId, const QStringList &topics);
    QByteArray columnState(const QString &profileId, const QString &topic) const; ///< QHeaderView::saveState
    void setColumnState(const QString &profileId, const QString &topic, const QByteArray &state);
    QString valueFormat(const QString &profileId, const QString &topic) const; ///< empty: automatic
    void setValueFormat(const QString &profileId, const QString &topic, const QString &format);
    QStringList pathColumns(const QString &profileId, const QString &topic) const; ///< JSON paths shown as columns
    void setPathColumns(const QString &profileId, const QString &topic, const QStringList &paths);
    bool isTimelineShown() const;
    void setTimelineShown(bool shown);

    /// Lines of one kind kept for a topic, or for all of them when `topic` is empty; what a line means is known to who keeps it
    /// (FilterLibrary, Bookmarks).
    QStringList notes(const QString &kind, const QString &profileId, const QString &topic) const;
    void setNotes(const QString &kind, const QString &profileId, const QString &topic, const QStringList &lines);

signals:
    void changed();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Session
