// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

#include "items/formattext.h"
#include "items/recordcontent.h"

#include <memory>

class QStackedWidget;
class QTabBar;

namespace Items {
class DetailModel;
class HeaderModel;
}

namespace Views {

class Appearance;
class InspectorHead;
class ValuePane;

/// One record in full: Value and Key as tree, text and bytes; Headers; Details. Holds the one copy of the record that its parts
/// share. Owned by the record page; GUI thread.
class Inspector final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Inspector)
public:
    enum Tab { ValueTab, KeyTab, HeadersTab, DetailsTab, TabCount };

    explicit Inspector(const Appearance &appearance, QWidget *parent = nullptr);
    ~Inspector() override;

    /// Kept as it is: move it in to save the copy of a large value.
    void setRecord(Items::RecordContent record);
    void clear(); ///< no record is selected
    bool hasRecord() const { return m_record != nullptr; }

    void setUtc(bool utc);
    /// How values are read (Automatic: per record). Does not emit formatChosen().
    void setFormat(Items::Format format);
    Items::Format format() const { return m_format; }
    /// For the kcat command.
    void setBootstrapServers(const QString &servers);

    void setCurrentTab(Tab tab);
    Tab currentTab() const;

    void copyValue() const;
    void copyKey() const;
    void copyJsonLine() const;
    void copyKcatCommand() const;

signals:
    /// The user chose another format for values; it is in use already. To be kept for the topic.
    void formatChosen(Items::Format format);
    void conditionWanted(const QString &condition); ///< filter the records by it
    void columnWanted(const QString &path);         ///< show this field of every record as a column

private:
    void showTab();
    void showValue();
    void showKey();
    void updateHead();
    void chooseFormat(Items::Format format);


    std::shared_ptr<const Items::RecordContent> m_record;
    Items::Format m_format = Items::Format::Automatic;
    Items::Format m_keyFormat = Items::Format::Automatic;
    bool m_utc = false;
    bool m_isKeyShown = false;   ///< the key's pane shows this record
    bool m_isValueShown = false; ///< the value's pane shows this record
    QString m_servers;
    QTabBar *m_tabs;
    InspectorHead *m_head;
    QStackedWidget *m_stack;
    ValuePane *m_value;
    ValuePane *m_key;
    Items::HeaderModel *m_headers;
    Items::DetailModel *m_details;
};

} // namespace Views
