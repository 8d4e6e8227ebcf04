# One mechanism: pkg-config.  libcsv ships no .pc file and is found by name.
# handoffConfig.cmake repeats this file's calls for whoever links the static
# library.
find_package(PkgConfig REQUIRED)
set(HANDOFF_MODULES
    libcjson libpcre2-8 yaml-0.1 libutf8proc libcrypto sqlite3 zlib libpsl)
pkg_check_modules(HANDOFF_DEPS REQUIRED IMPORTED_TARGET ${HANDOFF_MODULES})

find_path(CSV_INCLUDE_DIR csv.h)
find_library(CSV_LIBRARY csv)
if(NOT CSV_INCLUDE_DIR OR NOT CSV_LIBRARY)
    message(FATAL_ERROR
            "libcsv (csv.h and -lcsv) was not found; run scripts/setup")
endif()

add_library(handoff_dependencies INTERFACE)
target_link_libraries(handoff_dependencies INTERFACE
    PkgConfig::HANDOFF_DEPS csv m ${CMAKE_DL_LIBS})

# Libraries that are opened at their first use (src/base/library.h): compiled
# against, never linked.  HANDOFF_<NAME> is the soname of the one found here.
set(HANDOFF_OPENED "")
add_library(handoff_opened INTERFACE)

# handoff_open(<NAME> <pkg-config module> <library>)
function(handoff_open name module library)
    pkg_check_modules(${name} REQUIRED ${module})
    find_library(${name}_FILE ${library} HINTS ${${name}_LIBRARY_DIRS}
                 REQUIRED)
    execute_process(COMMAND ${CMAKE_OBJDUMP} -p ${${name}_FILE}
                    OUTPUT_VARIABLE headers COMMAND_ERROR_IS_FATAL ANY)
    if(NOT headers MATCHES "SONAME +([^ \n]+)")
        message(FATAL_ERROR "${${name}_FILE} names no SONAME; install the "
                            "shared library, see scripts/setup")
    endif()
    target_compile_definitions(handoff_opened INTERFACE
        HANDOFF_${name}="${CMAKE_MATCH_1}")
    target_compile_options(handoff_opened INTERFACE ${${name}_CFLAGS_OTHER})
    target_include_directories(handoff_opened SYSTEM INTERFACE
        ${${name}_INCLUDE_DIRS})
    set(HANDOFF_OPENED ${HANDOFF_OPENED} ${${name}_FILE} PARENT_SCOPE)
endfunction()

handoff_open(LIBCURL libcurl curl)
handoff_open(GMIME gmime-3.0 gmime-3.0)
handoff_open(LIBXML libxml-2.0 xml2)
