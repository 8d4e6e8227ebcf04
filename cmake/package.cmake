# Two Debian packages: handoff (program, manual, completion, texts) and
# libhandoff-dev (library and headers).  scripts/package makes them.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME handoff)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "handoff maintainers <maintainers@handoff.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_COMPONENTS_ALL program development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME handoff)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
# What is opened at its first use shlibdeps does not see.
set(opened "")
foreach(file IN LISTS HANDOFF_OPENED)
    file(REAL_PATH ${file} real)
    execute_process(COMMAND dpkg-query -S ${real} OUTPUT_VARIABLE owner
                    ERROR_QUIET RESULT_VARIABLE failed)
    if(NOT failed AND owner MATCHES "^([^:, ]+)")
        list(APPEND opened ${CMAKE_MATCH_1})
    endif()
endforeach()
list(JOIN opened ", " CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "tzdata")
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION
    "Turns lead notifications into briefs whose every claim cites the lead's
own words, and decides route and next action with a readable policy.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libhandoff-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "libcurl4-openssl-dev, libcjson-dev, libpcre2-dev, libyaml-dev, libutf8proc-dev, libcsv-dev, libssl-dev, libsqlite3-dev, zlib1g-dev, libgmime-3.0-dev, libxml2-dev, libpsl-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
    "The library behind handoff, its headers, a pkg-config file and a CMake
package.")
include(CPack)
