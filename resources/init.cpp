// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QtCore/qglobal.h>

// Static libraries lose their resources unless somebody asks for them by name.
int initPlayheadResources()
{
    Q_INIT_RESOURCE(resources);
    return 1;
}
