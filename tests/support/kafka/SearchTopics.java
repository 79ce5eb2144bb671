// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Topics in which something is to be found: `Oracle BOOTSTRAP search-topics FOLDER [TOPIC…]` fills them and leaves what the Java client reads
 * of them in FOLDER/TOPIC.LEVEL. Every run makes the same records (only what the compaction leaves differs).
 */
final class SearchTopics {
    static final List<String> TOPICS = List.of("search-mix", "search-second", "search-transactions", "search-open", "search-compacted", "search-cut", "search-large", "search-late");

    /** All of them, or those named, which may be topics of `fill` as well. */
    static void fill(Path folder, List<String> wanted) throws Exception {
        List<String> topics = wanted.isEmpty() ? TOPICS : wanted;
        try (KafkaProducer<byte[], byte[]> p = Oracle.producer("compression.type", "lz4", "max.request.size", "8000000", "buffer.memory", "64000000")) {
            for (String topic : topics)
                fill(p, topic);
            if (topics.contains("search-compacted"))
                awaitCleaner(p);
        }
        for (String topic : topics)
            for (String isolation : List.of("committed", "uncommitted"))
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(topic + "." + isolation)), 1 << 20)) {
                    Oracle.read(topic, isolation, record -> out.write(Oracle.line(record)));
                }
        Runtime.getRuntime().halt(0); // one transaction stays open: to end in an orderly way would abort it
    }

    static void fill(KafkaProducer<byte[], byte[]> p, String topic) throws Exception {
        switch (topic) {
            case "search-compacted" -> compacted(p);
            case "search-mix" -> plain(p, topic, 1, 4, 3000);
            case "search-second" -> plain(p, topic, 2, 2, 600);
            case "search-cut" -> cut(p);
            case "search-large" -> large(p);
            case "search-late" -> late(p);
            case "search-transactions" -> transactions(p);
            case "search-open" -> openTransaction(p);
            default -> {
                if (!Oracle.FILLERS.containsKey(topic))
                    throw new IllegalArgumentException("unknown topic " + topic + ", known: " + TOPICS + " and those of fill");
                Oracle.FILLERS.get(topic).fill(topic);
            }
        }
    }

    /** Times never run backward; three records of the topic share one. */
    static void plain(KafkaProducer<byte[], byte[]> p, String topic, int seed, int partitions, int count) throws Exception {
        Oracle.create(topic, partitions, 1, Map.of());
        for (int i = 0; i < count; ++i)
            new Made(seed, i).send(p, topic, new Random(i * 1_000_003L).nextInt(partitions), i * (3000 / count) / 3);
        p.flush();
    }

    static void compacted(KafkaProducer<byte[], byte[]> p) throws Exception {
        Oracle.create("search-compacted", 2, 1, Map.of("cleanup.policy", "compact", "segment.ms", "100", "min.cleanable.dirty.ratio", "0.001", "delete.retention.ms", "600000"));
        for (int i = 0; i < 300; ++i)
            new Made(5, i).send(p, "search-compacted", i % 2, i, Oracle.utf8(i % 4 == 0 ? "once-" + i : "user-" + i % 20));
        p.flush();
    }

    static void cut(KafkaProducer<byte[], byte[]> p) throws Exception {
        Oracle.create("search-cut", 2, 1, Map.of());
        for (int i = 0; i < 400; ++i)
            new Made(6, i).send(p, "search-cut", i % 2, i);
        p.flush();
        try (Admin admin = Oracle.admin()) {
            admin.deleteRecords(Map.of(new TopicPartition("search-cut", 0), RecordsToDelete.beforeOffset(60), new TopicPartition("search-cut", 1), RecordsToDelete.beforeOffset(171))).all().get();
        }
    }

    /** Every seventh record is dated 40 s before its neighbours. */
    static void late(KafkaProducer<byte[], byte[]> p) throws Exception {
        Oracle.create("search-late", 2, 1, Map.of());
        for (int i = 0; i < 300; ++i)
            new Made(8, i).send(p, "search-late", i % 2, i % 7 == 3 ? i - 40 : i);
        p.flush();
    }

    static void large(KafkaProducer<byte[], byte[]> p) throws Exception {
        Oracle.create("search-large", 1, 1, Map.of("max.message.bytes", "8000000"));
        String pad = "lorem ipsum dolor ".repeat(80_000);
        for (String text : List.of("{\"id\":1,\"pad\":\"" + pad + "\",\"action\":\"purchase\",\"amount\":150,\"user\":{\"name\":\"needle\"}}",
                "{\"id\":2,\"action\":\"view\",\"pad\":\"" + pad + "\"}", pad + "needle", pad + "Needle", pad, "{\"pad\":\"" + pad + "\",\"action\":\"purchase\",\"amount\":150"))
            Oracle.send(p, "search-large", 0, Oracle.START, Oracle.utf8("user-1"), Oracle.utf8(text));
        p.flush();
    }

    /** Committed and aborted ones in turn with plain records between. */
    static void transactions(KafkaProducer<byte[], byte[]> plain) throws Exception {
        Oracle.create("search-transactions", 3, 1, Map.of());
        try (KafkaProducer<byte[], byte[]> p = Oracle.transactional("search-transactions")) {
            for (int round = 0, i = 0; round < 12; ++round) {
                p.beginTransaction();
                for (int n = 0; n < 25; ++n, ++i)
                    new Made(3, i).send(p, "search-transactions", i % 3, i);
                p.flush(); // or what is aborted would never be in the log
                if (round % 3 == 1)
                    p.abortTransaction();
                else
                    p.commitTransaction();
                for (int n = 0; n < 5; ++n, ++i)
                    new Made(3, i).send(plain, "search-transactions", i % 3, i);
                plain.flush();
            }
        }
    }

    /** The last stable offset of partition 0 stays behind its end. */
    static void openTransaction(KafkaProducer<byte[], byte[]> plain) throws Exception {
        Oracle.create("search-open", 2, 1, Map.of());
        for (int i = 0; i < 40; ++i)
            new Made(4, i).send(plain, "search-open", i % 2, i);
        plain.flush();
        KafkaProducer<byte[], byte[]> open = Oracle.transactional("search-open");
        Oracle.LEFT_OPEN.add(open);
        open.beginTransaction();
        for (int i = 40; i < 60; ++i)
            new Made(4, i).send(open, "search-open", 0, i);
        open.flush();
        for (int i = 60; i < 90; ++i)
            new Made(4, i).send(plain, "search-open", i % 2, i);
        plain.flush();
    }

    /** Until no key is left twice below the active segment: the cleaner has nothing more to do then, and what is read stays. */
    static void awaitCleaner(KafkaProducer<byte[], byte[]> p) throws Exception {
        for (int attempt = 0; attempt < 400; ++attempt) {
            if (attempt % 10 == 0) {
                for (int partition = 0; partition < 2; ++partition) // a new segment begins with the first record after segment.ms
                    new Made(5, 1000 + attempt).send(p, "search-compacted", partition, 1000 + attempt, Oracle.utf8("roll"));
                p.flush();
            }
            Thread.sleep(150);
            if (isCompacted())
                return;
        }
        throw new IllegalStateException("search-compacted was not compacted within 60 s");
    }

    static boolean isCompacted() throws Exception {
        List<Set<String>> keys = List.of(new HashSet<>(), new HashSet<>());
        String[] last = new String[2]; // stands in the active segment
        boolean[] isTwice = {false};
        Oracle.read("search-compacted", "committed", record -> {
            int partition = record.partition();
            if (last[partition] != null && !keys.get(partition).add(last[partition]))
                isTwice[0] = true;
            last[partition] = new String(record.key(), StandardCharsets.UTF_8);
        });
        return !isTwice[0];
    }

    /** One record, made from two numbers. */
    static final class Made {
        final Random random;
        final int number;

        Made(int topic, int number) {
            random = new Random(topic * 1_000_003L + number);
            random.nextInt();
            this.number = number;
        }

        void send(KafkaProducer<byte[], byte[]> p, String topic, int partition, int second) {
            send(p, topic, partition, second, key());
        }

        void send(KafkaProducer<byte[], byte[]> p, String topic, int partition, int second, byte[] key) {
            Oracle.send(p, topic, partition, Oracle.START + second * 1000L, key, value(), headers());
        }

        @SafeVarargs
        final <T> T oneOf(T... choices) {
            return choices[random.nextInt(choices.length)];
        }

        byte[] key() {
            return switch (random.nextInt(12)) {
                case 0 -> null;
                case 1 -> new byte[0];
                case 2 -> Oracle.bytes(0xff, 0, random.nextInt(3));
                case 3 -> Oracle.utf8("Grüße-" + random.nextInt(5));
                case 4 -> Oracle.utf8("USER-" + random.nextInt(30));
                case 5 -> Oracle.utf8(Integer.toString(random.nextInt(20)));
                case 6 -> Oracle.utf8("{\"k\":" + random.nextInt(5) + "}");
                default -> Oracle.utf8("user-" + random.nextInt(30));
            };
        }

        byte[] value() {
            return switch (random.nextInt(24)) {
                case 0 -> null;
                case 1 -> new byte[0];
                case 2 -> Oracle.utf8("{\"id\":" + number + ",\"action\":\"purchase\",\"amount\":200"); // broken off
                case 3 -> Oracle.bytes(0xff, 0x00, random.nextInt(256), 'n', 'e', 'e', 'd', 'l', 'e', 0xc3);
                case 4 -> joined(Oracle.utf8("{\"action\":\"purchase\",\"amount\":150,\"note\":\"GRÜ"), Oracle.bytes(0xff), Oracle.utf8("SSE\"}"));
                case 5 -> Oracle.utf8("[" + number % 3 + ",\"a\",{\"id\":" + number + "}]");
                case 6 -> Oracle.utf8(oneOf("42", "9007199254740993", "9007199254740992", "18446744073709551615", "-7", "42.0", "4.2e1", "12345678901234567890123"));
                case 7 -> Oracle.utf8(oneOf("plain text", "ein Grüßen", "ПРИВЕТ, мир", "tür", "TÜR", "a needle here", "A NEEDLE HERE", "\u212Aelvin and long \u017Fs", "42 ", "<b>x</b>", "null", "e\u0301", "abc\ndef\nneedle"));
                case 8 -> Oracle.utf8(oneOf("\"42\"", "\"needle\"", "\"\\u006eeedle\"", "true", "\"T\\u00dcR\""));
                default -> Oracle.utf8(object());
            };
        }

        String object() {
            String space = random.nextInt(6) == 0 ? "\n  " : "";
            StringBuilder s = new StringBuilder("{").append(space);
            if (random.nextInt(15) == 0)
                s.append("\"action\":\"twice\",").append(space); // the last one of a name counts
            s.append("\"id\":").append(number);
            field(s, space, 12, "action", oneOf("\"view\"", "\"view\"", "\"purchase\"", "\"purchase\"", "\"refund\"", "\"purch\\u0061se\"", "null"));
            field(s, space, 8, "amount", oneOf("1", "99", "100", "101", "250", "100.5", "1e2", "1.5E+3", "-20", "\"120\"", "null", "0.1"));
            field(s, space, 6, "count", oneOf("0", "1", "2", "5", "-1"));
            field(s, space, 6, "big", oneOf("9007199254740991", "9007199254740992", "9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "-9223372036854775808"));
            field(s, space, 8, "user", oneOf("\"none\"", "{}", user(), user(), user(), user()));
            field(s, space, 4, "items", items());
            field(s, space, 3, "note", oneOf("\"Grüße aus Köln\"", "\"GRÜSSE\"", "\"gr\\u00fc\\u00dfe\"", "\"needle\"", "\"NEEDLE\"", "\"two words\"", "\"мир\"", "\"x-1 x-22 x-333\""));
            return s.append(space.isEmpty() ? "" : "\n").append('}').toString();
        }

        /** Mostly there: one of `rarity` lacks it. */
        void field(StringBuilder s, String space, int rarity, String name, String value) {
            if (random.nextInt(rarity) != 0)
                s.append(",").append(space).append('"').append(name).append(space.isEmpty() ? "\":" : "\" : ").append(value);
        }

        String user() {
            StringBuilder s = new StringBuilder("{\"name\":").append(oneOf("\"Zoë\"", "\"Jörg\"", "\"Anna!\"", "\"Bob\"", "7", "null"));
            if (random.nextBoolean())
                s.append(",\"tags\":").append(oneOf("[]", "[\"eu\"]", "[\"new\",\"eu\"]", "[\"us\",1]", "\"eu\""));
            if (random.nextInt(3) == 0)
                s.append(",\"address\":").append(oneOf("null", "{\"city\":\"Köln\"}"));
            return s.append('}').toString();
        }

        String items() {
            StringBuilder s = new StringBuilder("[");
            for (int i = random.nextInt(4); i > 0; --i)
                s.append(s.length() > 1 ? "," : "").append(oneOf("{\"sku\":\"a-1\",\"n\":1}", "{\"sku\":\"a-1\",\"n\":2}", "{\"sku\":\"b-2\",\"n\":3}", "{\"sku\":\"b-2\",\"n\":1}", "{\"sku\":\"c-3\"}", "{\"sku\":\"c-3\",\"n\":\"2\"}"));
            return s.append(']').toString();
        }

        Header[] headers() {
            List<Header> headers = new ArrayList<>();
            if (random.nextInt(3) != 0)
                headers.add(Oracle.header("trace-id", oneOf(Oracle.utf8("t-" + random.nextInt(10)), Oracle.utf8("t-" + random.nextInt(10)), null, Oracle.bytes(0xff, 1), new byte[0])));
            for (int i = random.nextInt(4); i > 0 && random.nextBoolean(); --i)
                headers.add(Oracle.header(oneOf("x-tag", "x-tag", "näme", "empty"), oneOf(Oracle.utf8("needle"), Oracle.utf8("one"), Oracle.utf8("t-7"), null)));
            return headers.toArray(new Header[0]);
        }

        static byte[] joined(byte[]... parts) {
            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            for (byte[] part : parts)
                out.writeBytes(part);
            return out.toByteArray();
        }
    }
}
