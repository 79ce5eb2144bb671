# SPDX-FileCopyrightText: The Playhead authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash

# ./dev kafka, and what the tests need of a real Kafka: sourced by dev.

rig=$root/tests/support/kafka

# The broker jars of one version, by Maven, once: sets $jars.
obtain_jars() { # 3.9|4
    local pom=$rig/pom-$1.xml version tries
    [[ -f $pom ]] || die "there is no Kafka $1 here: 3.9 or 4"
    version=$(sed -n 's/.*kafka_2.13<\/artifactId><version>\([^<]*\).*/\1/p' "$pom")
    jars=$cache/kafka-$version
    [[ -f $jars/.complete ]] && return
    command -v mvn >/dev/null || die "Kafka's jars need Maven: ./dev setup --test"
    say "Fetching Kafka $version by Maven into $jars"
    for tries in 1 2 3; do
        rm -rf "$jars"
        mkdir -p "$jars"
        if mvn -q -B -f "$pom" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$jars" >&2; then
            touch "$jars/.complete"
            return
        fi
        sleep $((tries * 3))
    done
    die "Maven could not fetch Kafka $version"
}


kafka_usage() { die "kafka start|stop|status [--version 3.9|4] [--secure] [--brokers 1|3] [--fill]"; }

kafka_command() {
    local verb=${1:-} version=4 secure=0 brokers=1 fill=0
    [[ $# -gt 0 ]] && shift
    while [[ $# -gt 0 ]]; do
        case $1 in
            --version) version=${2:?}; shift ;;
            --brokers) brokers=${2:?}; shift ;;
            --secure) secure=1 ;;
            --fill) fill=1 ;;
            *) kafka_usage ;;
        esac
        shift
    done
    [[ $version == 4.* ]] && version=4
    [[ $version =~ ^(3\.9|4)$ && $brokers =~ ^[13]$ ]] || kafka_usage
    export KAFKA_DIR=$cache/broker
    case $verb in
        start) kafka_start ;;
        stop) "$rig/kafka.sh" stop && say "stopped" ;;
        status) if [[ -f $KAFKA_DIR/settings ]]; then "$rig/kafka.sh" status; else echo "never started"; return 3; fi ;;
        *) kafka_usage ;;
    esac
}

kafka_start() { # uses version, secure, brokers, fill of kafka_command
    local wanted="version=$version secure=$secure brokers=$brokers" bootstrap
    if [[ -f $KAFKA_DIR/settings ]] && "$rig/kafka.sh" status >/dev/null 2>&1; then
        if [[ $(cat "$KAFKA_DIR/wanted" 2>/dev/null) != "$wanted" ]]; then
            die "another broker is running ($(cat "$KAFKA_DIR/wanted" 2>/dev/null)): ./dev kafka stop first"
        fi
    elif [[ $(cat "$KAFKA_DIR/wanted" 2>/dev/null) != "$wanted" ]]; then
        "$rig/kafka.sh" wipe # data of another version or cluster cannot be taken over
    fi
    setup --test
    obtain_jars "$version"
    mkdir -p "$KAFKA_DIR"
    printf '%s' "$wanted" >"$KAFKA_DIR/wanted"
    bootstrap=$(KAFKA_LIBS=$jars KAFKA_NODES=$brokers KAFKA_SECURE=$secure KAFKA_PORT=${PLAYHEAD_KAFKA_PORT:-19092} "$rig/kafka.sh" start)
    bootstrap=${bootstrap#bootstrap=}
    if [[ $fill == 1 ]]; then KAFKA_LIBS=$jars "$rig/oracle.sh" "$bootstrap" fill >&2; fi
    kafka_tell "$bootstrap"
}

kafka_tell() { # bootstrap
    local port=${1##*:} tls=$KAFKA_DIR/tls
    port=$(sed -n 's/.*port=\([0-9]*\).*/\1/p' "$KAFKA_DIR/settings")
    echo "Kafka $version is running: --bootstrap $1"
    [[ $secure == 1 ]] || return 0
    cat <<T
  127.0.0.1:$((port + 1))  TLS             -X security.protocol=ssl -X ssl.ca.location=$tls/ca.pem
  127.0.0.1:$((port + 2))  mutual TLS      as above, and -X ssl.certificate.location=$tls/client.pem -X ssl.key.location=$tls/client.key
                                (client-encrypted.key: its passphrase is key-secret)
  127.0.0.1:$((port + 3))  SASL            -X security.protocol=sasl_plaintext -X sasl.mechanism=PLAIN | SCRAM-SHA-256 | SCRAM-SHA-512
  127.0.0.1:$((port + 4))  SASL over TLS   -X security.protocol=sasl_ssl -X ssl.ca.location=$tls/ca.pem -X sasl.mechanism=…
  users: admin, reader, nobody; passwords: admin-secret, reader-secret, nobody-secret
  the certificate is for 127.0.0.1 and kafka.test; $tls/other-ca.pem is a CA that did not sign it
T
}
