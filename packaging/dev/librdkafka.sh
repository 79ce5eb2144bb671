#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Playhead authors
# SPDX-License-Identifier: Apache-2.0

# librdkafka.sh PREFIX VERSION SHA256: builds a static librdkafka into PREFIX. The source comes from $LIBRDKAFKA_TARBALL when
# set, else from the project's release page, else it is Debian's signed copy, fetched by apt with lists of its own (no change to
# the system); from there a newer version than the pinned one is taken too. RDKAFKA_FLAVOUR=tsan: for ThreadSanitizer.
set -euo pipefail
prefix=$1 version=$2 sha256=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

from_release() {
    local page=https://github.com/confluentinc/librdkafka/archive/refs/tags
    curl -fsSL --connect-timeout 5 --max-time 120 -o src.tar.gz "$page/v$version.tar.gz" 2>/dev/null || return 1
    echo "$sha256  src.tar.gz" | sha256sum -c --quiet
}

from_apt() {
    local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg tries
    command -v apt-get >/dev/null && [[ -f $keyring ]] || return 1
    # The mirror that the machine's own sources name.
    mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v '^ *#' | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -1 | tr -d ' ') || true
    [[ -n $mirror ]] || return 1
    mkdir -p lists/partial cache/archives/partial
    printf 'deb-src [signed-by=%s] %s sid main\n' "$keyring" "$mirror" >sources.list
    local apt=(apt-get -q -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$work/lists"
        -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root)
    for tries in 1 2 3; do
        if "${apt[@]}" update && "${apt[@]}" source --download-only librdkafka; then
            mv librdkafka_*.orig.tar.gz src.tar.gz
            return
        fi
        sleep $((tries * 3))
    done
    return 1
}

kept=$(dirname "$prefix")/librdkafka-$version.tar.gz # for the next flavour
if [[ -n ${LIBRDKAFKA_TARBALL:-} ]]; then
    cp "$LIBRDKAFKA_TARBALL" src.tar.gz
elif echo "$sha256  $kept" | sha256sum -c --status 2>/dev/null; then
    cp "$kept" src.tar.gz
elif ! from_release && ! from_apt; then
    echo "librdkafka $version: neither the release page nor Debian's sources can be reached." >&2
    echo "Download the release yourself and name it: LIBRDKAFKA_TARBALL=FILE ./dev setup" >&2
    exit 1
fi

cp src.tar.gz "$kept"
mkdir src
tar -xzf src.tar.gz -C src --strip-components=1
flags=(-DCMAKE_BUILD_TYPE=RelWithDebInfo)
if [[ ${RDKAFKA_FLAVOUR:-} == tsan ]]; then
    # ThreadSanitizer does not know the threads of C11: without them librdkafka uses pthreads, which it knows.
    flags+=(-DCMAKE_C_FLAGS="-fsanitize=thread -g1" -DCMAKE_CXX_FLAGS="-fsanitize=thread -g1")
    echo '#error not wanted' >src/packaging/cmake/try_compile/c11threads_test.c
fi
cmake -G Ninja -S src -B build "${flags[@]}" -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DRDKAFKA_BUILD_STATIC=ON \
    -DRDKAFKA_BUILD_EXAMPLES=OFF -DRDKAFKA_BUILD_TESTS=OFF -DENABLE_LZ4_EXT=ON -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib >cmake.log \
    || { cat cmake.log >&2; exit 1; }
cmake --build build >build.log || { tail -40 build.log >&2; exit 1; }
cmake --install build >/dev/null
