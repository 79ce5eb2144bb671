# SPDX-FileCopyrightText: The Playhead authors
# SPDX-License-Identifier: Apache-2.0

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Network DBus Svg Test LinguistTools)
# Qt6::Test defines the build folder of each test, for QFINDTESTDATA, which is not used here. Without it the tests can share
# a precompiled header, and ccache can share their objects between build folders.
set_property(TARGET Qt6::Test PROPERTY INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(Qt6Keychain REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)

# Filters: PCRE2 for bytes (without its UTF-16 library and its POSIX names), simdjson for paths in JSON.
find_package(PkgConfig REQUIRED)
pkg_check_modules(PCRE2 REQUIRED libpcre2-8>=10.40)
find_library(PLAYHEAD_PCRE2 pcre2-8 HINTS ${PCRE2_LIBRARY_DIRS} REQUIRED)
add_library(playhead_pcre2 INTERFACE)
target_include_directories(playhead_pcre2 SYSTEM INTERFACE ${PCRE2_INCLUDE_DIRS})
target_compile_definitions(playhead_pcre2 INTERFACE PCRE2_CODE_UNIT_WIDTH=8)
target_link_libraries(playhead_pcre2 INTERFACE ${PLAYHEAD_PCRE2})
find_library(PLAYHEAD_SIMDJSON simdjson REQUIRED)
find_path(PLAYHEAD_SIMDJSON_INCLUDE simdjson.h REQUIRED)
add_library(playhead_simdjson INTERFACE)
target_include_directories(playhead_simdjson SYSTEM INTERFACE ${PLAYHEAD_SIMDJSON_INCLUDE})
target_link_libraries(playhead_simdjson INTERFACE ${PLAYHEAD_SIMDJSON})

# librdkafka >= 2.11.1: the system's, or the one `./dev setup` built into PLAYHEAD_RDKAFKA (a prefix).
# Its static CMake config asks for FindLZ4.cmake, which it installs beside itself.
set(PLAYHEAD_RDKAFKA "$ENV{PLAYHEAD_RDKAFKA}" CACHE PATH "Prefix of librdkafka built by ./dev setup")
if(PLAYHEAD_RDKAFKA)
    list(APPEND CMAKE_MODULE_PATH ${PLAYHEAD_RDKAFKA}/lib/cmake/RdKafka)
    list(PREPEND CMAKE_PREFIX_PATH ${PLAYHEAD_RDKAFKA})
    find_package(RdKafka CONFIG REQUIRED)
    add_library(playhead_rdkafka INTERFACE)
    target_link_libraries(playhead_rdkafka INTERFACE RdKafka::rdkafka)
else()
    pkg_check_modules(RDKAFKA REQUIRED IMPORTED_TARGET rdkafka>=2.11.1)
    add_library(playhead_rdkafka INTERFACE)
    target_link_libraries(playhead_rdkafka INTERFACE PkgConfig::RDKAFKA)
endif()

# jemalloc, for executables only: librdkafka allocates per message in one thread and frees in another. Listing 200,000 offsets took
# 0.70 s with it and 1.10 s without. Sanitizers bring an allocator of their own.
add_library(playhead_malloc INTERFACE)
find_library(PLAYHEAD_JEMALLOC jemalloc)
if(PLAYHEAD_JEMALLOC AND NOT PLAYHEAD_SANITIZE)
    target_link_libraries(playhead_malloc INTERFACE ${PLAYHEAD_JEMALLOC})
    target_sources(playhead_malloc INTERFACE ${CMAKE_CURRENT_LIST_DIR}/mallocconf.cpp)
endif()
