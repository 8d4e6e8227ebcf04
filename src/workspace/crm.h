/* crm.h - `crm:` of handoff.yaml: our decisions in the CRM's own words. */
#ifndef HANDOFF_WORKSPACE_CRM_H
#define HANDOFF_WORKSPACE_CRM_H

#include <handoff/workspace.h>

#include "base/yaml.h"

void ho_crm_defaults(struct handoff_crm_settings *out);

/* node may be NULL.  What it says takes the place of the defaults, part by
 * part. */
enum handoff_status ho_crm_read(struct ho_arena *arena,
                                const struct ho_yaml *node,
                                struct handoff_crm_settings *out,
                                struct handoff_error *err);

#endif
