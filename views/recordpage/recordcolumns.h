// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"

#include <QObject>
#include <QString>

namespace Items {
class RecordModel;
}

namespace Session {
class Preferences;
class RecordRows;
}

namespace Views {

class RecordView;

/// The columns of a record page: fields of the records as columns of their own, sorting by a click on a head, and what of it is
/// kept for the topic. Owned by the page; GUI thread.
class RecordColumns final : public QObject
{
    Q_OBJECT
public:
    RecordColumns(Session::Preferences &preferences, const QString &profileId, const QString &topic, Items::RecordModel &model, Session::RecordRows &rows, RecordView &view,
                  QObject *parent);

    void addPath(const QString &path);
    void removePath(const QString &path);
    void sortBy(int column);
    /// Another order was chosen elsewhere.
    void showOrder(Domain::ReadOrder order, bool newestFirst);

signals:
    void orderAsked(Domain::ReadOrder order, bool newestFirst);
    void problem(const QString &what);

private:
    void restore();
    void keep();

    Session::Preferences &m_preferences;
    const QString m_profileId;
    const QString m_topic;
    Items::RecordModel &m_model;
    Session::RecordRows &m_rows;
    RecordView &m_view;
    bool m_hadTopics = false;
};

} // namespace Views
