// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.*;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.resource.*;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The independent client of the tests: fills topics and reads them back with Kafka's own Java client.
 * Oracle BOOTSTRAP fill [TOPIC…] | dump TOPIC [--isolation committed|uncommitted] | dump-all FOLDER | search-topics FOLDER [TOPIC…]
 *     | partitions COUNT FILE_OF_BASE64_KEYS | allow USER OPERATION TOPIC|TRANSACTIONAL_ID|CLUSTER NAME | config TOPIC key=value…
 *     | bulk TOPIC COUNT SIZE PARTITIONS | mixed TOPIC COUNT PARTITIONS | load TOPIC COUNT SIZE PARTITIONS
 *     | compare TOPIC OTHER_BOOTSTRAP OTHER_TOPIC
 *     | trickle TOPIC COUNT PER_SECOND | create TOPIC PARTITIONS [REPLICATION [key=value…]] | delete TOPIC… | leader TOPIC PARTITION
 */
public final class Oracle {
    static String bootstrap;

    public static void main(String[] args) throws Exception {
        bootstrap = args[0];
        String[] rest = Arrays.copyOfRange(args, 2, args.length);
        switch (args[1]) {
            case "fill" -> fill(List.of(rest));
            case "dump" -> dump(rest[0], rest.length > 2 ? rest[2] : "committed");
            case "dump-all" -> dumpAll(Path.of(rest[0]));
            case "search-topics" -> SearchTopics.fill(Path.of(rest[0]), List.of(rest).subList(1, rest.length));
            case "bulk" -> bulk(rest[0], Long.parseLong(rest[1]), Integer.parseInt(rest[2]), Integer.parseInt(rest[3]));
            case "mixed" -> ReplayTopics.mixed(rest[0], Long.parseLong(rest[1]), Integer.parseInt(rest[2]));
            case "load" -> ReplayTopics.load(rest[0], Long.parseLong(rest[1]), Integer.parseInt(rest[2]), Integer.parseInt(rest[3]));
            case "compare" -> ReplayTopics.compare(rest[0], rest[1], rest[2]);
            case "trickle" -> trickle(rest[0], Long.parseLong(rest[1]), Long.parseLong(rest[2]));
            case "create" -> create(rest);
            case "delete" -> { try (Admin admin = admin()) { admin.deleteTopics(List.of(rest)).all().get(); } }
            case "partitions" -> partitions(Integer.parseInt(rest[0]), Path.of(rest[1]));
            case "allow" -> allow(rest[0], rest[1], rest[2], rest[3]);
            case "config" -> config(rest);
            case "leader" -> System.out.println(leader(rest[0], Integer.parseInt(rest[1])));
            default -> throw new IllegalArgumentException("unknown command " + args[1]);
        }
    }

    // ---- Clients

    static Properties common() {
        Properties p = new Properties();
        p.put("bootstrap.servers", bootstrap);
        p.put("client.id", "oracle");
        return p;
    }

    static Admin admin() {
        return Admin.create(common());
    }

