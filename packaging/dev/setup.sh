# SPDX-FileCopyrightText: The Playhead authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash

# ./dev setup: sourced by dev. Packages of the system, and librdkafka >= 2.11.1.

packages_build=(g++ cmake ninja-build pkg-config ccache git curl ca-certificates
    qt6-base-dev qt6-base-dev-tools qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-wayland
    qtkeychain-qt6-dev libgl1-mesa-dev libxcb1-dev nlohmann-json3-dev libsimdjson-dev libpcre2-dev libjemalloc-dev
    libcurl4-openssl-dev libsasl2-dev libzstd-dev liblz4-dev libssl-dev zlib1g-dev
    fonts-dejavu-core fonts-inter fonts-jetbrains-mono)
packages_test=(default-jdk-headless maven openssl procps kcat xvfb xauth dbus dbus-x11 gnome-keyring libsecret-1-0 binutils)
packages_bench=(kcat jq libjemalloc2 xvfb xauth)

rdkafka_minimum=2.11.1
rdkafka_version=2.14.2
rdkafka_sha256=4d53568c13717b167d12c7b2a0fe12aeb5d6bfe02de53df5b68f86d870a81b33

is_debian() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

missing_packages() { # package…
    local installed
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' | sort -u) || true
    comm -23 <(printf '%s\n' "$@" | sort -u) <(printf '%s\n' "$installed")
}

as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else die "needs root for: $* (no sudo here)"; fi
}

apt_update() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update >&2; }
apt_install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@" >&2; }

install_packages() { # package…
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [[ ${#missing[@]} == 0 ]] && return
    say "Installing ${#missing[@]} packages: ${missing[*]}"
    # Lists older than a week name packages that are gone from the mirror.
    [[ -n $(find /var/lib/apt/lists -name '*_Packages*' -mtime -7 -print -quit 2>/dev/null) ]] || apt_update || true
    apt_install "${missing[@]}" && return
    say "Once more, with fresh lists"
    sleep 5
    apt_update || true
    apt_install "${missing[@]}" || die "apt-get could not install: ${missing[*]}"
}

setup() { # [--test] [--bench]
    local wanted=("${packages_build[@]}") option
    for option in "$@"; do
        case $option in
            --test) wanted+=("${packages_test[@]}") ;;
            --bench) wanted+=("${packages_bench[@]}") ;;
            *) die "setup: unknown option $option" ;;
        esac
    done
    if is_debian; then
        install_packages "${wanted[@]}"
    elif [[ ! -f $cache/told-packages ]]; then
        say "This is no Debian or Ubuntu: please install what these Debian packages are called here:"
        say "  ${wanted[*]}"
        mkdir -p "$cache" && touch "$cache/told-packages"
    fi
    obtain_rdkafka
}

# The folder of a librdkafka built here; empty: the system's is new enough. flavour: "" or tsan
rdkafka_prefix() { # flavour
    local key
    key=$(sha256sum packaging/dev/librdkafka.sh | cut -c1-8)
    printf '%s/librdkafka-%s-%s%s' "$cache" "$rdkafka_version" "$key" "${1:+-$1}"
}

obtain_rdkafka() { # [flavour]
    local flavour=${1:-} prefix
    if [[ -z $flavour ]] && pkg-config --atleast-version="$rdkafka_minimum" rdkafka 2>/dev/null; then
        rdkafka=
        return
    fi
    prefix=$(rdkafka_prefix "$flavour")
    if [[ ! -f $prefix/.complete ]]; then
        say "Building librdkafka $rdkafka_version${flavour:+ ($flavour)} into $prefix (about a minute)"
        mkdir -p "$cache"
        rm -rf "$prefix"
        RDKAFKA_FLAVOUR=$flavour bash packaging/dev/librdkafka.sh "$prefix" "$rdkafka_version" "$rdkafka_sha256" >&2 \
            || die "librdkafka could not be built"
        touch "$prefix/.complete"
    fi
    rdkafka=$prefix
}
