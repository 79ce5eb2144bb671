// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

class QListWidget;

namespace Session {
class SavedRequests;
}

namespace Views {

class Appearance;
class ElidedLabel;

/// The saved requests of the user's folder. Owned by the page.
class RequestPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RequestPane)
public:
    RequestPane(Session::SavedRequests &requests, const Appearance &appearance, QWidget *parent);
    void setCurrent(const QString &name); ///< empty: none

signals:
    void openAsked(const QString &name);
    void removeAsked(const QString &name);
    void folderChosen(const QString &folder);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill();
    void chooseFolder();
    void showMenu(const QPoint &place);
    Session::SavedRequests &m_requests;
    ElidedLabel *m_folder;
    QListWidget *m_list;
    QString m_current;
};

} // namespace Views
