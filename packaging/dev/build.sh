# SPDX-FileCopyrightText: The Playhead authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash

# ./dev build and ./dev run: sourced by dev, after setup has set $rdkafka.

configure() { # preset [-D…]
    local preset=$1
    shift
    cmake --preset "$preset" -DPLAYHEAD_RDKAFKA="$rdkafka" -DPLAYHEAD_CACHE="$cache" "$@" >"$cache/configure-$preset.log" 2>&1 \
        || { cat "$cache/configure-$preset.log" >&2; die "cmake failed"; }
}

build() { # preset [target…]
    local preset=$1
    shift
    mkdir -p "$cache"
    configure "$preset"
    cmake --build "build/$preset" -j "$jobs" ${1:+--target "$@"} >&2
}

has_display() { [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; }

run() { # [args]
    [[ $# -gt 0 ]] || set -- --demo
    if has_display || [[ $1 == topics || $1 == read || $1 == --help || $1 == --version ]]; then
        exec build/release/playhead "$@"
    fi
    local picture=$root/build/playhead-demo.png
    say "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): rendering the demo's main window to a picture instead."
    source packaging/dev/shots.sh
    use_shot_fonts "$root/build"
    QT_QPA_PLATFORM=offscreen build/release/playhead --demo --shot "$picture" >/dev/null || die "the picture could not be made"
    [[ -s $picture ]] || die "no picture was written to $picture"
    printf '%s\n' "$picture"
}
