// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/topicfacts.h"
#include "items/recordcontent.h"
#include "items/requestpreview.h"
#include "session/handover.h"
#include "session/producejob.h"
#include "session/savedrequests.h"
#include "views/widgets/closable.h"
#include "views/widgets/writeconfirmation.h"

#include <QWidget>

#include <memory>

class QAction;
class QSplitter;
class QTabWidget;
class QTemporaryDir;

namespace Items {
class ProducedHeaderModel;
}

namespace Session {
class ClusterSession;
class Preferences;
}

namespace Views {

class Appearance;
class Banner;
class DeliveryPane;
class FieldEditor;
class HeaderEditor;
class InputPanel;
class ListTable;
class NextRecordPane;
class ProduceBar;
class RequestPane;
class SendBar;
class WriteReason;

/// The page that sends records to a topic: fields, preview, saved requests, delivery reports. Nothing is sent but by its buttons, through
/// a Session::ProduceJob. Owned by the window; GUI thread; the cluster must outlive it.
class ProducePage final : public QWidget, public Closable
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProducePage)
public:
    ProducePage(Session::ClusterSession &cluster, const QString &topic, Session::Preferences &preferences, const Appearance &appearance, QWidget *parent = nullptr);
    ~ProducePage() override;

    QString topic() const;
    /// Fills the page with a record, byte for byte: to be edited and sent again.
    void take(const Items::RecordContent &record);
    void take(const Produce::ProduceRequest &request);
    /// The request as it stands.
    Produce::ProduceRequest request() const;
    /// Records from a file instead of the fields.
    void importFile(const QString &file);
    bool isRunning() const;
    /// Failed and unknown records of the run as JSON Lines.
    void exportProblemsTo(const QString &file);

    QString closeQuestion() const override;

signals:
    void topicChanged(const QString &topic);
    /// Records to be looked at: a delivered one, or what stands where an unknown one would be.
    void recordsWanted(const Domain::ReadPlan &plan);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *makeForm();
    QWidget *makeSide();
    void layOut();
    void addActions();
    void connectParts();

    void renewSeed();
    void noteEdit();
    void preview();
    void askFacts();
    void takeFacts(const QString &topic, const std::optional<Domain::TopicFacts> &facts);
    void followCluster();
    void showPreview();
    void updateSending();
    void updateBanner();
    bool hasTopic() const;
    QString obstacle() const;
    int partitionCount() const;
    bool usesUtc() const;

    void send(bool once);
    void start(const Produce::ProduceRequest &request);
    void stop();
    void showRun();
    void endRun();
    WriteConfirmation::Words confirmation(const Produce::ProduceRequest &request) const;
    void exportProblems();
    void lookForRecord(const Produce::Delivery &delivery);

    void saveRequest();
    void saveAs(const QString &name);
    void openRequest(const QString &name);
    void removeRequest(const QString &name);
    void chooseImport();
    void openFile(const QString &file);
    void openRequestFile(const QString &file, const QString &name);
    void takeDocument(const QString &file);
    void restoreChoices();
    void keepChoices();
    void takeLarge(Produce::Field &field, const std::optional<std::string> &bytes, const QString &name);

    Session::ClusterSession &m_cluster;
    Session::Preferences &m_preferences;
    const Appearance &m_appearance;
    Session::SavedRequests m_requests;
    Items::RequestPreview m_preview;
    Items::ProducedHeaderModel *m_headers;
    std::unique_ptr<Session::ProduceJob> m_job;
    std::unique_ptr<QTemporaryDir> m_large; ///< values too large for an editor
    Produce::ProduceRequest m_sent;         ///< what the run in the table sends
    Produce::ProduceRequest m_saved;        ///< as opened or saved last
    QString m_savedName;
    QString m_factsTopic; ///< whose facts are known or asked
    Domain::TopicFacts m_facts;
    bool m_isAskingFacts = false;
    quint64 m_seed = 0;   ///< of the next run: the preview shows what it sends
    qint64 m_startedMs = 0; ///< when the run in the table began
    QString m_notice;       ///< what has been done
    QString m_trouble;      ///< of saving, opening or a run; shown until the next try
    bool m_isTaking = false;
    bool m_isEdited = false;

    ProduceBar *m_bar;
    Banner *m_banner;
    InputPanel *m_input;
    FieldEditor *m_key;
    FieldEditor *m_value;
    HeaderEditor *m_headerEditor;
    NextRecordPane *m_next;
    ListTable *m_templates = nullptr;
    RequestPane *m_requestPane;
    QTabWidget *m_sideTabs = nullptr;
    SendBar *m_sendBar;
    DeliveryPane *m_deliveries;
    QSplitter *m_columns = nullptr;
    QSplitter *m_rows = nullptr;
    QAction *m_sendAction = nullptr;
    QAction *m_onceAction = nullptr;
    QAction *m_stopAction = nullptr;
    QAction *m_saveAction = nullptr;
    QAction *m_importAction = nullptr;
    QList<WriteReason *> m_reasons;
    Session::Handover m_handover; ///< last: dies first
};

} // namespace Views
