// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;

namespace Items {
class ProfileListModel;
}

namespace Session {
class Connections;
}

namespace Views {

class Appearance;
class CardButton;
class ListTable;

/// The page shown when nothing is open: new connection, demo, recent connections. Only says what is wanted; the window acts.
class WelcomePage final : public QWidget
{
    Q_OBJECT
public:
    WelcomePage(Session::Connections &connections, const Appearance &appearance, QWidget *parent = nullptr);

signals:
    void newConnectionWanted();
    void demoWanted();
    void connectionWanted(const QString &profileId);
    void editWanted(const QString &profileId);
    void removeWanted(const QString &profileId);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeTitle();
    QWidget *makeRecent();
    void updateRecent();
    void showMenu(const QPoint &position);
    const Appearance &m_appearance;
    Items::ProfileListModel *m_model;
    CardButton *m_newConnection;
    QWidget *m_column;
    QWidget *m_recent = nullptr;
    QLabel *m_none = nullptr;
    QLabel *m_hint = nullptr;
    QLineEdit *m_filter = nullptr;
    ListTable *m_table = nullptr;
};

} // namespace Views
