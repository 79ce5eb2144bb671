// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"

#include <QWidget>

#include <optional>

namespace Views {

class Appearance;

/// The 3 px over the menu bar in the colour of the current tab's connection; without one it has the colour of the window.
class EnvironmentStripe final : public QWidget
{
    Q_OBJECT
public:
    explicit EnvironmentStripe(const Appearance &appearance, QWidget *parent = nullptr);
    void setEnvironment(std::optional<Domain::Environment> environment);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Appearance &m_appearance;
    std::optional<Domain::Environment> m_environment;
};

} // namespace Views
