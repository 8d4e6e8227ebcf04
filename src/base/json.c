/* json.c - the tree of what the scanner passed, getters; see base/json.h
 *
 * The scanner knows where each token stands, so cJSON's own parser would have
 * nothing to add.  The nodes are ordinary ones, out of cJSON's allocator, so
 * that every function of cJSON may be used on the tree.
 */
#include "base/json.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>

struct build {
    struct handoff_slice text;
    struct handoff_slice key; /* as written, of the value to come */
    cJSON *root;
    cJSON *open[HO_JSON_DEPTH]; /* containers around it, the innermost last */
    size_t depth;
    bool as_written; /* each number keeps its text */
    bool failed;
};

enum { EXACT_DIGITS = 15 }; /* any decimal of 15 digits survives a double */

/* What cJSON_Delete frees: a string as written, without its escapes. */
static char *new_text(struct build *b, struct handoff_slice s)
{
    char *text = cJSON_malloc(s.len + 1);
    size_t len = s.len;

    b->failed = b->failed || text == NULL;
    if (!text)
        return NULL;
    if (memchr(s.ptr, '\\', s.len))
        len = ho_json_unescape(s, text);
    else
        memcpy(text, s.ptr, s.len);
    text[len] = '\0';
    return text;
}

/* As the last child of the innermost container.  cJSON keeps the last one in
 * the first one's `prev`. */
static void hang(struct build *b, cJSON *node)
{
    cJSON *parent = b->depth > 0 ? b->open[b->depth - 1] : NULL;

    if (!parent) {
        b->root = node;
    } else if (!parent->child) {
        parent->child = node->prev = node;
    } else {
        node->prev = parent->child->prev;
        node->prev->next = node;
        parent->child->prev = node;
    }
}

static cJSON *add(struct build *b, int type)
{
    cJSON *node = b->failed ? NULL : cJSON_malloc(sizeof *node);

    b->failed = node == NULL;
    if (!node)
        return NULL;
    *node = (cJSON){ .type = type };
    if (b->depth > 0 && b->open[b->depth - 1]->type == cJSON_Object)
        node->string = new_text(b, b->key);
    hang(b, node);
    return node;
}

static void add_string(struct build *b, struct handoff_slice s)
{
    cJSON *node = add(b, cJSON_String);

    if (node)
        node->valuestring = new_text(b, s);
}

static bool is_long_integer(struct handoff_slice s)
{
    return s.len > EXACT_DIGITS && !memchr(s.ptr, '.', s.len) &&
           !memchr(s.ptr, 'e', s.len) && !memchr(s.ptr, 'E', s.len);
}

/* cJSON sets valueint, too, and bounds it. */
static void add_number(struct build *b, struct handoff_slice s)
{
    cJSON *node = add(b, cJSON_Number);

    if (!node)
        return;
    if (b->as_written || is_long_integer(s))
        node->valuestring = new_text(b, s);
    node->valuedouble = ho_json_double(s);
    if (node->valuedouble >= INT_MAX)
        node->valueint = INT_MAX;
    else if (node->valuedouble <= INT_MIN)
        node->valueint = INT_MIN;
    else
        node->valueint = (int)node->valuedouble;
}

static void on_scalar(void *user, size_t start, size_t end)
{
    struct build *b = user;

    switch (b->text.ptr[start]) {
    case '"':
        add_string(b, ho_part(b->text, start + 1, end - 1));
        break;
    case 't':
        add(b, cJSON_True);
        break;
    case 'f':
        add(b, cJSON_False);
        break;
    case 'n':
        add(b, cJSON_NULL);
        break;
    default:
        add_number(b, ho_part(b->text, start, end));
    }
}

static void on_key(void *user, size_t start, size_t end)
{
    struct build *b = user;

    b->key = ho_part(b->text, start + 1, end - 1);
}

static void on_open(void *user, size_t start)
{
    struct build *b = user;
    const bool object = b->text.ptr[start] == '{';
    cJSON *node = add(b, object ? cJSON_Object : cJSON_Array);

    if (node)
        b->open[b->depth++] = node;
}

static void on_close(void *user, size_t end)
{
    struct build *b = user;

    (void)end;
    if (!b->failed)
        b->depth--;
}

static enum handoff_status parse(struct handoff_slice text, bool as_written,
                                 cJSON **out, struct handoff_error *err)
{
    struct build b = { .text = text, .as_written = as_written };
    const struct ho_json_events events = { .open = on_open,
                                           .close = on_close,
                                           .key = on_key,
                                           .scalar = on_scalar,
                                           .user = &b };
    struct handoff_error why = HANDOFF_ERROR_INIT;
    enum handoff_status status = ho_json_walk(text, &events, &why);

    if (b.failed) /* before the text was seen to be wrong, too */
        status = ho_no_memory(err);
    else if (status != HANDOFF_OK)
        ho_fail_at(err, status, why.line, why.column, "%s", why.message);
    if (status == HANDOFF_OK)
        *out = b.root;
    else
        cJSON_Delete(b.root);
    return status;
}

