// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

import java.security.MessageDigest;
import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;

/** Topics that are replayed, and the comparison of what came of it. */
final class ReplayTopics {
    private static final Set<String> OURS = Set.of("playhead-run", "playhead-source");
    private static final int PER_TRANSACTION = 2_000;

    private ReplayTopics() {}

    /**
     * COUNT records of everything that may go wrong: null, empty and binary keys and values, headers with equal names, null values and no
     * bytes, times of long ago that run backward, in transactions of which every fifth is aborted: holes in the offsets.
     */
    static void mixed(String topic, long count, int partitions) throws Exception {
        Oracle.create(topic, partitions, 1, Map.of("retention.ms", "-1", "message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE)));
        Random random = new Random(count);
        try (KafkaProducer<byte[], byte[]> p = Oracle.producer("transactional.id", topic, "transaction.timeout.ms", "600000", "linger.ms", "5", "batch.size", "200000")) {
            p.initTransactions();
            long committed = 0;
            for (int round = 0; committed < count; ++round) {
                boolean aborts = round % 5 == 3;
                long size = aborts ? PER_TRANSACTION / 10 : Math.min(PER_TRANSACTION, count - committed);
                p.beginTransaction();
                for (long i = 0; i < size; ++i)
                    p.send(mixedRecord(topic, random, partitions));
                if (aborts)
                    p.abortTransaction();
                else
                    p.commitTransaction();
                committed += aborts ? 0 : size;
            }
        }
        System.out.println(count);
    }

    private static ProducerRecord<byte[], byte[]> mixedRecord(String topic, Random random, int partitions) {
        long time = switch (random.nextInt(20)) {
            case 0 -> 1;
            case 1 -> 86_400_000L;
            default -> Oracle.START + random.nextInt(100_000_000);
        };
        List<Header> headers = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; --i)
            headers.add(Oracle.header(random.nextInt(4) == 0 ? "" : "h" + random.nextInt(3), payload(random, 20)));
        return new ProducerRecord<>(topic, random.nextInt(partitions), time, payload(random, 24), payload(random, 400), headers);
    }

    private static byte[] payload(Random random, int most) {
        switch (random.nextInt(10)) {
            case 0: return null;
            case 1: return new byte[0];
            case 2: return Oracle.utf8("null");
            default:
                byte[] bytes = new byte[1 + random.nextInt(most)];
                random.nextBytes(bytes);
                if (random.nextInt(3) > 0)
                    for (int i = 0; i < bytes.length; ++i)
                        bytes[i] = (byte) ('a' + (bytes[i] & 15));
                return bytes;
        }
    }

    /** COUNT records of SIZE bytes with a key and two headers, as fast as the broker takes them: what benches replay. */
    static void load(String topic, long count, int size, int partitions) throws Exception {
        Oracle.create(topic, partitions, 1, Map.of("retention.ms", "-1"));
        Random random = new Random(1);
        byte[] pattern = new byte[size + 4096];
        for (int i = 0; i < pattern.length; ++i)
            pattern[i] = (byte) ('a' + random.nextInt(26));
        try (KafkaProducer<byte[], byte[]> p = Oracle.producer("acks", "1", "enable.idempotence", "false", "batch.size", "262144", "linger.ms", "20", "buffer.memory", "134217728")) {
            for (long i = 0; i < count; ++i) {
                byte[] value = Arrays.copyOfRange(pattern, (int) (i % 4096), (int) (i % 4096) + size);
                List<Header> headers = List.of(Oracle.header("trace", Oracle.utf8("trace-" + i)), Oracle.header("origin", Oracle.utf8("bench")));
                p.send(new ProducerRecord<>(topic, (int) (i / 500 % partitions), Oracle.START + i / 10, Oracle.utf8("key-" + i % 100_000), value, headers), Oracle.MUST_ARRIVE);
            }
        }
        System.out.println(count);
    }

    /**
     * What read_committed readers see of TOPIC here and of OTHER_TOPIC there, partition by partition and in order, without the headers that a
     * replay adds. Prints "RECORDS lost LOST doubled DOUBLED", and the first difference on a second line when there is one. Without times when
     * the other topic has its broker's.
     */
    static void compare(String topic, String otherBootstrap, String otherTopic) throws Exception {
        long records = 0, lost = 0, more = 0;
        String difference = null;
        try (KafkaConsumer<byte[], byte[]> here = Oracle.consumer("committed"); KafkaConsumer<byte[], byte[]> there = elsewhere(otherBootstrap)) {
            int otherPartitions = there.partitionsFor(otherTopic).size();
            int partitions = here.partitionsFor(topic).size();
            boolean[] isAppend = {false};
            for (int partition = 0; partition < Math.max(partitions, otherPartitions); ++partition) {
                Cursor ours = new Cursor(here, new TopicPartition(topic, partition), partition < partitions);
                Cursor others = new Cursor(there, new TopicPartition(otherTopic, partition), partition < otherPartitions);
                Map<String, Integer> counts = null; // from the first difference on
                for (;;) {
                    ConsumerRecord<byte[], byte[]> a = ours.next();
                    ConsumerRecord<byte[], byte[]> b = others.next();
                    if (a == null && b == null)
                        break;
                    if (b != null)
                        isAppend[0] = b.timestampType() == TimestampType.LOG_APPEND_TIME;
                    String left = a == null ? null : digest(a, !isAppend[0]);
                    String right = b == null ? null : digest(b, !isAppend[0]);
                    records += b == null ? 0 : 1;
                    if (counts == null && Objects.equals(left, right))
                        continue;
                    if (counts == null) {
                        counts = new HashMap<>();
                        if (difference == null)
                            difference = "partition " + partition + ": " + where(a) + " and " + where(b) + " differ";
                    }
                    if (left != null)
                        counts.merge(left, 1, Integer::sum);
                    if (right != null)
                        counts.merge(right, -1, Integer::sum);
                }
                if (counts != null)
                    for (int n : counts.values()) {
                        lost += Math.max(n, 0);
                        more += Math.max(-n, 0);
                    }
            }
        }
        System.out.println(records + " lost " + lost + " doubled " + more);
        if (difference != null)
            System.out.println(difference);
    }

    private static String where(ConsumerRecord<byte[], byte[]> record) {
        return record == null ? "the end" : "offset " + record.offset();
    }

    private static KafkaConsumer<byte[], byte[]> elsewhere(String bootstrap) {
        String own = Oracle.bootstrap;
        Oracle.bootstrap = bootstrap;
        try {
            return Oracle.consumer("committed");
        } finally {
            Oracle.bootstrap = own;
        }
    }

    private static void add(MessageDigest digest, byte[] bytes) {
        int size = bytes == null ? -1 : bytes.length;
        for (int shift = 24; shift >= 0; shift -= 8)
            digest.update((byte) (size >> shift));
        if (bytes != null)
            digest.update(bytes);
    }

    private static String digest(ConsumerRecord<byte[], byte[]> record, boolean withTime) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-1");
        add(digest, record.key());
        add(digest, record.value());
        for (Header header : record.headers()) {
            if (OURS.contains(header.key()))
                continue;
            add(digest, Oracle.nameBytes(header));
            add(digest, header.value());
        }
        add(digest, withTime ? Oracle.utf8(Long.toString(record.timestamp())) : null);
        return new String(digest.digest(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** One partition from its beginning to its last stable offset as it is now. */
    private static final class Cursor {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final TopicPartition place;
        private final long end;
        private Iterator<ConsumerRecord<byte[], byte[]>> some = Collections.emptyIterator();

        Cursor(KafkaConsumer<byte[], byte[]> consumer, TopicPartition place, boolean exists) {
            this.consumer = consumer;
            this.place = place;
            end = exists ? consumer.endOffsets(List.of(place)).get(place) : 0;
            if (exists) {
                consumer.assign(List.of(place));
                consumer.seekToBeginning(List.of(place));
            }
        }

        ConsumerRecord<byte[], byte[]> next() {
            while (!some.hasNext()) {
                if (end == 0 || consumer.position(place) >= end)
                    return null;
                some = consumer.poll(Duration.ofMillis(200)).records(place).iterator();
            }
            ConsumerRecord<byte[], byte[]> record = some.next();
            return record.offset() < end ? record : null;
        }
    }
}
