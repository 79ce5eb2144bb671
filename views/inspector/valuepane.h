// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

#include "items/byterange.h"
#include "items/formattext.h"
#include "views/inspector/valuestate.h"

class QSplitter;
class QStackedWidget;

namespace Items {
class FieldTreeModel;
}

namespace Views {

class Appearance;
class FieldTreeView;
class HexView;
class PaneHeader;
class ProblemLine;
class TextView;

/// A key or value as tree, text and bytes side by side, linked by one range of bytes. Shows only what the format has: no tree
/// without JSON, no text for binary, no bytes where there is no room for them. Owned by Inspector; GUI thread.
class ValuePane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ValuePane)
public:
    enum class Part { Key, Value };
    ValuePane(const Appearance &appearance, Part part, QWidget *parent = nullptr);

    /// `chosen` may be Automatic. The bytes are shared, not copied.
    void showBytes(Items::SharedBytes bytes, Items::Format chosen);
    void showState(ValueState::Kind kind, const QString &sentence);

    /// What is used now; Automatic: nothing is shown.
    Items::Format format() const { return m_format; }
    Items::ByteRange range() const { return m_range; }

signals:
    void formatUsed(Items::Format format);
    void conditionWanted(const QString &condition); ///< of a field: to be filtered by
    void columnWanted(const QString &path);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void selectByte(std::size_t byte, const QObject *from);
    void selectRange(Items::ByteRange range, const QObject *from);
    void fieldChosen();
    void arrangeParts();
    void showProblem(const QString &sentence);
    void textProblemFound();
    QWidget *makeText(const Appearance &appearance);
    QWidget *makeBytes(const Appearance &appearance);

    const Part m_part;
    Items::FieldTreeModel *m_fields;
    FieldTreeView *m_tree;
    TextView *m_text;
    HexView *m_bytes;
    PaneHeader *m_textHeader = nullptr;
    PaneHeader *m_bytesHeader = nullptr;
    QWidget *m_textPart;
    QWidget *m_bytesPart;
    QSplitter *m_splitter;
    ValueState *m_state;
    QStackedWidget *m_stack;
    ProblemLine *m_problem;
    Items::SharedBytes m_value;
    Items::Format m_format = Items::Format::Automatic;
    Items::ByteRange m_range;
    int m_parts = 0; ///< the parts shown: tree 1, text 2, bytes 4
    bool m_isLinking = false; ///< a part is being told what another part chose
};

} // namespace Views
