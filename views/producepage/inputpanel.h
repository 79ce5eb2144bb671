// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/savedrequests.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;

namespace Views {

class Appearance;
class ElidedLabel;
class ToolButton;

/// The file that records come from: format, and which column of a CSV file is what. Hidden while there is none. Owned by the page.
class InputPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InputPanel)
public:
    InputPanel(const Appearance &appearance, QWidget *parent);

    std::optional<Produce::InputFile> input() const;
    void setInput(const std::optional<Produce::InputFile> &input);
    /// Takes a file the user has chosen; the format follows its name.
    void choose(const QString &file);
    void setMessage(const QString &message, bool isProblem);

signals:
    void edited();

private:
    void fillMapping();
    QComboBox *column(QWidget *parent, const char *objectName, const QString &name);
    void takeFormat();
    void readColumns();

    const Appearance &m_appearance;
    QString m_file;
    ElidedLabel *m_name;
    QComboBox *m_format;
    ToolButton *m_close;
    QWidget *m_mapping;
    QComboBox *m_key = nullptr;
    QComboBox *m_value = nullptr;
    QComboBox *m_timestamp = nullptr;
    QComboBox *m_partition = nullptr;
    QLineEdit *m_headers = nullptr;
    ElidedLabel *m_message;
};

} // namespace Views
