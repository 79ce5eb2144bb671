// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// jemalloc reads this before main(). Fetch answers of more than 8 MB, usual when a broker has many partitions of a topic, would by
// default go back to the system after each use: every page of the next one would be faulted in again.
// What is free for a second goes back instead of after ten: those buffers would otherwise pile up (1 GB instead of 0.63 GB).
extern "C" {
extern const char *malloc_conf;
[[gnu::visibility("default")]] const char *malloc_conf = "oversize_threshold:0,dirty_decay_ms:1000";
}
