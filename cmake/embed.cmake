# handoff_embed(<target> <file>...): compile texts into the library.
#
# Each file, named by its path below the source root, becomes a byte array in
# one generated C file behind ho_builtin_table(); see src/base/builtin.h.  The
# file is written anew when one of the texts changes.  Run as a script
# (cmake -P), this same file is the generator.
if(NOT CMAKE_SCRIPT_MODE_FILE)
    function(handoff_embed target)
        set(out ${PROJECT_BINARY_DIR}/generated/builtin_table.c)
        list(TRANSFORM ARGN PREPEND ${PROJECT_SOURCE_DIR}/
             OUTPUT_VARIABLE paths)
        add_custom_command(
            OUTPUT ${out}
            COMMAND ${CMAKE_COMMAND} -D ROOT=${PROJECT_SOURCE_DIR}
                    -D OUT=${out} -D "FILES=${ARGN}"
                    -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
            DEPENDS ${paths} ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
            COMMENT "Embedding prompts, policies, schemas and templates"
            VERBATIM)
        target_sources(${target} PRIVATE ${out})
        set_property(GLOBAL PROPERTY HANDOFF_EMBEDDED ${ARGN})
    endfunction()
    return()
endif()

set(arrays "")
set(rows "")
set(count 0)
list(SORT FILES)
foreach(file IN LISTS FILES)
    file(READ ${ROOT}/${file} hex HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
    string(REPEAT "0x..," 12 line)
    string(REGEX REPLACE "(${line})" "\\1\n" bytes "${bytes}")
    # The final NUL is no part of the text: it lets a reader use it as a string.
    string(APPEND arrays
           "static const unsigned char text_${count}[] = {\n${bytes}0x00\n};\n")
    string(APPEND rows
           "        { \"${file}\",\n          { (const char *)text_${count}, sizeof text_${count} - 1 } },\n")
    math(EXPR count "${count} + 1")
endforeach()
file(WRITE ${OUT}.new "/* Written by cmake/embed.cmake; do not edit. */
#include \"base/builtin.h\"

${arrays}
const struct ho_builtin *ho_builtin_table(size_t *count)
{
    static const struct ho_builtin table[] = {
${rows}    };

    *count = sizeof table / sizeof *table;
    return table;
}
")
file(RENAME ${OUT}.new ${OUT})
