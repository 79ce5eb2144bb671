# SPDX-FileCopyrightText: The Playhead authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash

# ./dev shots: sourced by dev. The program renders its own pages; here it gets a screen and, where the jars are, a real broker.

source packaging/dev/kafka.sh

# The fonts of the design, where they are installed: pictures look alike on every machine. Exports FONTCONFIG_FILE.
use_shot_fonts() { # DIR: where the file goes
    cat >"$1/fonts.conf" <<'X'
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <match target="pattern">
    <test name="family"><string>sans-serif</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit>
  </match>
  <match target="pattern">
    <test name="family"><string>sans</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit>
  </match>
  <match target="pattern">
    <test name="family"><string>monospace</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>JetBrains Mono</string></edit>
  </match>
</fontconfig>
X
    export FONTCONFIG_FILE=$1/fonts.conf
}

shots() { # DIR
    [[ $# == 1 ]] || die "shots DIR"
    local folder
    setup --test
    build release playhead
    mkdir -p "$1"
    folder=$(cd "$1" && pwd)
    shots_broker=$(mktemp -d)
    trap shots_clean EXIT
    use_shot_fonts "$shots_broker"
    shots_take --demo --shots "$folder"
    # The same pages on a real broker, filled by another client.
    if obtain_jars 4 && shots_start_broker; then
        shots_take --bootstrap "127.0.0.1:$shots_port" --shots "$folder/kafka"
    else
        say "No real broker: the demo's pages only"
    fi
}

shots_take() {
    # An empty home: nothing of the user's is shown or changed.
    HOME=$shots_broker XDG_CONFIG_HOME=$shots_broker/config XDG_RUNTIME_DIR=$shots_broker \
        xvfb-run -a -s '-screen 0 1600x1000x24' build/release/playhead "$@"
}

shots_port=19592

shots_start_broker() {
    export KAFKA_DIR=$shots_broker/kafka KAFKA_LIBS=$jars KAFKA_PORT=$shots_port KAFKA_NODES=1 KAFKA_SECURE=0
    "$rig/kafka.sh" start >&2 && "$rig/oracle.sh" "127.0.0.1:$shots_port" fill >&2
}

shots_clean() {
    if [[ -f $shots_broker/kafka/settings ]]; then KAFKA_DIR=$shots_broker/kafka "$rig/kafka.sh" stop || true; fi
    rm -rf "$shots_broker"
}
