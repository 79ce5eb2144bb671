// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/requestfields.h"

#include <QWidget>

class QButtonGroup;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace Views {

class Appearance;
class ElidedLabel;
class TemplateEdit;

/// Key or value of a record to be sent: how it is meant, the text, and under it what is wrong with it. Owned by the page.
class FieldEditor final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FieldEditor)
public:
    enum class Role { Key, Value };
    FieldEditor(Role role, const Appearance &appearance, QWidget *parent);

    Produce::Field field() const;
    void setField(const Produce::Field &field);
    void setTemplates(bool hasTemplates);
    /// Nothing written here means the line of a file; something may hold {{line()}}.
    void setTextOfLines(bool ofLines);
    /// Bytes it would have when sent next; none: not known or null.
    void setNextSize(std::optional<quint64> size);
    /// Something found when the record was made; shown when nothing is wrong with the text as it stands.
    void setOtherProblem(const QString &words);
    bool hasProblem() const { return m_problem.has_value(); }
    const std::optional<Items::FieldProblem> &problem() const { return m_problem; }
    TemplateEdit *edit() const { return m_edit; }
    QString problemText() const;

signals:
    void edited();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeKinds();
    QWidget *makeFile();
    void layOut(QWidget *kinds);
    void takeKind();
    void check();
    void showProblem();
    void format();
    void browse();

    const Role m_role;
    const Appearance &m_appearance;
    QButtonGroup *m_kinds;
    QStackedWidget *m_stack;
    TemplateEdit *m_edit;
    QLineEdit *m_file = nullptr;
    QLabel *m_size;
    QPushButton *m_format = nullptr;
    ElidedLabel *m_message;
    QWidget *m_kindRow = nullptr;
    QHBoxLayout *m_head;
    QVBoxLayout *m_column;
    bool m_hasTemplates = true;
    bool m_isOfLines = false;
    std::optional<Items::FieldProblem> m_problem;
    QString m_otherProblem;
};

} // namespace Views
