/* builtin.h - the extractor that serves without any endpoint. */
#ifndef HANDOFF_ENDPOINT_BUILTIN_H
#define HANDOFF_ENDPOINT_BUILTIN_H

#include <handoff/endpoint.h>

/* The reply that a model would give for the lead's open fields, as JSON text
 * in the reply shape; see <handoff/endpoint.h>.  *reply_json is the caller's
 * to free. */
enum handoff_status ho_builtin_extract(const struct handoff_fields *fields,
                                       const struct handoff_lead *lead,
                                       char **reply_json,
                                       struct handoff_error *err);

#endif
