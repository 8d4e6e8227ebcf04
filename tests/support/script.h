/* script.h - what the scripted endpoint answers; the format is in server.h. */
#ifndef HANDOFF_TESTS_SCRIPT_H
#define HANDOFF_TESTS_SCRIPT_H

#include "base/buffer.h"
#include "base/json.h"

struct script;

enum handoff_status script_parse(struct handoff_slice text, struct script **out,
                                 struct handoff_error *err);
void script_free(struct script *script);

/* The action for a request, the number-th to arrive (from 1); counts a use of
 * the rule that serves it. */
const cJSON *script_choose(struct script *script, int64_t number,
                           const char *headers, const char *body);

/* A number or a flag of an action. */
int64_t script_number(const cJSON *action, const char *key, int64_t otherwise);
bool script_flag(const cJSON *action, const char *key);
/* latency_ms and delay_ms together. */
int64_t script_delay_ms(const struct script *script, const cJSON *action);

/* Append the body that an action answers a request body with. */
void script_body(const cJSON *action, const char *request,
                 struct ho_buffer *out);

#endif
