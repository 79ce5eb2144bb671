// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QDialog>
#include <QList>
#include <QStringList>

#include <map>
#include <string>

class QLineEdit;
class QPushButton;

namespace Views {

class Appearance;

/// Asks which topic goes where when a source has several. Made by the replay page, shown with open(); deletes itself.
class MappingDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MappingDialog)
public:
    /// `known`: topics of the target, for completion.
    MappingDialog(const std::vector<std::string> &topics, const std::map<std::string, std::string> &mapping, const QStringList &known, const Appearance &appearance, QWidget *parent);

    std::map<std::string, std::string> mapping() const;

private:
    void updateState();
    std::vector<std::string> m_topics;
    QList<QLineEdit *> m_edits;
    QPushButton *m_apply;
};

} // namespace Views
