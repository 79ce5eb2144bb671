# SPDX-FileCopyrightText: The Playhead authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash

# ./dev bench: sourced by dev.

bench() { # NAME [args]
    [[ $# -gt 0 ]] || die "bench NAME: one of $(cd tests/bench && printf '%s ' bench_*.cpp | sed 's/bench_\([a-z0-9]*\)\.cpp/\1/g')"
    local name=$1
    shift
    [[ -f tests/bench/bench_$name.cpp ]] || die "there is no bench $name"
    setup --test --bench
    build release "bench_$name" playhead
    if [[ -z ${DISPLAY:-} ]]; then
        exec xvfb-run -a -s '-screen 0 1600x1000x24' "build/release/tests/bench/bench_$name" "$@"
    fi
    exec "build/release/tests/bench/bench_$name" "$@"
}
