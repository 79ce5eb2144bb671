// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QObject>
#include <QThread>

namespace Views {

/// Whether the desktop asks for a dark or a light theme: the portal setting org.freedesktop.appearance color-scheme, followed
/// live. Reaching a message bus can block, so it happens on a thread of its own and the start never waits. GUI thread.
class SystemTheme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SystemTheme)
public:
    enum class Scheme { Unknown, Dark, Light };

    explicit SystemTheme(QObject *parent = nullptr);
    ~SystemTheme() override;

    Scheme scheme() const { return m_scheme; } ///< Unknown: no answer yet, no portal, or no preference

signals:
    void changed();

private:
    void take(uint portalValue);
    QThread m_thread;
    Scheme m_scheme = Scheme::Unknown;
};

} // namespace Views
