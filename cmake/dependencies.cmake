# One mechanism: pkg-config.  libcsv ships no .pc file and is found by name.
# handoffConfig.cmake repeats this file's calls for whoever links the static
# library.
find_package(PkgConfig REQUIRED)
set(HANDOFF_MODULES
    libcurl libcjson libpcre2-8 yaml-0.1 libutf8proc libcrypto gmime-3.0
    libxml-2.0
    sqlite3 zlib libpsl)
pkg_check_modules(HANDOFF_DEPS REQUIRED IMPORTED_TARGET ${HANDOFF_MODULES})

find_path(CSV_INCLUDE_DIR csv.h)
find_library(CSV_LIBRARY csv)
if(NOT CSV_INCLUDE_DIR OR NOT CSV_LIBRARY)
    message(FATAL_ERROR
            "libcsv (csv.h and -lcsv) was not found; run scripts/setup")
endif()

add_library(handoff_dependencies INTERFACE)
target_link_libraries(handoff_dependencies INTERFACE
    PkgConfig::HANDOFF_DEPS csv m)
