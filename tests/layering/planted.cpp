// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <dlfcn.h>
#include <librdkafka/rdkafka.h>

// Never linked: what tst_symbols must find.
void *planted(rd_kafka_t *handle, rd_kafka_DeleteTopic_t **topics, rd_kafka_queue_t *queue)
{
    static_cast<void>(rd_kafka_commit(handle, nullptr, 0));
    rd_kafka_DeleteTopics(handle, topics, 1, nullptr, queue);
    static_cast<void>(rd_kafka_err2name(rd_kafka_last_error()));
    return dlsym(RTLD_DEFAULT, "rd_kafka_produceva");
}
