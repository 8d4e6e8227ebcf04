# The list of tests, in the order of the flow.

# The rules of the house, and the proof that each check can fail.
handoff_check(size check-size)
handoff_check(layers check-layers)
handoff_check(listed check-listed)
handoff_check(headers check-headers ${CMAKE_C_COMPILER}
              ${PROJECT_BINARY_DIR}/include)
handoff_check(format check-format)
handoff_check(checks check-checks ${CMAKE_C_COMPILER}
              ${PROJECT_BINARY_DIR}/include)

handoff_test(base_json VALGRIND)
handoff_test(base_zone)
handoff_test(base_yaml VALGRIND)
handoff_test(base VALGRIND)
handoff_test(base_text)
handoff_test(base_file)
handoff_test(base_memory ALLOC VALGRIND)
handoff_test(fields)
handoff_test(evidence VALGRIND)
handoff_test(evidence_values VALGRIND)
handoff_test(evidence_values_rows VALGRIND)
handoff_test(evidence_values_laws SOURCES support/value_laws.c)
handoff_test(evidence_values_days SOURCES support/value_laws.c)
handoff_test(evidence_prove VALGRIND)
handoff_test(evidence_suite SOURCES support/product.c)
handoff_test(evidence_mutations SOURCES support/product.c)
handoff_test(evidence_splits SOURCES support/brief_check.c support/product.c)
handoff_test(freetext)
handoff_test(evidence_laws)
handoff_test(evidence_memory ALLOC)

handoff_test(intake VALGRIND)
handoff_test(intake_batch)
handoff_test(intake_limits)
handoff_test(intake_alloc ALLOC)
handoff_test(prompt SUITES VALGRIND)
handoff_test(prompt_file)
handoff_test(prompt_lead SOURCES support/prompt_lead.c)
handoff_test(prompt_summarize SOURCES support/prompt_lead.c)
handoff_test(prompt_reask SOURCES support/prompt_lead.c)
handoff_test(prompt_memory ALLOC SOURCES support/prompt_lead.c)
handoff_test(endpoint SOURCES support/asking.c LIBRARIES test_server)
handoff_test(endpoint_parts VALGRIND)
handoff_test(endpoint_refuse SOURCES support/asking.c LIBRARIES test_server)
handoff_test(endpoint_replay SOURCES support/asking.c LIBRARIES test_server)
handoff_test(endpoint_run SOURCES support/asking.c LIBRARIES test_server)
handoff_test(endpoint_memory SOURCES support/asking.c LIBRARIES test_server
             WRAP malloc calloc realloc strdup)
handoff_test(schema)
handoff_test(schema_parts)
handoff_test(schema_limits)
handoff_test(schema_memory ALLOC)
handoff_test(schema_suite SUITES)
handoff_test(brief SOURCES support/brief_check.c support/product.c)
handoff_test(brief_read SOURCES support/product.c)
handoff_test(brief_splits SOURCES support/brief_check.c support/product.c)
handoff_test(brief_repair VALGRIND)
handoff_test(brief_reask SOURCES support/asking.c support/brief_check.c
             support/product.c support/reask.c LIBRARIES test_server)
handoff_test(brief_trust SOURCES support/brief_check.c support/product.c)
handoff_test(brief_memory ALLOC SOURCES support/product.c)
handoff_test(rules SOURCES support/brief_build.c support/rules_case.c)
handoff_test(rules_refused SOURCES support/brief_build.c
             support/rules_case.c)
handoff_test(rules_explain SOURCES support/brief_build.c
             support/rules_case.c)
handoff_test(rules_policy SOURCES support/brief_build.c support/rules_case.c)
handoff_test(rules_worlds SOURCES support/brief_build.c support/rules_case.c
             support/rules_table.c)
handoff_test(rules_wide SOURCES support/brief_build.c support/rules_case.c
             support/rules_table.c)
handoff_test(rules_reach SOURCES support/brief_build.c support/rules_case.c
             support/rules_table.c)
handoff_test(rules_million SOURCES support/brief_build.c support/rules_case.c
             support/rules_table.c)
handoff_test(rules_reasons SOURCES support/brief_build.c support/rules_case.c
             support/rules_table.c)
handoff_test(rules_conformance SOURCES support/brief_build.c
             support/rules_case.c)
handoff_test(rules_decider ALLOC VALGRIND SOURCES support/brief_build.c
             support/rules_case.c support/rules_table.c)
handoff_test(rules_large SOURCES support/brief_build.c support/rules_case.c
             support/rules_table.c)
handoff_test(rules_bytes SOURCES support/brief_build.c support/rules_case.c
             support/rules_table.c)
handoff_test(rules_memory ALLOC SOURCES support/brief_build.c
             support/rules_case.c)
handoff_test(playbook SOURCES support/brief_check.c support/map_check.c
             support/product.c)
handoff_test(playbook_place SOURCES support/map_check.c support/product.c)
handoff_test(playbook_map SOURCES support/map_check.c support/product.c)
handoff_test(report SOURCES support/report_render.c)
handoff_test(report_layout)
handoff_test(report_hostile SOURCES support/report_render.c)
handoff_test(report_schema SOURCES support/report_render.c)
handoff_test(report_memory ALLOC)
handoff_test(filter VALGRIND)
handoff_test(filter_memory ALLOC)
handoff_test(workspace)
handoff_test(docs)
handoff_test(docs_policy SOURCES support/brief_build.c
             support/rules_case.c)

handoff_cli_test(commands)
handoff_cli_test(bad_input)
handoff_cli_test(endpoint)
handoff_cli_test(reask)
handoff_cli_test(replay)
handoff_cli_test(schemas)
handoff_cli_test(policy_explain)
handoff_cli_test(readme)
