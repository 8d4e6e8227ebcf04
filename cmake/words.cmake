# handoff_gather_words(<target>): what is known of the declared words before
# any text is becomes a source of the library; see cmake/gather_words.c, the
# program that writes it.  It is built of the tables themselves.
function(handoff_gather_words target)
    set(out ${PROJECT_BINARY_DIR}/generated/word_sets.c)
    set(evidence ${PROJECT_SOURCE_DIR}/src/evidence)
    set(base ${PROJECT_SOURCE_DIR}/src/base)
    add_executable(gather_words
        ${PROJECT_SOURCE_DIR}/cmake/gather_words.c
        ${base}/clock.c ${base}/error.c ${base}/slice.c ${base}/utf8.c
        ${base}/starts.c ${evidence}/match.c
        ${evidence}/spelled.c ${evidence}/date_words.c
        ${evidence}/date_period.c ${evidence}/language.c
        ${evidence}/language_en.c ${evidence}/language_de.c
        ${evidence}/language_fr.c ${evidence}/language_es.c
        ${evidence}/language_more.c ${evidence}/language_orders.c
        ${evidence}/language_notices.c)
    target_include_directories(gather_words PRIVATE
        ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include
        ${PROJECT_BINARY_DIR}/include)
    target_compile_definitions(gather_words PRIVATE HANDOFF_STATIC_DEFINE)
    target_link_libraries(gather_words PRIVATE
        handoff_flags handoff_dependencies)
    add_custom_command(
        OUTPUT ${out}
        COMMAND gather_words > ${out}
        DEPENDS gather_words
        COMMENT "Gathering the declared words"
        VERBATIM)
    target_sources(${target} PRIVATE ${out})
endfunction()
