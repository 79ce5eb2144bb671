// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// playhead_loadbroker [name=value…]: a synthetic broker for benches, see loadbroker.h. Prints its port on one line when it
// is ready, and ends when its standard input does, so that it never outlives the process that started it.
#include "loadbroker.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <thread>

namespace {

using namespace LoadBroker;

Codec codecOf(const std::string &name)
{
    return name == "lz4" ? Codec::Lz4 : name == "zstd" ? Codec::Zstd : Codec::None;
}

bool apply(Options &options, std::int64_t &needle, const std::string &argument)
{
    const std::map<std::string, std::function<void(const std::string &)>> names = {
        {"port", [&](const std::string &v) { options.port = std::stoi(v); }},
        {"topic", [&](const std::string &v) { options.topic = v; }},
        {"partitions", [&](const std::string &v) { options.partitions = std::stoi(v); }},
        {"records", [&](const std::string &v) { options.recordsPerPartition = std::stoll(v); }},
        {"growth", [&](const std::string &v) { options.growthPerSecond = std::stoll(v); }},
        {"topics", [&](const std::string &v) { options.extraTopics = std::stoi(v); }},
        {"topic-partitions", [&](const std::string &v) { options.partitionsPerExtraTopic = std::stoi(v); }},
        {"value", [&](const std::string &v) { options.shape.valueBytes = std::stoi(v); }},
        {"batch", [&](const std::string &v) { options.shape.records = std::stoi(v); }},
        {"codec", [&](const std::string &v) { options.shape.codec = codecOf(v); }},
        {"json", [&](const std::string &v) { options.shape.json = v == "1"; }},
        {"needle", [&](const std::string &v) { needle = std::stoll(v); }},
    };
    const std::size_t split = argument.find('=');
    const auto name = names.find(argument.substr(0, split));
    if (split == std::string::npos || name == names.end())
        return false;
    try {
        name->second(argument.substr(split + 1));
    } catch (const std::exception &) {
        return false;
    }
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    Options options;
    std::int64_t needle = -1;
    for (int i = 1; i < argc; ++i)
        if (!apply(options, needle, argv[i])) {
            std::fprintf(stderr, "not understood: %s\n", argv[i]);
            return 2;
        }
    Server server(options);
    if (needle >= 0)
        server.placeNeedle(needle);
    const int port = server.listen();
    if (port == 0) {
        std::fprintf(stderr, "port %d: %s\n", options.port, std::strerror(errno));
        return 1;
    }
    std::printf("%d\n", port);
    std::fflush(stdout);
    std::thread([] {
        char byte = 0;
        while (::read(STDIN_FILENO, &byte, 1) > 0) {
        }
        std::_Exit(0);
    }).detach();
    server.serve();
    return 1;
}
