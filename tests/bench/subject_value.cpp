// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "recordstage.h"
#include "subject.h"

#include "views/inspector/inspector.h"
#include "views/inspector/textview.h"

#include <QPlainTextEdit>

#include <algorithm>

namespace Bench {

namespace {

/// Ten megabytes of indented JSON: lines are short, which is what a QPlainTextEdit likes best.
std::string largeJson()
{
    std::string json = "{\n  \"items\": [\n";
    for (int i = 0; json.size() < 10'000'000; ++i)
        json += "    {\n      \"id\": " + std::to_string(i) + ",\n      \"name\": \"User " + std::to_string(i * 7919 % 100'000)
            + "\",\n      \"tags\": [\"a\", \"b\"],\n      \"amount\": 12.50\n    },\n";
    json += "    null\n  ]\n}\n";
    return json;
}

} // namespace

std::optional<double> plainText(const QStringList &)
{
    const std::string json = largeJson();
    QPlainTextEdit edit;
    edit.resize(800, 800);
    edit.show();
    if (PaintWatch empty(edit.viewport()); !empty.wait())
        return std::nullopt;
    const Clock::time_point start = Clock::now();
    edit.setPlainText(QString::fromUtf8(json.data(), static_cast<qsizetype>(json.size())));
    PaintWatch painted(edit.viewport());
    edit.viewport()->update();
    if (!painted.wait())
        return std::nullopt;
    return secondsSince(start);
}

std::optional<double> inspectorText(const QStringList &)
{
    Looks looks;
    Views::Inspector inspector(looks.appearance);
    inspector.resize(800, 800);
    inspector.show();
    Items::RecordContent content;
    content.topic = "load";
    content.key = "key";
    content.value = "{}";
    inspector.setRecord(content);
    const auto texts = inspector.findChildren<Views::TextView *>(); // of the key and of the value, which is in sight
    const auto visible = std::ranges::find_if(texts, &QWidget::isVisible);
    if (visible == texts.end())
        return std::nullopt;
    Views::TextView *const text = *visible;
    if (PaintWatch small(text->viewport()); !small.wait())
        return std::nullopt;
    content.value = largeJson();
    PaintWatch painted(text->viewport(), [text] { return text->visibleText().contains(QLatin1String("User")); });
    const Clock::time_point start = Clock::now();
    inspector.setRecord(content);
    if (!painted.wait())
        return std::nullopt;
    return secondsSince(start);
}

} // namespace Bench