enum handoff_status ho_json_parse(struct handoff_slice text, cJSON **out,
                                  struct handoff_error *err)
{
    return parse(text, false, out, err);
}

enum handoff_status ho_json_parse_as_written(struct handoff_slice text,
                                             cJSON **out,
                                             struct handoff_error *err)
{
    return parse(text, true, out, err);
}

const cJSON *ho_json_get(const cJSON *object, const char *key)
{
    return cJSON_IsObject(object)
               ? cJSON_GetObjectItemCaseSensitive(object, key)
               : NULL;
}

const char *ho_json_text(const cJSON *object, const char *key)
{
    const cJSON *item = ho_json_get(object, key);

    return cJSON_IsString(item) ? item->valuestring : NULL;
}

const char *ho_json_number_text(const cJSON *number)
{
    return cJSON_IsNumber(number) ? number->valuestring : NULL;
}

static bool read_int64(const char *text, int64_t *out)
{
    char *end;
    long long value;

    errno = 0;
    value = strtoll(text, &end, 10);
    if (errno != 0 || *end != '\0')
        return false;
    *out = value;
    return true;
}

bool ho_json_integer(const cJSON *number, int64_t *out)
{
    const double limit = 9007199254740992.0; /* 2^53 */
    const char *text = ho_json_number_text(number);
    double value;

    if (!cJSON_IsNumber(number))
        return false;
    if (text && read_int64(text, out))
        return true;
    value = number->valuedouble;
    if (value != floor(value) || value > limit || value < -limit)
        return false;
    *out = (int64_t)value;
    return true;
}

static const uint64_t SPACES = UINT64_C(0x2020202020202020);

size_t ho_json_plain(struct handoff_slice s, size_t at)
{
    while (s.len - at >= sizeof(uint64_t)) {
        const uint64_t odd = ho_odd_bytes(ho_eight_bytes(s.ptr + at));

        if (odd)
            return at + (size_t)__builtin_ctzll(odd) / 8;
        at += sizeof odd;
    }
    if (at < s.len && s.len >= sizeof(uint64_t)) {
        /* the last bytes, and spaces for those of the eight before them */
        const size_t left = 8 * (s.len - at);
        const uint64_t last = ho_eight_bytes(s.ptr + s.len - sizeof(uint64_t));
        const uint64_t odd = ho_odd_bytes(last >> (64 - left) | SPACES << left);

        return odd ? at + (size_t)__builtin_ctzll(odd) / 8 : s.len;
    }
    if (s.len - at >= sizeof(uint32_t)) {
        /* fewer than eight, some of them twice, in any order */
        uint32_t first, last;

        memcpy(&first, s.ptr + at, sizeof first);
        memcpy(&last, s.ptr + s.len - sizeof last, sizeof last);
        if (!ho_odd_bytes((uint64_t)first << 32 | last))
            return s.len;
    }
    while (at < s.len && s.ptr[at] >= 0x20 && s.ptr[at] < 0x7F &&
           s.ptr[at] != '"' && s.ptr[at] != '\\')
        at++;
    return at;
}

size_t ho_json_skip_string(struct handoff_slice text, size_t at)
{
    for (at++; at < text.len && text.ptr[at] != '"'; at++)
        if (text.ptr[at] == '\\')
            at++;
    return at < text.len ? at + 1 : text.len;
}

/* Behind the value that begins at byte `at`. */
static size_t skip_value(struct handoff_slice s, size_t at)
{
    size_t depth = 0;

    while (at < s.len) {
        const char c = s.ptr[at];

        if (depth == 0 && (c == ',' || c == '}' || c == ']'))
            break;
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        at = c == '"' ? ho_json_skip_string(s, at) : at + 1;
    }
    return at;
}

struct handoff_slice ho_json_member(struct handoff_slice object,
                                    const char *key)
{
    const size_t len = strlen(key) + 2; /* with its quotes */
    size_t at = 1;                      /* behind the brace or a comma */

    while (at < object.len) {
        const size_t colon = ho_json_skip_string(object, at);
        const size_t end = skip_value(object, colon);

        if (colon - at == len && colon < end &&
            memcmp(object.ptr + at + 1, key, len - 2) == 0)
            return ho_part(object, colon + 1, end);
        at = end + 1;
    }
    return (struct handoff_slice){ "", 0 };
}
