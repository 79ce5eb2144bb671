#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Playhead authors
# SPDX-License-Identifier: Apache-2.0

# A real Apache Kafka (KRaft, broker and controller in one process) on 127.0.0.1.
#   kafka.sh start | stop | status | wipe
#   kafka.sh stop-node N | kill-node N | start-node N | suspend-node N | resume-node N
# Settings, read from the environment at `start` and kept in the data folder after that:
#   KAFKA_LIBS    folder of Kafka's jars (required)
#   KAFKA_DIR     data, logs, certificates, process ids (required)
#   KAFKA_PORT    base port; node i listens on base + 100 * (i - 1) + 0 PLAINTEXT, 1 TLS, 2 mutual TLS, 3 SASL, 4 SASL over TLS, 9 controller
#   KAFKA_NODES   1 or 3
#   KAFKA_SECURE  1: the TLS and SASL listeners, and an authorizer
#   KAFKA_PROXIED one port a node, with blanks between: a further listener on base + 5 that is advertised at that port, where a proxy waits
#   KAFKA_OWNER   a process id: when that process is gone the brokers are stopped and the data is deleted
# Users when secure: admin/admin-secret (everything), reader/reader-secret (nothing but what ACLs give), nobody/nobody-secret (nothing).
# The certificate is for 127.0.0.1 and kafka.test, not for localhost, so that a host name mismatch can be had.
set -euo pipefail

dir=${KAFKA_DIR:?}
if [[ -f $dir/settings && ${1:-} != start ]]; then
    # shellcheck disable=SC1091
    source "$dir/settings"
else
    libs=${KAFKA_LIBS:-} port=${KAFKA_PORT:-19092} nodes=${KAFKA_NODES:-1} secure=${KAFKA_SECURE:-0} proxied=${KAFKA_PROXIED:-}
fi
cluster_id=UGxheWhlYWRQbGF5aGVhZA
start_seconds=90

jvm=(-Xmx512m -Xms64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -XX:+ExitOnOutOfMemoryError
    -Djava.io.tmpdir="$dir/tmp" -Djava.net.preferIPv4Stack=true -Dlog4j.configuration="file:$dir/log4j.properties"
    -Dlog4j2.disable.jmx=true -Dorg.slf4j.simpleLogger.showDateTime=true -Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS)

die() { echo "kafka.sh: $*" >&2; exit 1; }
base() { echo $((port + 100 * ($1 - 1))); }
pid() { cat "$dir/node$1.pid" 2>/dev/null || true; }
listens() { (: </dev/tcp/127.0.0.1/"$1") 2>/dev/null; }

alive() { # node; the command line is compared because process ids are used again
    local p
    p=$(pid "$1")
    [[ -n $p ]] && kill -0 "$p" 2>/dev/null && tr '\0' ' ' <"/proc/$p/cmdline" 2>/dev/null | grep -q "kafka.Kafka $dir/node$1.properties"
}

certificates() {
    local tls=$dir/tls name
    [[ -f $tls/ca.pem ]] && return
    mkdir -p "$tls"
    (
        cd "$tls"
        for name in ca other-ca; do
            openssl req -x509 -newkey rsa:2048 -nodes -keyout $name.key -out $name.pem -days 3650 -subj "/CN=test-$name"
        done
        for name in broker client stranger; do
            openssl req -newkey rsa:2048 -nodes -keyout $name.raw -out $name.csr -subj "/CN=$name"
            printf 'subjectAltName=IP:127.0.0.1,DNS:kafka.test\nextendedKeyUsage=serverAuth,clientAuth\n' >$name.ext
            openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -extfile $name.ext -out $name.pem
            openssl pkcs8 -topk8 -nocrypt -in $name.raw -out $name.key
        done
        cat broker.key broker.pem ca.pem >broker.store
        openssl pkcs8 -topk8 -passout pass:key-secret -in client.raw -out client-encrypted.key
    ) >"$dir/tls.log" 2>&1 || die "openssl failed, see $dir/tls.log"
}

