# Library, headers, program, texts; a pkg-config file and a CMake package.
include(CMakePackageConfigHelpers)

install(TARGETS handoff EXPORT handoffTargets COMPONENT development)
if(NOT BUILD_SHARED_LIBS) # a static library names what it must be linked with
    install(TARGETS handoff_dependencies EXPORT handoffTargets
            COMPONENT development)
endif()
if(TARGET handoff_cli)
    install(TARGETS handoff_cli COMPONENT program)
    include(manual)
endif()
install(DIRECTORY include/handoff ${PROJECT_BINARY_DIR}/include/handoff
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
        FILES_MATCHING PATTERN *.h)

get_property(texts GLOBAL PROPERTY HANDOFF_EMBEDDED)
foreach(text IN LISTS texts)
    get_filename_component(folder ${text} DIRECTORY)
    install(FILES ${text}
            DESTINATION ${CMAKE_INSTALL_DATADIR}/handoff/${folder}
            COMPONENT program)
endforeach()
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright
        COMPONENT program)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libhandoff-dev
        RENAME copyright COMPONENT development)

# Whoever links the static library links its dependencies, too.
if(BUILD_SHARED_LIBS)
    set(PRIVATE .private)
    set(PUBLIC_LIBS "")
else()
    set(PRIVATE "")
    set(PUBLIC_LIBS " -lcsv -lm -ldl")
endif()
string(REPLACE ";" " " HANDOFF_MODULES_LINE "${HANDOFF_MODULES}")
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/handoff)
# The prefix may change at install time, so it is found from the file itself.
file(RELATIVE_PATH PREFIX_FROM_PKGCONFIG
     /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" PREFIX_FROM_PKGCONFIG ${PREFIX_FROM_PKGCONFIG})
configure_file(cmake/handoff.pc.in handoff.pc @ONLY)
configure_package_config_file(cmake/handoffConfig.cmake.in
    ${PROJECT_BINARY_DIR}/handoffConfig.cmake
    INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(
    ${PROJECT_BINARY_DIR}/handoffConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/handoff.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
install(FILES ${PROJECT_BINARY_DIR}/handoffConfig.cmake
              ${PROJECT_BINARY_DIR}/handoffConfigVersion.cmake
        DESTINATION ${package_dir} COMPONENT development)
install(EXPORT handoffTargets NAMESPACE handoff:: DESTINATION ${package_dir}
        COMPONENT development)
