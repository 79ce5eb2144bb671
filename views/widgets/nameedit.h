// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QLineEdit>

#include <string>

namespace Views {

/// The field into which the name of a connection is typed to confirm something. Typed, key by key: it takes nothing from the clipboard,
/// the selection or a drag. Owned by its dialog; GUI thread.
class NameEdit final : public QLineEdit
{
    Q_OBJECT
public:
    explicit NameEdit(const std::string &expected, QWidget *parent = nullptr);
    /// The name, to the letter, stands in the field.
    bool isRight() const;

signals:
    void rightChanged(bool isRight);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    const QString m_expected;
    bool m_wasRight = false;
};

} // namespace Views
