# SPDX-FileCopyrightText: The Playhead authors
# SPDX-License-Identifier: Apache-2.0

# Precompiled headers for what uses Qt; the engine needs none. Two of them serve every library and test: QtCore, and QtWidgets
# for what links playhead_views. They only save time: a file still includes what it uses.
foreach(part core widgets)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/pch/${part}.cpp CONTENT "")
    add_library(playhead_pch_${part} STATIC ${CMAKE_BINARY_DIR}/pch/${part}.cpp)
    target_link_libraries(playhead_pch_${part} PRIVATE playhead_rules)
endforeach()
set(core_headers <algorithm> <functional> <map> <memory> <optional> <string> <string_view> <variant> <vector>
    <QAbstractItemModel> <QCoreApplication> <QDateTime> <QHash> <QObject> <QPointer> <QString> <QStringBuilder> <QTimer> <QVariant>)
target_link_libraries(playhead_pch_core PRIVATE Qt6::Core)
target_precompile_headers(playhead_pch_core PRIVATE ${core_headers})
target_link_libraries(playhead_pch_widgets PRIVATE Qt6::Widgets)
target_precompile_headers(playhead_pch_widgets PRIVATE ${core_headers}
    <QAbstractItemView> <QAction> <QApplication> <QBoxLayout> <QComboBox> <QDialog> <QEvent> <QHeaderView> <QLabel> <QLineEdit> <QMainWindow>
    <QMenu> <QPainter> <QPushButton> <QScrollBar> <QSplitter> <QStyledItemDelegate> <QTableView> <QToolButton> <QTreeView>)

# playhead_precompiled(TARGET lib…): the header that fits what the target links.
function(playhead_precompiled target)
    set(part core)
    foreach(lib playhead_views playhead_app Qt6::Widgets)
        if(lib IN_LIST ARGN)
            set(part widgets)
        endif()
    endforeach()
    target_precompile_headers(${target} REUSE_FROM playhead_pch_${part})
endfunction()

# AUTOMOC does not notice a new header by itself (CMake 3.25 with Ninja): when the list of sources has changed, make it look again.
function(playhead_look_for_new_headers target sources)
    set(known "")
    set(list ${CMAKE_CURRENT_BINARY_DIR}/${target}.sources)
    if(EXISTS ${list})
        file(READ ${list} known)
    endif()
    if(NOT known STREQUAL sources)
        file(REMOVE ${CMAKE_CURRENT_BINARY_DIR}/${target}_autogen/timestamp)
        file(WRITE ${list} "${sources}")
    endif()
endfunction()

# playhead_library(NAME [QT] [LINKS lib…]): the static library playhead_NAME of all sources in the calling folder.
# QT: runs moc. Sources are globbed: a new file belongs to its folder's library without being listed.
function(playhead_library name)
    cmake_parse_arguments(arg "QT" "" "LINKS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS *.cpp *.h */*.cpp */*.h)
    if(NOT sources MATCHES "\\.cpp")
        file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp "")
        list(APPEND sources ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp)
    endif()
    add_library(playhead_${name} STATIC ${sources})
    set_target_properties(playhead_${name} PROPERTIES LINKER_LANGUAGE CXX)
    if(arg_QT)
        set_target_properties(playhead_${name} PROPERTIES AUTOMOC ON)
        playhead_look_for_new_headers(playhead_${name} "${sources}")
        playhead_precompiled(playhead_${name} ${arg_LINKS})
    endif()
    target_link_libraries(playhead_${name} PUBLIC playhead_rules ${arg_LINKS})
endfunction()

# The folders of the engine: no Qt in their libraries, all their tests under every sanitizer.
set(PLAYHEAD_ENGINE domain store codec search produce replay kafka)
add_custom_target(engine_tests)

# playhead_test(tst_NAME.cpp [LINKS lib…] [LABELS label…] [TIMEOUT seconds]): one Qt Test executable and its ctest entry.
# Label `kafka`: starts a real Kafka; runs alone and is what `./dev test --no-kafka` leaves out.
# Tests run offscreen with a home folder of their own, so that nothing of the user's is read or written.
function(playhead_test source)
    cmake_parse_arguments(arg "" "TIMEOUT" "LINKS;LABELS" ${ARGN})
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE playhead_rules Qt6::Test ${arg_LINKS})
    playhead_precompiled(${name} ${arg_LINKS})
    add_test(NAME ${name} COMMAND ${name})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR} NAME)
    if(folder IN_LIST PLAYHEAD_ENGINE)
        list(APPEND arg_LABELS engine)
        add_dependencies(engine_tests ${name})
    endif()
    if("kafka" IN_LIST arg_LABELS)
        set_tests_properties(${name} PROPERTIES RUN_SERIAL ON) # a broker needs the machine for itself
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;HOME=${CMAKE_BINARY_DIR}/testhome/${name};XDG_CONFIG_HOME=${CMAKE_BINARY_DIR}/testhome/${name}/config;XDG_RUNTIME_DIR=${CMAKE_BINARY_DIR}/testhome/${name};TZ=UTC;LC_ALL=C.UTF-8")
    file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/testhome/${name})
endfunction()

# playhead_tests(LINKS lib…): every tst_*.cpp of the calling folder.
function(playhead_tests)
    file(GLOB sources CONFIGURE_DEPENDS tst_*.cpp)
    foreach(source ${sources})
        playhead_test(${source} ${ARGN})
    endforeach()
endfunction()
