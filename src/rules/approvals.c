/* approvals.c - who approved which content of a policy, as a chain of lines.
 *
 * A line's hash covers the line before it through `previous`.  So nobody can
 * change or take out a line without writing all later ones anew; the last hash
 * is worth keeping elsewhere.
 */
#include <handoff/analysis.h>

#include <handoff/clock.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "rules/model.h"

enum { LINE_BYTES = 64 * 1024, NAME_BYTES = 200 };

struct approval {
    const char *time, *as, *policy, *version, *sha256, *previous;
};

/* Without `hash`: what the hash is of. */
static void write_members(struct ho_writer *w, const struct approval *a)
{
    ho_write_object(w, NULL);
    ho_write_text(w, "time", a->time);
    ho_write_text(w, "as", a->as);
    ho_write_text(w, "policy", a->policy);
    ho_write_text(w, "version", a->version);
    ho_write_text(w, "sha256", a->sha256);
    ho_write_text(w, "previous", a->previous);
}

static enum handoff_status hash_of(const struct approval *a,
                                   char hash[HO_SHA256_HEX],
                                   struct handoff_error *err)
{
    struct ho_buffer text;
    struct ho_writer w;
    enum handoff_status status;

    ho_buffer_init(&text, LINE_BYTES);
    ho_writer_init(&w, &text, 0);
    write_members(&w, a);
    ho_write_end_object(&w);
    status = ho_buffer_status(&text, "an approval", err);
    if (status == HANDOFF_OK)
        status = ho_sha256_hex(ho_buffer_slice(&text), hash, err);
    ho_buffer_release(&text);
    return status;
}

static enum handoff_status broken(struct handoff_error *err, size_t line,
                                  const char *what)
{
    return ho_fail_at(err, HANDOFF_BAD_JSON, line, 1,
                      "the record of approvals cannot be trusted: %s; restore "
                      "it, or approve again with a new record",
                      what);
}

/* --- reading --- */

static bool is_name(struct handoff_slice name)
{
    if (ho_trim(name).len == 0 || name.len > NAME_BYTES ||
        ho_utf8_check(name, NULL) != HANDOFF_OK)
        return false;
    for (size_t at = 0, len; at < name.len; at += len) {
        const int32_t code = ho_utf8_decode(name, at, &len);

        if (code < 0x20 || (code >= 0x7F && code < 0xA0))
            return false;
    }
    return true;
}

static void keep(const struct approval *a, const struct handoff_policy *policy,
                 struct handoff_approved *out)
{
    if (strcmp(a->policy, policy->name) != 0)
        return;
    if (strcmp(a->sha256, policy->sha256) == 0)
        out->state = HANDOFF_APPROVED;
    else if (strcmp(a->version, policy->version) != 0 ||
             out->state == HANDOFF_APPROVED)
        return;
    else
        out->state = HANDOFF_APPROVED_OTHER;
    snprintf(out->by, sizeof out->by, "%s", a->as);
    snprintf(out->time, sizeof out->time, "%s", a->time);
    snprintf(out->sha256, sizeof out->sha256, "%s", a->sha256);
}

/* hash: of the line before, and then of this one. */
static enum handoff_status check_line(const cJSON *root, size_t line,
                                      char hash[HO_SHA256_HEX],
                                      struct approval *a,
                                      struct handoff_error *err)
{
    const char *own = ho_json_text(root, "hash");
    char now[HO_SHA256_HEX];
    enum handoff_status status;

    *a = (struct approval){
        ho_json_text(root, "time"),   ho_json_text(root, "as"),
        ho_json_text(root, "policy"), ho_json_text(root, "version"),
        ho_json_text(root, "sha256"), ho_json_text(root, "previous")
    };
    if (!a->time || !a->as || !a->policy || !a->version || !a->sha256 ||
        !a->previous || !own || !is_name(ho_slice(a->as)))
        return broken(err, line, "a line is no approval");
    if (strcmp(a->previous, hash) != 0)
        return broken(err, line,
                      "a line before this one was changed or taken out");
    status = hash_of(a, now, err);
    if (status != HANDOFF_OK)
        return status;
    if (strcmp(now, own) != 0)
        return broken(err, line, "this line was changed");
    memcpy(hash, now, sizeof now);
    return HANDOFF_OK;
}

/* Walk the chain; hash ends as that of the last line. */
static enum handoff_status walk(struct handoff_slice record,
                                const struct handoff_policy *policy,
                                char hash[HO_SHA256_HEX],
                                struct handoff_approved *out,
                                struct handoff_error *err)
{
    struct handoff_slice text;
    size_t line = 0;
    enum handoff_status status = HANDOFF_OK;

    hash[0] = '\0';
    while (status == HANDOFF_OK && ho_next_line(&record, &text)) {
        cJSON *root = NULL;
        struct approval a;

        line++;
        if (ho_trim(text).len == 0)
            continue;
        status = ho_json_parse(text, &root, NULL);
        if (status == HANDOFF_NO_MEMORY)
            return ho_no_memory(err);
        if (status != HANDOFF_OK)
            return broken(err, line, "a line is not JSON");
        status = check_line(root, line, hash, &a, err);
        if (status == HANDOFF_OK)
            keep(&a, policy, out);
        cJSON_Delete(root);
    }
    return status;
}

enum handoff_status handoff_approval_find(struct handoff_slice record,
                                          const struct handoff_policy *policy,
                                          struct handoff_approved *out,
                                          struct handoff_error *err)
{
    char hash[HO_SHA256_HEX];

    *out = (struct handoff_approved){ .state = HANDOFF_NOT_APPROVED };
    return walk(record, policy, hash, out, err);
}

/* --- writing --- */

enum handoff_status handoff_approval_line(struct handoff_slice record,
                                          const struct handoff_policy *policy,
                                          const char *as, int64_t time,
                                          char **line,
                                          struct handoff_error *err)
{
    char previous[HO_SHA256_HEX], hash[HO_SHA256_HEX];
    char when[HANDOFF_TIME_TEXT];
    const struct approval a = { when,           as,
                                policy->name,   policy->version,
                                policy->sha256, previous };
    struct handoff_approved before = { .state = HANDOFF_NOT_APPROVED };
    struct ho_buffer text;
    struct ho_writer w;
    enum handoff_status status;

    if (!is_name(ho_slice(as)))
        return ho_fail(err, HANDOFF_USAGE,
                       "the name of who approves has 1 to %d bytes and no "
                       "control characters",
                       NAME_BYTES);
    status = walk(record, policy, previous, &before, err);
    handoff_time_text(time, when);
    if (status == HANDOFF_OK)
        status = hash_of(&a, hash, err);
    if (status != HANDOFF_OK)
        return status;
    ho_buffer_init(&text, LINE_BYTES);
    ho_writer_init(&w, &text, 0);
    write_members(&w, &a);
    ho_write_text(&w, "hash", hash);
    ho_write_end_object(&w);
    ho_buffer_byte(&text, '\n');
    return ho_buffer_take(&text, "an approval", line, NULL, err);
}
