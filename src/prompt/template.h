/* template.h - Mustache, parsed once and rendered often.
 *
 * What is read and printed follows the Mustache spec 1.4 (see
 * <handoff/prompt.h>).  Where the spec leaves a choice:
 *   - false, null, "", an empty list and a missing key are false; 0 is true;
 *   - a number is printed as it was written, a list or object as JSON;
 *   - a partial or parent that is not found is empty, strictly: an error;
 *   - strictly means that a name the data does not have is an error.
 * An empty line of a partial is not indented.
 */
#ifndef HANDOFF_PROMPT_TEMPLATE_H
#define HANDOFF_PROMPT_TEMPLATE_H

#include <handoff/prompt.h>

#include "base/json.h"

enum {
    HO_TEMPLATE_BYTES = 4 * 1024 * 1024, /* a person's text is shorter */
    HO_TEMPLATE_NESTING = 100,           /* open sections in one template */
    HO_TEMPLATE_DATA = 64 * 1024 * 1024, /* JSON text of handoff_render */
    HO_RENDER_BYTES = 256 * 1024 * 1024, /* output of handoff_render */
    HO_RENDER_DEPTH = 1000,   /* sections, partials and blocks together */
    HO_RENDER_PARTIALS = 1000 /* different ones in one rendering */
};

/* Nodes visited, and keys looked at (16 count as one step), in one rendering:
 * ten nested sections over a list of ten are 10^10 rounds that print nothing,
 * so the ceiling of the output alone stops no template. */
#define HO_RENDER_STEPS 50000000u

struct ho_template;
struct ho_turn;

/* text is copied.  name is for errors; "" for none. */
enum handoff_status ho_template_parse(const char *name,
                                      struct handoff_slice text,
                                      struct ho_template **out,
                                      struct handoff_error *err);

/* The body of a prompt file, from byte `start` of its text on: role tags are
 * read, and errors name lines of the whole file. */
enum handoff_status ho_template_parse_roles(const char *name,
                                            struct handoff_slice text,
                                            size_t start,
                                            struct ho_template **out,
                                            struct handoff_error *err);
void ho_template_free(struct ho_template *t); /* NULL-safe */

/* Append the rendering to out, whose limit is the ceiling; what was appended
 * before a failure is to be thrown away.  options and partials may be NULL.
 * ho_template_render renders a template without roles. */
enum handoff_status ho_template_render(
    const struct ho_template *t, const cJSON *data,
    const struct handoff_template_options *options,
    const struct handoff_partials *partials, struct ho_buffer *out,
    struct handoff_error *err);
enum handoff_status ho_turn_render(
    const struct ho_template *t, const struct ho_turn *turn, const cJSON *data,
    const struct handoff_template_options *options,
    const struct handoff_partials *partials, struct ho_buffer *out,
    struct handoff_error *err);

/* Each number is kept as it was written, "1.50" too.  *out is the caller's:
 * cJSON_Delete. */
enum handoff_status ho_template_data(struct handoff_slice text, cJSON **out,
                                     struct handoff_error *err);

#endif
