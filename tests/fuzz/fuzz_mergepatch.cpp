// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/jsonedit.h"
#include "replay/mergepatch.h"
#include "replay/redaction.h"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <string>

using namespace Replay;
using Json = nlohmann::json;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// Another implementation comes to the same document, unless it cannot read one of them (halves of surrogate pairs).
void compare(const std::string &document, const std::string &patch, const std::string &found)
{
    Json expected = Json::parse(document, nullptr, false);
    const Json change = Json::parse(patch, nullptr, false);
    if (expected.is_discarded() || change.is_discarded())
        return;
    expected.merge_patch(change);
    const Json result = Json::parse(found, nullptr, false);
    require(!result.is_discarded() && result == expected);
}

} // namespace

/// Document, 0xFF, patch: what is patched or redacted is JSON again, an empty patch changes nothing, and the standard is kept.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    const std::size_t border = std::min(bytes.find('\xff'), size);
    const std::string document(bytes.substr(0, border));
    const std::string patch(bytes.substr(std::min(border + 1, size)));
    const bool isJson = !jsonProblem(document);

    std::string same;
    require(!std::get<MergePatch>(MergePatch::read("{}")).apply(same, document, {}) == isJson);
    require(!isJson || rootOf(document).kind != Codec::JsonToken::Kind::BeginObject || same == document);

    const auto read = MergePatch::read(patch);
    if (const auto *made = std::get_if<MergePatch>(&read)) {
        std::string out;
        const std::vector<std::string> values(made->holes().size(), R"({"a":null,"b":[1]})");
        require(!made->apply(out, document, values) == isJson);
        require(isJson ? !jsonProblem(out) : out.empty());
        if (isJson && values.empty())
            compare(document, patch, out);
    }
    const auto redaction = Redaction::read({patch, "a.b", "[*][0]"}, "null");
    if (const auto *made = std::get_if<Redaction>(&redaction)) {
        std::string out;
        require(!made->apply(out, document) == isJson);
        require(isJson ? !jsonProblem(out) : out.empty());
    }
    return 0;
}
