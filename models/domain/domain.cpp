// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// The domain is values only; compiling every header once proves that each stands alone.
#include "domain/cluster.h"
#include "domain/clustersnapshot.h"
#include "domain/connectioncheck.h"
#include "domain/connectionprofile.h"
#include "domain/error.h"
#include "domain/ids.h"
#include "domain/outgoing.h"
#include "domain/partitioner.h"
#include "domain/readboard.h"
#include "domain/readplan.h"
#include "domain/readrange.h"
#include "domain/record.h"
#include "domain/recordsource.h"
#include "domain/topicfacts.h"
#include "domain/unixtime.h"
#include "domain/wordlist.h"
#include "domain/writegate.h"
#include "domain/writejournal.h"
#include "domain/writelock.h"
