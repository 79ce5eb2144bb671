// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/jsonwriter.h"

#include <QTest>

#include <limits>
#include <vector>

using Codec::JsonWriter;

class TestJsonWriter final : public QObject
{
    Q_OBJECT

private slots:
    void fieldsStandAsGiven()
    {
        JsonWriter out;
        out.object([&] {
            out.field("text", "a\"b\n");
            out.field("bytes", std::string("\xff\x00", 2));
            out.field("whole", std::numeric_limits<std::int64_t>::min());
            out.field("count", std::numeric_limits<std::uint64_t>::max());
            out.field("no", false);
            out.field("none", std::optional<std::string>());
            out.field("some", std::optional<std::int64_t>(7));
            out.list("list", std::vector<int>{1, 2, 3}, [&](int n) { out.number(n); });
            out.list("empty", std::vector<int>{}, [&](int n) { out.number(n); });
            out.object("inner", [&] { out.name("raw"), out.raw("[]"); });
        });
        const std::string expected = "{\"text\":\"a\\\"b\\n\",\"bytes\":{\"base64\":\"/wA=\"},\"whole\":-9223372036854775808,\"count\":18446744073709551615,\"no\":false,"
                                     "\"none\":null,\"some\":7,\"list\":[1,2,3],\"empty\":[],\"inner\":{\"raw\":[]}}";
        QCOMPARE(out.take(), expected);
    }

    void numbersWithAPoint()
    {
        JsonWriter out;
        out.open('[');
        out.real(0.1);
        out.real(std::numeric_limits<double>::infinity());
        out.fixed(2.0 / 3, 3);
        out.fixed(std::numeric_limits<double>::max(), 0);
        out.close(']');
        const std::string text = out.take();
        QVERIFY2(text.starts_with("[0.1,0,0.667,17976931348623157"), text.c_str());
    }
};

QTEST_APPLESS_MAIN(TestJsonWriter)
#include "tst_jsonwriter.moc"