    static KafkaProducer<byte[], byte[]> producer(String... settings) {
        Properties p = common();
        p.put("acks", "all");
        p.put("linger.ms", "20");
        // With more than one, a second batch can reach a partition that has just refused the first one; an idempotent producer
        // then retries the first for ever (seen with Kafka 4.3 and new topics).
        p.put("max.in.flight.requests.per.connection", "1");
        for (int i = 0; i < settings.length; i += 2)
            p.put(settings[i], settings[i + 1]);
        return new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Creates the topic anew and waits until every broker knows a leader for each partition. */
    static void create(String name, int partitions, int replication, Map<String, String> config) throws Exception {
        try (Admin admin = admin()) {
            for (int attempt = 0;; ++attempt) {
                try {
                    admin.createTopics(List.of(new NewTopic(name, partitions, (short) replication).configs(config))).all().get();
                    break;
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException) || attempt > 50)
                        throw e;
                    if (attempt == 0)
                        admin.deleteTopics(List.of(name)).all().get();
                    Thread.sleep(100);
                }
            }
            for (int attempt = 0;; ++attempt) {
                try {
                    TopicDescription d = admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
                    if (d.partitions().size() == partitions && d.partitions().stream().allMatch(x -> x.leader() != null && x.leader().id() >= 0)) {
                        Map<TopicPartition, OffsetSpec> ask = new HashMap<>();
                        for (int i = 0; i < partitions; ++i)
                            ask.put(new TopicPartition(name, i), OffsetSpec.latest());
                        admin.listOffsets(ask).all().get(); // the leaders serve it by now
                        return;
                    }
                } catch (ExecutionException e) {
                    if (attempt > 100)
                        throw e;
                }
                if (attempt > 100)
                    throw new IllegalStateException(name + ": no leaders after 10 s");
                Thread.sleep(100);
            }
        }
    }

    static void create(String[] args) throws Exception {
        Map<String, String> config = new HashMap<>();
        for (int i = 3; i < args.length; ++i)
            config.put(args[i].substring(0, args[i].indexOf('=')), args[i].substring(args[i].indexOf('=') + 1));
        create(args[0], Integer.parseInt(args[1]), args.length > 2 ? Integer.parseInt(args[2]) : 1, config);
    }

    static int leader(String topic, int partition) throws Exception {
        try (Admin admin = admin()) {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().get(partition).leader().id();
        }
    }

    /** The partition that Kafka's own producer chooses for each key, a line each. */
    static void partitions(int count, Path keys) throws Exception {
        StringBuilder out = new StringBuilder();
        for (String line : Files.readAllLines(keys))
            out.append(BuiltInPartitioner.partitionForKey(Base64.getDecoder().decode(line), count)).append('\n');
        System.out.print(out);
    }

    static void allow(String user, String operation, String type, String name) throws Exception {
        try (Admin admin = admin()) {
            ResourcePattern pattern = new ResourcePattern(ResourceType.fromString(type), name, PatternType.LITERAL);
            AccessControlEntry entry = new AccessControlEntry("User:" + user, "*", AclOperation.fromString(operation), AclPermissionType.ALLOW);
            admin.createAcls(List.of(new AclBinding(pattern, entry))).all().get();
        }
    }

    static void config(String[] args) throws Exception {
        List<AlterConfigOp> changes = new ArrayList<>();
        for (String arg : List.of(args).subList(1, args.length))
            changes.add(new AlterConfigOp(new ConfigEntry(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1)), AlterConfigOp.OpType.SET));
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, args[0]), changes)).all().get();
        }
    }

    // ---- Filling

    interface Filler {
        void fill(String topic) throws Exception;
    }

    static final Map<String, Filler> FILLERS = new LinkedHashMap<>();
    static {
        FILLERS.put("kinds", Oracle::kinds);
        FILLERS.put("header-names", Oracle::headerNames);
        for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd"))
            FILLERS.put("codec-" + codec, topic -> codec(topic, codec));
        FILLERS.put("mixed-codecs", Oracle::mixedCodecs);
        FILLERS.put("append-time", Oracle::appendTime);
        FILLERS.put("odd-times", Oracle::oddTimes);
        FILLERS.put("transactions", Oracle::transactions);
        FILLERS.put("open-transaction", Oracle::openTransaction);
        FILLERS.put("compacted", Oracle::compacted);
        FILLERS.put("deleted-records", Oracle::deletedRecords);
        FILLERS.put("empty", topic -> create(topic, 3, 1, Map.of()));
        FILLERS.put("many-partitions", Oracle::manyPartitions);
    }

    static void fill(List<String> wanted) throws Exception {
        for (String topic : wanted)
            if (!FILLERS.containsKey(topic))
                throw new IllegalArgumentException("unknown topic " + topic + ", known: " + FILLERS.keySet());
        for (Map.Entry<String, Filler> filler : FILLERS.entrySet())
            if (wanted.isEmpty() || wanted.contains(filler.getKey())) {
                filler.getValue().fill(filler.getKey());
                System.out.println(filler.getKey());
            }
        if (!LEFT_OPEN.isEmpty()) {
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }

    static byte[] utf8(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(int... values) {
        byte[] b = new byte[values.length];
        for (int i = 0; i < b.length; ++i)
            b[i] = (byte) values[i];
        return b;
    }

    static Header header(String name, byte[] value) {
        return new RecordHeader(name, value);
    }

    static final long START = 1_790_000_000_123L; // 2026-09-21, a fixed day so that a failure shows the same numbers again

    static final Callback MUST_ARRIVE = (metadata, error) -> {
        if (error != null) {
            error.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    };

    static void send(KafkaProducer<byte[], byte[]> producer, String topic, int partition, long time, byte[] key, byte[] value, Header... headers) {
        producer.send(new ProducerRecord<>(topic, partition, time, key, value, List.of(headers)), MUST_ARRIVE);
    }

    static void finish(KafkaProducer<byte[], byte[]> producer, List<Future<RecordMetadata>> sent) throws Exception {
        producer.flush();
        for (Future<RecordMetadata> f : sent)
            f.get();
    }

    /** Everything a key, a value and headers can be. */
    static void kinds(String topic) throws Exception {
        create(topic, 3, 1, Map.of("max.message.bytes", "4000000"));
        List<byte[]> payloads = new ArrayList<>();
        payloads.add(null);
        payloads.add(new byte[0]);
        for (String text : List.of("null", "{\"a\":1,\"a\":2,\"big\":12345678901234567890123,\"s\":\"\\u00e9\\/\"}", "plain text", " ", "\0", "tab\tline\nreturn\r\b\f\"quote\" \\back\\ \u0001\u001f\u007f",
                "Grüße, мир, 世界, 🎉, e\u0301, \u202Ertl\u202C, \u2028\u2029, \uFEFFbom", "<b>bold</b> <img src=\"x\"> &amp;", "[" .repeat(2000), "12345", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "/slash/"))
            payloads.add(utf8(text));
        payloads.add(bytes(0xff, 0xfe, 0x00, 0x80));
        payloads.add(bytes(0xc0, 0xaf)); // overlong
        payloads.add(bytes(0xed, 0xa0, 0x80)); // a lone surrogate
        payloads.add(bytes(0xf4, 0x90, 0x80, 0x80)); // above U+10FFFF
        payloads.add(bytes('a', 0xe4, 0xb8)); // cut in the middle of a character
        payloads.add(bytes(0, 0, 0, 0, 0, 0, 0, 42));
        byte[] every = new byte[256];
        for (int i = 0; i < 256; ++i)
            every[i] = (byte) i;
        payloads.add(every);
        try (KafkaProducer<byte[], byte[]> p = producer("max.request.size", "4000000", "buffer.memory", "64000000")) {
            long time = START;
            for (byte[] payload : payloads) {
                send(p, topic, 0, time++, payload, payload);
                send(p, topic, 1, time++, utf8("key"), payload);
                send(p, topic, 2, time++, payload, utf8("value"), header("h", payload));
            }
            send(p, topic, 0, time++, utf8("large"), utf8("x".repeat(3_000_000)));
            send(p, topic, 1, time++, null, null, header("only", utf8("headers")));
            send(p, topic, 1, time++, utf8("k"), utf8("v"), header("same", utf8("1")), header("other", utf8("2")), header("same", null), header("same", new byte[0]), header("", utf8("no name")));
            send(p, topic, 1, time++, utf8("k"), utf8("v"), header("näme \"q\" \\ \n", utf8("välue")), header("bytes", bytes(0xff, 0, 0x80)));
            Header[] hundred = new Header[100];
            for (int i = 0; i < 100; ++i)
                hundred[i] = header("h" + i, i % 3 == 0 ? null : utf8("v" + i));
            send(p, topic, 2, time, utf8("hundred"), utf8("headers"), hundred);
            p.flush();
        }
    }

    /** Header names that are no UTF-8. Kafka's Java client cannot write them; kcat can. */
    static void headerNames(String topic) throws Exception {
        create(topic, 1, 1, Map.of());
        Process kcat = new ProcessBuilder("bash", "-c", "printf 'value\\n' | kcat -P -b \"$0\" -t \"$1\" -p 0 -k key"
                + " -H \"$(printf '\\377\\376name')=1\" -H \"$(printf '\\303\\050')=2\" -H plain=3 -H nothing", bootstrap, topic).inheritIO().start();
        if (kcat.waitFor() != 0)
            throw new IllegalStateException("kcat failed");
    }

    static void codec(String topic, String codec) throws Exception {
        create(topic, 2, 1, Map.of());
        try (KafkaProducer<byte[], byte[]> p = producer("compression.type", codec)) {
            fillBatches(p, topic, 2, 500, codec);
        }
    }

    static void fillBatches(KafkaProducer<byte[], byte[]> p, String topic, int partitions, int count, String word) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < count; ++i)
            sent.add(p.send(new ProducerRecord<>(topic, i % partitions, START + i, utf8(i % 7 == 0 ? null : "key-" + i),
                    utf8(i % 11 == 0 ? null : "{\"codec\":\"" + word + "\",\"n\":" + i + ",\"text\":\"" + "lorem ipsum ".repeat(i % 20) + "\"}"),
                    List.of(header("n", utf8(Integer.toString(i)))))));
        finish(p, sent);
    }

    static void mixedCodecs(String topic) throws Exception {
        create(topic, 1, 1, Map.of());
        for (int round = 0; round < 2; ++round)
            for (String codec : List.of("zstd", "none", "lz4", "gzip", "snappy"))
                try (KafkaProducer<byte[], byte[]> p = producer("compression.type", codec)) {
                    fillBatches(p, topic, 1, 40, codec);
                }
    }

    static void appendTime(String topic) throws Exception {
        create(topic, 2, 1, Map.of("message.timestamp.type", "LogAppendTime"));
        try (KafkaProducer<byte[], byte[]> p = producer("compression.type", "lz4")) {
            fillBatches(p, topic, 2, 100, "append");
        }
    }

    /** Timestamps that run backward, 1970 and the far future. */
    static void oddTimes(String topic) throws Exception {
        create(topic, 1, 1, Map.of("message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE), "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE)));
        try (KafkaProducer<byte[], byte[]> p = producer()) {
            for (long time : new long[] {START, START - 86_400_000L, 0, 1, START + 1000, 253_402_300_799_999L, START})
                send(p, topic, 0, time, null, utf8(Long.toString(time)));
            p.flush();
        }
    }

    static KafkaProducer<byte[], byte[]> transactional(String id) {
        KafkaProducer<byte[], byte[]> p = producer("transactional.id", id, "transaction.timeout.ms", "600000");
        p.initTransactions();
        return p;
    }

    static void transaction(KafkaProducer<byte[], byte[]> p, String topic, int partitions, int count, String word, boolean commit) throws Exception {
        p.beginTransaction();
        fillBatches(p, topic, partitions, count, word);
        if (commit)
            p.commitTransaction();
        else
            p.abortTransaction();
    }

    /** Committed and aborted in turn, plain records between, aborted ones at the very end of partition 0, none but aborted in 2. */
    static void transactions(String topic) throws Exception {
        create(topic, 3, 1, Map.of());
        try (KafkaProducer<byte[], byte[]> p = transactional(topic); KafkaProducer<byte[], byte[]> plain = producer()) {
            transaction(p, topic, 3, 9, "aborted first", false);
            for (int round = 0; round < 4; ++round) {
                transaction(p, topic, 2, 10, "committed", true);
                transaction(p, topic, 2, 10, "aborted", false);
                fillBatches(plain, topic, 2, 5, "plain");
            }
            p.beginTransaction();
            p.commitTransaction();
            transaction(p, topic, 1, 5, "aborted last", false);
        }
    }

    /** A transaction that stays open: the last stable offset stays behind the high watermark. */
    static void openTransaction(String topic) throws Exception {
        create(topic, 2, 1, Map.of());
        try (KafkaProducer<byte[], byte[]> plain = producer()) {
            fillBatches(plain, topic, 2, 10, "before");
            LEFT_OPEN.add(transactional(topic)); // never closed: close() would abort it
            LEFT_OPEN.get(LEFT_OPEN.size() - 1).beginTransaction();
            fillBatches(LEFT_OPEN.get(LEFT_OPEN.size() - 1), topic, 1, 10, "open");
            fillBatches(plain, topic, 2, 10, "after");
        }
    }

    static final List<KafkaProducer<byte[], byte[]>> LEFT_OPEN = new ArrayList<>();

    /** Holes where older values of a key have been. Waits until the cleaner has been there. */
    static void compacted(String topic) throws Exception {
        create(topic, 2, 1, Map.of("cleanup.policy", "compact", "segment.ms", "100", "min.cleanable.dirty.ratio", "0.001", "delete.retention.ms", "600000"));
        try (KafkaProducer<byte[], byte[]> p = producer()) {
            for (int i = 0; i < 200; ++i)
                send(p, topic, i % 2, START + i, utf8("key-" + i % 10), i % 37 == 0 ? null : utf8("value " + i));
            p.flush();
            for (int attempt = 0; attempt < 300; ++attempt) {
                Thread.sleep(200); // a new segment begins with the first record after segment.ms
                send(p, topic, 0, START + 1000 + attempt, utf8("roll"), utf8("roll " + attempt));
                send(p, topic, 1, START + 1000 + attempt, utf8("roll"), utf8("roll " + attempt));
                p.flush();
                if (count(topic) < 80)
                    return;
            }
        }
        throw new IllegalStateException(topic + " was not compacted within 60 s");
    }

    static void deletedRecords(String topic) throws Exception {
        create(topic, 3, 1, Map.of());
        try (KafkaProducer<byte[], byte[]> p = producer(); Admin admin = admin()) {
            fillBatches(p, topic, 3, 300, "deleted");
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(40), new TopicPartition(topic, 1), RecordsToDelete.beforeOffset(100))).all().get();
        }
    }

    static void manyPartitions(String topic) throws Exception {
        create(topic, 24, 1, Map.of());
        try (KafkaProducer<byte[], byte[]> p = producer("compression.type", "zstd")) {
            fillBatches(p, topic, 24, 2400, "many");
        }
    }

    /** COUNT records of SIZE bytes (text, hard to compress away) as fast as the broker takes them. */
    static void bulk(String topic, long count, int size, int partitions) throws Exception {
        create(topic, partitions, 1, Map.of());
        try (KafkaProducer<byte[], byte[]> p = producer("acks", "1", "enable.idempotence", "false", "batch.size", "524288", "linger.ms", "50", "buffer.memory", "134217728",
                "max.in.flight.requests.per.connection", "5", "max.request.size", "4194304")) {
            byte[] pattern = new byte[size + 4096];
            Random random = new Random(1);
            for (int i = 0; i < pattern.length; ++i)
                pattern[i] = (byte) ('a' + random.nextInt(26));
            int run = 2000; // one partition for a while: full batches
            for (long i = 0; i < count; ++i) {
                byte[] value = Arrays.copyOfRange(pattern, (int) (i % 4096), (int) (i % 4096) + size);
                byte[] number = utf8(Long.toString(i));
                System.arraycopy(number, 0, value, 0, Math.min(number.length, size));
                p.send(new ProducerRecord<>(topic, (int) (i / run % partitions), START + i / 10, null, value), MUST_ARRIVE);
            }
        }
    }

    /** One record after another, numbered, each acknowledged by all in-sync replicas; goes on through faults. */
    static void trickle(String topic, long count, long perSecond) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> p = producer("linger.ms", "0", "delivery.timeout.ms", "120000", "request.timeout.ms", "5000", "retry.backoff.ms", "50")) {
            int partitions = p.partitionsFor(topic).size();
            long start = System.nanoTime();
            for (long i = 0; i < count; ++i) {
                long due = start + i * 1_000_000_000L / perSecond;
                while (System.nanoTime() < due)
                    Thread.sleep(1);
                sent.add(p.send(new ProducerRecord<>(topic, (int) (i % partitions), null, null, utf8(Long.toString(i)))));
            }
            finish(p, sent);
        }
        System.out.println(count);
    }

    // ---- Reading

    static KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        Properties p = common();
        p.put("enable.auto.commit", "false");
        p.put("allow.auto.create.topics", "false");
        p.put("isolation.level", "read_" + isolation);
        p.put("max.poll.records", "5000");
        p.put("fetch.max.wait.ms", "10"); // or the next partition waits for the last fetch of the one before
        return new KafkaConsumer<>(p, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    interface Taker {
        void take(ConsumerRecord<byte[], byte[]> record) throws Exception;
    }

    /** Every partition in turn, from the beginning to the end as it is now. */
    static void read(String topic, String isolation, Taker taker) throws Exception {
        try (KafkaConsumer<byte[], byte[]> c = consumer(isolation)) {
            List<TopicPartition> partitions = new ArrayList<>();
            c.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            partitions.sort(Comparator.comparingInt(TopicPartition::partition));
            Map<TopicPartition, Long> ends = c.endOffsets(partitions);
            for (TopicPartition tp : partitions) {
                c.assign(List.of(tp));
                c.seekToBeginning(List.of(tp));
                while (c.position(tp) < ends.get(tp))
                    for (ConsumerRecord<byte[], byte[]> record : c.poll(Duration.ofMillis(200)))
                        if (record.offset() < ends.get(tp))
                            taker.take(record);
            }
        }
    }

    static long count(String topic) throws Exception {
        long[] n = {0};
        read(topic, "committed", record -> ++n[0]);
        return n[0];
    }

    static void dump(String topic, String isolation) throws Exception {
        try (OutputStream out = new BufferedOutputStream(System.out, 1 << 20)) {
            read(topic, isolation, record -> out.write(line(record)));
        }
    }

    /** Every topic of `fill` at both levels into FOLDER/TOPIC.LEVEL: one start of the JVM instead of many. */
    static void dumpAll(Path folder) throws Exception {
        for (String topic : FILLERS.keySet())
            for (String isolation : List.of("committed", "uncommitted"))
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(topic + "." + isolation)), 1 << 20)) {
                    read(topic, isolation, record -> out.write(line(record)));
                }
    }

    static byte[] line(ConsumerRecord<byte[], byte[]> r) throws Exception {
        StringBuilder s = new StringBuilder();
        s.append("{\"topic\":").append(json(utf8(r.topic()))).append(",\"partition\":").append(r.partition()).append(",\"offset\":").append(r.offset());
        boolean timed = r.timestampType() != TimestampType.NO_TIMESTAMP_TYPE;
        s.append(",\"timestamp\":").append(timed ? Long.toString(r.timestamp()) : "null");
        s.append(",\"timestampType\":\"").append(!timed ? "none" : r.timestampType() == TimestampType.CREATE_TIME ? "create" : "append");
        s.append("\",\"key\":").append(json(r.key())).append(",\"value\":").append(json(r.value())).append(",\"headers\":[");
        String comma = "";
        for (Header h : r.headers()) {
            s.append(comma).append('[').append(json(nameBytes(h))).append(',').append(json(h.value())).append(']');
            comma = ",";
        }
        return s.append("]}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A header's name as it is in the log; key() would have replaced what is no UTF-8. */
    static byte[] nameBytes(Header header) throws Exception {
        Field field = RecordHeader.class.getDeclaredField("keyBuffer");
        field.setAccessible(true);
        ByteBuffer raw = (ByteBuffer) field.get(header);
        if (raw == null)
            return utf8(header.key());
        byte[] b = new byte[raw.remaining()];
        raw.duplicate().get(b);
        return b;
    }

    static String json(byte[] b) {
        if (b == null)
            return "null";
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(b));
        } catch (CharacterCodingException e) {
            return "{\"base64\":\"" + Base64.getEncoder().encodeToString(b) + "\"}";
        }
        StringBuilder s = new StringBuilder("\"");
        for (int i = 0; i < text.length(); ++i) {
            char c = text.get(i);
            int escape = "\"\\\b\f\n\r\t".indexOf(c);
            if (escape >= 0)
                s.append('\\').append("\"\\bfnrt".charAt(escape));
            else if (c < 0x20)
                s.append(String.format("\\u%04x", (int) c));
            else
                s.append(c);
        }
        return s.append('"').toString();
    }
}
