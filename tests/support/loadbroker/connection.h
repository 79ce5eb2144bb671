// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "loadbroker.h"
#include "wire.h"

#include <sys/uio.h>

#include <string>
#include <vector>

namespace LoadBroker {

/// One client: reads requests and answers them one by one. Lives in a thread of its own and owns the socket.
class Connection
{
public:
    Connection(const Server &server, int socket);
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    ~Connection();

    void serve(); ///< until the client goes or sends what is not understood

private:
    /// A batch to be sent in the middle of the answer, with this base offset in the place of its own.
    struct Insert
    {
        std::size_t at = 0;
        const std::string *batch = nullptr;
        std::int64_t baseOffset = 0;
    };
    struct FetchLimits
    {
        std::int64_t partition = 0;
        std::int64_t total = 0;
        std::int64_t sent = 0;
    };

    bool readAll(char *to, std::size_t size);
    bool writeAll(std::vector<iovec> &parts);
    bool answer(WireReader &request);
    void apiVersions(int version);
    void metadata(WireReader &request, int version);
    void metadataOf(const std::string &topic, int version);
    void listOffsets(WireReader &request, int version);
    void fetch(WireReader &request, int version);
    void fetchPartition(WireReader &request, int version, const std::string &topic, FetchLimits &limits);
    bool send();

    const Server &m_server;
    int m_socket;
    WireWriter m_answer;
    std::vector<Insert> m_inserts;
};

} // namespace LoadBroker
