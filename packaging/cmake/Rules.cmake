# SPDX-FileCopyrightText: The Playhead authors
# SPDX-License-Identifier: Apache-2.0

# One INTERFACE target carries the rules to every target of ours.
option(PLAYHEAD_TESTS "Build the tests" ON)
option(PLAYHEAD_WERROR "Warnings are errors" OFF)
set(PLAYHEAD_SANITIZE "" CACHE STRING "address,undefined | thread | empty")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # The sloppiness lets ccache reuse objects built with a precompiled header; paths relative to the source folder
    # let one build folder reuse what another has compiled.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE_PROGRAM})
endif()
# Two links at a time: they are the memory peak of a build, with sanitizers more than a gigabyte each.
set_property(GLOBAL APPEND PROPERTY JOB_POOLS link=2)
set(CMAKE_JOB_POOL_LINK link)

# With optimization GCC 12 sees ghosts in std::string (GCC bug 105651) and std::optional.
set(ghosts "")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    set(ghosts -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds -Wno-maybe-uninitialized)
endif()
add_library(playhead_rules INTERFACE)
target_include_directories(playhead_rules INTERFACE ${CMAKE_SOURCE_DIR}/models ${CMAKE_SOURCE_DIR})
target_compile_definitions(playhead_rules INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_CONTEXTLESS_CONNECT QT_USE_QSTRINGBUILDER QT_STRICT_ITERATORS
    QT_NO_FOREACH PLAYHEAD_VERSION="${PROJECT_VERSION}")
target_compile_options(playhead_rules INTERFACE
    -Wall -Wextra -Wpedantic -Wcast-align -Woverloaded-virtual -Wnon-virtual-dtor -Wshadow=local
    ${ghosts}
    $<$<BOOL:${PLAYHEAD_WERROR}>:-Werror> -fno-omit-frame-pointer)
if(PLAYHEAD_SANITIZE)
    target_compile_options(playhead_rules INTERFACE -fsanitize=${PLAYHEAD_SANITIZE} -fno-sanitize-recover=all -g1)
    target_link_options(playhead_rules INTERFACE -fsanitize=${PLAYHEAD_SANITIZE})
endif()
