// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/producejob.h"

#include <QWidget>

class QAction;
class QActionGroup;
class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QMenu;
class QPushButton;
class QSpinBox;

namespace Views {

class Appearance;
class FieldButton;

/// How often and how fast records are sent, how the producer works, and the buttons that send. Owned by the page.
class SendBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SendBar)
public:
    SendBar(const Appearance &appearance, QWidget *parent);

    /// Writes repeat, rate, producer, transaction and templates into the request.
    void fill(Produce::ProduceRequest &request) const;
    void take(const Produce::ProduceRequest &request);
    bool hasTemplates() const;
    /// With a file: what is sent is the whole file. `records`: 0 unknown.
    void setInput(bool hasInput, quint64 records);

    QPushButton *onceButton() const { return m_once; }
    QPushButton *sendButton() const { return m_send; }

signals:
    void edited();
    void templatesChanged(bool hasTemplates);

private:
    void addRepeat();
    void addProducer();
    void addTransaction();
    void describe();
    QActionGroup *choices(QMenu *menu, const QList<std::pair<QString, int>> &entries);
    static int chosen(const QActionGroup *group);
    static void choose(QActionGroup *group, int data);

    const Appearance &m_appearance;
    QWidget *m_repeat;
    QSpinBox *m_count = nullptr;
    QDoubleSpinBox *m_rate = nullptr;
    QComboBox *m_unit = nullptr;
    FieldButton *m_producer;
    QActionGroup *m_acks = nullptr;
    QActionGroup *m_compression = nullptr;
    QAction *m_idempotent = nullptr;
    QAction *m_templates = nullptr;
    QComboBox *m_transaction;
    QCheckBox *m_stopsAtFailure;
    QPushButton *m_once;
    QPushButton *m_send;
    bool m_hasInput = false;
    quint64 m_inputRecords = 0;
};

} // namespace Views
