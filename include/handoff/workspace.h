/* workspace.h - the folder a team works in, and its settings.
 *
 * `handoff.yaml` in the current folder is read where it exists.  Settings are
 * defaults: the environment and the command line win.
 */
#ifndef HANDOFF_WORKSPACE_H
#define HANDOFF_WORKSPACE_H

#include <stdbool.h>
#include <stddef.h>

#include <handoff/endpoint.h>
#include <handoff/error.h>
#include <handoff/lead.h>
#include <handoff/slice.h>

/* Which CRM an export is for; the word of --crm. */
#define HANDOFF_CRM_TARGET_MAP(X) \
    X(HUBSPOT, "hubspot")         \
    X(SALESFORCE, "salesforce")   \
    X(PIPEDRIVE, "pipedrive")     \
    X(CSV, "csv")

enum handoff_crm_target {
#define X(name, word) HANDOFF_CRM_TARGET_##name,
    HANDOFF_CRM_TARGET_MAP(X)
#undef X
        HANDOFF_CRM_TARGETS
};

/* -1 where the word is none. */
HANDOFF_API int handoff_crm_target_find(const char *word);
HANDOFF_API const char *handoff_crm_target_name(enum handoff_crm_target t);

struct handoff_crm_pair {
    const char *key, *value;
};

struct handoff_crm_pairs {
    const struct handoff_crm_pair *pair;
    size_t count;
};

/* `crm:` of handoff.yaml, the product's own words where it says nothing. */
struct handoff_crm_settings {
    /* a route or a reason code to a value of the CRM's own list; a reason
     * wins; "" leaves the CRM's value alone */
    struct handoff_crm_pairs status[HANDOFF_CRM_TARGETS];
    struct handoff_crm_pairs owner;    /* the policy's name to the CRM's user */
    struct handoff_crm_pairs withhold; /* reasons that never leave; no value */
};

/* The value of a key, or NULL. */
HANDOFF_API const char *handoff_crm_value(const struct handoff_crm_pairs *pairs,
                                          const char *key);

struct handoff_model_price {
    const char *model;
    struct handoff_price price;
};

struct handoff_settings {
    bool found;             /* there is a handoff.yaml: this is a workspace */
    const char *policy;     /* path, or NULL: the built-in policy */
    const char *endpoint;   /* or NULL */
    const char *model;      /* or NULL */
    const char *key;        /* out of key_file, or NULL */
    const char *key_header; /* or NULL: Authorization: Bearer */
    const char *ca_file;    /* path, or NULL */
    unsigned jobs;          /* 0: not set */
    const struct handoff_model_price *price; /* by model; price_count */
    size_t price_count;
    struct handoff_crm_settings crm;
    struct ho_arena *arena; /* owner of all text; NULL where no file was */
};

/* Read `handoff.yaml` of that folder; without one all settings are unset. */
HANDOFF_API enum handoff_status handoff_settings_read(
    const char *folder, struct handoff_settings *settings,
    struct handoff_error *err);
HANDOFF_API void handoff_settings_release(struct handoff_settings *settings);

/* NULL: the model has none, or is NULL. */
HANDOFF_API const struct handoff_price *handoff_settings_price(
    const struct handoff_settings *settings, const char *model);

/* "2.50" as millionths; false: not a decimal number of at most six decimals,
 * or above a milliard. */
HANDOFF_API bool handoff_amount_read(const char *text, int64_t *millionths);

/* Write a new workspace: handoff.yaml, policy.yaml, its tests, .gitignore.  A
 * file that exists is an error before anything is written.  written gets the
 * names, count of them at most `room`. */
HANDOFF_API enum handoff_status handoff_workspace_init(
    const char *folder, const char **written, size_t room, size_t *count,
    struct handoff_error *err);

/* Add what the folder's `columns.yaml` says of columns, a mapping of header to
 * field; a file that is not there says nothing. */
HANDOFF_API enum handoff_status handoff_workspace_columns(
    const char *folder, struct handoff_columns *columns,
    struct handoff_error *err);
/* Write that file: all of them. */
HANDOFF_API enum handoff_status handoff_workspace_keep_columns(
    const char *folder, const struct handoff_columns *columns,
    struct handoff_error *err);

/* One of the product's own texts ("policies/inbound.policy.yaml",
 * "prompts/summarize.prompt"); ptr is NULL where there is none. */
HANDOFF_API struct handoff_slice handoff_own_text(const char *name);
/* The name behind `after` (NULL: the first) that starts with prefix. */
HANDOFF_API const char *handoff_own_next(const char *prefix, const char *after);

/* Whole files, as base/file.h has them. */
HANDOFF_API enum handoff_status handoff_file_read(const char *path,
                                                  size_t limit, char **text,
                                                  size_t *len,
                                                  struct handoff_error *err);
HANDOFF_API enum handoff_status handoff_file_write(const char *path,
                                                   struct handoff_slice bytes,
                                                   struct handoff_error *err);

/* The same, piece by piece. */
struct handoff_output;
HANDOFF_API enum handoff_status handoff_output_open(const char *path,
                                                    struct handoff_output **out,
                                                    struct handoff_error *err);
HANDOFF_API enum handoff_status handoff_output_add(struct handoff_output *out,
                                                   struct handoff_slice bytes,
                                                   struct handoff_error *err);
/* keep false: nothing is left of it.  NULL-safe. */
HANDOFF_API enum handoff_status handoff_output_close(struct handoff_output *out,
                                                     bool keep,
                                                     struct handoff_error *err);

#endif
