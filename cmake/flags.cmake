# What every target of this project is compiled with.  Nothing of it reaches
# whoever uses the library.  -Werror is CMAKE_COMPILE_WARNING_AS_ERROR, which
# the developer presets set.
include(CheckPIESupported)
check_pie_supported()

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(handoff_flags INTERFACE)
target_compile_definitions(handoff_flags INTERFACE
    _POSIX_C_SOURCE=200809L HANDOFF_VERSION="${PROJECT_VERSION}"
    # Sanitizers and debug builds without optimisation do not go with it.
    $<$<CONFIG:Release>:_FORTIFY_SOURCE=3>)
target_compile_options(handoff_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
    -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wformat=2
    -Wundef -Wvla -Wcast-qual -Wnull-dereference -Wimplicit-fallthrough
    -fstack-protector-strong
    # No path of the machine that builds: the same bytes from every folder.
    -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.
    -ffile-prefix-map=${PROJECT_BINARY_DIR}=build)
target_link_options(handoff_flags INTERFACE
    LINKER:-z,relro LINKER:-z,now LINKER:-z,noexecstack)
