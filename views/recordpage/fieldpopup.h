// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QFrame>

#include <functional>

class QLabel;
class QLineEdit;
class QPushButton;

namespace Views {

class Appearance;

/// Asks for one value below a field of the page bar. Enter takes it, Esc leaves everything as it was. What cannot be taken stays
/// in the box with a red border and the reason below; nothing is sent. Owned by the page bar.
class FieldPopup final : public QFrame
{
    Q_OBJECT
public:
    /// Takes the text and answers with the reason why not; empty: taken.
    using Take = std::function<QString(const QString &text)>;

    FieldPopup(const Appearance &appearance, QWidget *parent);

    /// `verb`: the button's word; none: "Read".
    void ask(QWidget *below, const QString &question, const QString &hint, const QString &text, Take take, const QString &verb = {});
    /// Says below the field what the text would do while it is typed; ends with the next ask().
    void setPreview(std::function<QString(const QString &text)> preview);

signals:
    void problemChanged(const QString &problem); ///< empty: none (any more)

protected:
    void hideEvent(QHideEvent *event) override;

private:
    void take();
    void showProblem(const QString &problem);
    void showPreview();

    QLabel *m_question;
    QLineEdit *m_edit;
    QPushButton *m_apply;
    QLabel *m_hint;
    QLabel *m_problem;
    QLabel *m_previewLabel;
    Take m_take;
    std::function<QString(const QString &)> m_preview;
};

} // namespace Views
