# The program writes its own manual pages and completions when it is built; a
# program for another machine cannot be run, and goes without.
set(manual_dir ${PROJECT_BINARY_DIR}/manual)
set(completion_dir ${PROJECT_BINARY_DIR}/completion)
if(CMAKE_CROSSCOMPILING)
    return()
endif()
file(MAKE_DIRECTORY ${completion_dir})
add_custom_command(TARGET handoff_cli POST_BUILD
    COMMAND handoff_cli help --format man -o ${manual_dir}
    COMMAND handoff_cli completion bash -o ${completion_dir}/handoff
    COMMAND handoff_cli completion zsh -o ${completion_dir}/_handoff
    COMMAND handoff_cli completion fish -o ${completion_dir}/handoff.fish
    VERBATIM)
install(DIRECTORY ${manual_dir}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1
        COMPONENT program FILES_MATCHING PATTERN *.1)
install(FILES ${completion_dir}/handoff COMPONENT program
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${completion_dir}/_handoff COMPONENT program
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${completion_dir}/handoff.fish COMPONENT program
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