security_properties() {
    local listener
    cat <<P
ssl.keystore.type=PEM
ssl.keystore.location=$dir/tls/broker.store
ssl.truststore.type=PEM
ssl.truststore.location=$dir/tls/ca.pem
listener.name.tls.ssl.client.auth=none
listener.name.mtls.ssl.client.auth=required
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS;User:admin;User:CN=client
allow.everyone.if.no.acl.found=false
P
    for listener in sasl sasl_tls; do
        cat <<P
listener.name.$listener.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_admin="admin-secret" user_reader="reader-secret" user_nobody="nobody-secret";
listener.name.$listener.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.$listener.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
P
    done
}

properties() { # node
    local b i quorum='' listeners advertised ports map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT replication=1 in_sync=1
    b=$(base "$1")
    for ((i = 1; i <= nodes; i++)); do quorum=$quorum,$i@127.0.0.1:$(($(base $i) + 9)); done
    listeners=PLAINTEXT://127.0.0.1:$b
    if [[ $secure == 1 ]]; then
        listeners=$listeners,TLS://127.0.0.1:$((b + 1)),MTLS://127.0.0.1:$((b + 2)),SASL://127.0.0.1:$((b + 3)),SASL_TLS://127.0.0.1:$((b + 4))
        map=$map,TLS:SSL,MTLS:SSL,SASL:SASL_PLAINTEXT,SASL_TLS:SASL_SSL
    fi
    advertised=$listeners
    if [[ -n $proxied ]]; then
        read -ra ports <<<"$proxied"
        listeners=$listeners,PROXIED://127.0.0.1:$((b + 5))
        advertised=$advertised,PROXIED://127.0.0.1:${ports[$(($1 - 1))]}
        map=$map,PROXIED:PLAINTEXT
    fi
    if ((nodes >= 3)); then replication=3 in_sync=2; fi
    cat <<P
process.roles=broker,controller
node.id=$1
controller.quorum.voters=${quorum#,}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listeners=$listeners,CONTROLLER://127.0.0.1:$((b + 9))
advertised.listeners=$advertised
listener.security.protocol.map=$map
log.dirs=$dir/data$1
broker.rack=rack$1
auto.create.topics.enable=false
num.partitions=1
default.replication.factor=$replication
min.insync.replicas=1
offsets.topic.replication.factor=$replication
offsets.topic.num.partitions=3
transaction.state.log.replication.factor=$replication
transaction.state.log.min.isr=$in_sync
transaction.state.log.num.partitions=3
share.coordinator.state.topic.replication.factor=$replication
share.coordinator.state.topic.min.isr=$in_sync
share.coordinator.state.topic.num.partitions=3
group.initial.rebalance.delay.ms=0
log.cleaner.dedupe.buffer.size=10485760
log.cleaner.backoff.ms=300
log.retention.ms=-1
log.initial.task.delay.ms=500
num.network.threads=2
num.io.threads=2
background.threads=2
controlled.shutdown.retry.backoff.ms=200
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
P
    if [[ $secure == 1 ]]; then security_properties; fi
}

classpath() { # Sorted: an archive of classes is only used with the very same path.
    local jar path=
    for jar in "$libs"/*.jar; do path=$path:$jar; done
    echo "${path#:}"
}

format() { # node
    local user users=()
    properties "$1" >"$dir/node$1.properties"
    [[ -f $dir/data$1/meta.properties ]] && return
    if [[ $secure == 1 ]]; then
        for user in admin reader nobody; do
            users+=(--add-scram "SCRAM-SHA-256=[name=$user,password=$user-secret]" --add-scram "SCRAM-SHA-512=[name=$user,password=$user-secret]")
        done
    fi
    java "${jvm[@]}" -cp "$(classpath)" kafka.tools.StorageTool format -t $cluster_id -c "$dir/node$1.properties" --ignore-formatted \
        ${users[@]+"${users[@]}"} >"$dir/format$1.log" 2>&1 || { cat "$dir/format$1.log" >&2; die "formatting the data folder failed"; }
}

launch() { # node
    alive "$1" && return
    (cd "$dir" && exec setsid java "${jvm[@]}" -cp "$(classpath)" kafka.Kafka "$dir/node$1.properties" >"$dir/node$1.log" 2>&1 </dev/null) &
    echo $! >"$dir/node$1.pid"
}

await() { # node
    local end=$((SECONDS + start_seconds))
    until grep -q 'Kafka Server started' "$dir/node$1.log" 2>/dev/null && listens "$(base "$1")"; do
        if ! alive "$1"; then
            sleep .3 # the shell has not become java yet
            alive "$1" || { tail -30 "$dir/node$1.log" >&2; rm -f "$dir/node$1.pid"; die "node $1 died while starting"; }
        fi
        ((SECONDS < end)) || die "node $1 is not ready after $start_seconds s, see $dir/node$1.log"
        sleep .05
    done
}

halt() { # node signal
    local p tries=0
    p=$(pid "$1")
    if alive "$1"; then
        kill -CONT "$p"
        kill -"$2" "$p"
        while kill -0 "$p" 2>/dev/null; do
            sleep .05
            ((++tries < 400)) || kill -KILL "$p" 2>/dev/null || true
        done
    fi
    rm -f "$dir/node$1.pid"
}

start() {
    local i j bootstrap=
    command -v java >/dev/null || die "no java"
    compgen -G "$libs/kafka_2.13-*.jar" >/dev/null || die "no Kafka jars in ${libs:-KAFKA_LIBS}"
    mkdir -p "$dir/tmp"
    printf 'libs=%q port=%q nodes=%q secure=%q proxied=%q\n' "$libs" "$port" "$nodes" "$secure" "$proxied" >"$dir/settings"
    cat >"$dir/log4j.properties" <<'P'
log4j.rootLogger=INFO,out
log4j.appender.out=org.apache.log4j.ConsoleAppender
log4j.appender.out.layout=org.apache.log4j.PatternLayout
log4j.appender.out.layout.ConversionPattern=%d{HH:mm:ss.SSS} %p %m (%c)%n
P
    for ((i = 1; i <= nodes; i++)); do
        alive $i && continue
        for ((j = 0; j < 10; j++)); do
            ! listens "$(($(base $i) + j))" || die "port $(($(base $i) + j)) is in use"
        done
    done
    if [[ $secure == 1 ]]; then certificates; fi
    for ((i = 1; i <= nodes; i++)); do format $i; done
    for ((i = 1; i <= nodes; i++)); do launch $i; done
    if [[ -n ${KAFKA_OWNER:-} ]]; then
        setsid bash -c 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; "$2" wipe; rmdir "$KAFKA_DIR" 2>/dev/null' _ "$KAFKA_OWNER" "$(realpath "$0")" >/dev/null 2>&1 </dev/null &
    fi
    for ((i = 1; i <= nodes; i++)); do
        await $i
        bootstrap=$bootstrap,127.0.0.1:$(base $i)
    done
    echo "bootstrap=${bootstrap#,}"
}

stop() { # All at once: a node alone would wait for a quorum that is already gone.
    local i
    for ((i = nodes; i >= 1; i--)); do
        if alive $i; then kill -CONT "$(pid $i)"; kill "$(pid $i)"; fi
    done
    for ((i = nodes; i >= 1; i--)); do halt $i TERM; done
}

status() {
    local i p code=0
    for ((i = 1; i <= nodes; i++)); do
        if alive $i; then
            p=$(pid $i)
            echo "node $i: running, process $p, 127.0.0.1:$(base $i), $(($(awk '/VmRSS/ {print $2}' "/proc/$p/status") / 1024)) MiB"
        else
            echo "node $i: stopped"
            code=3
        fi
    done
    return $code
}

case ${1:-} in
    start) start ;;
    stop) stop ;;
    status) status ;;
    wipe)
        [[ -f $dir/settings ]] || exit 0
        stop
        rm -rf "$dir"/{data*,node*,format*,tls*,tmp,settings,log4j.properties} ;;
    stop-node) halt "${2:?node}" TERM ;;
    kill-node) halt "${2:?node}" KILL ;;
    start-node) launch "${2:?node}"; await "$2" ;;
    suspend-node) alive "${2:?node}" && kill -STOP "$(pid "$2")" ;;
    resume-node) alive "${2:?node}" && kill -CONT "$(pid "$2")" ;;
    *) sed -n '5,18p' "$0"; exit 2 ;;
esac
