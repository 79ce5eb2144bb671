#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Playhead authors
# SPDX-License-Identifier: Apache-2.0

# oracle.sh BOOTSTRAP COMMAND…: the independent client (*.java, over Kafka's own Java client), compiled once into the cache.
#   KAFKA_LIBS  folder of Kafka's jars
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
libs=${KAFKA_LIBS:?}
cache=${PLAYHEAD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/playhead}
classes=$cache/oracle-$(cat "$here"/*.java <(ls "$libs") | sha256sum | cut -c1-12)
if [[ ! -d $classes ]]; then
    mkdir -p "$cache"
    building=$(mktemp -d "$cache/oracle.XXXXXX")
    javac -nowarn -Xlint:none -cp "$libs/*" -d "$building" "$here"/*.java
    mv -T "$building" "$classes" 2>/dev/null || rm -rf "$building" # another one was faster
fi
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx1g -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
    -Dlog4j.configuration="file:$here/oracle.log4j.properties" -cp "$classes:$libs/*" Oracle "$@"
