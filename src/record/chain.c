/* chain.c - see record/chain.h */
#include "record/chain.h"

#include <stdio.h>

enum {
    CONTENT_BYTES = 96 * 1024 * 1024 /* a brief, a decision, their replies */
};

static const char *const words[] = {
#define X(name, word) word,
    HO_EVENT_MAP(X)
#undef X
};

/* What an event of each kind seals.  The columns of these queries, in their
 * order, are the text that is hashed: they may never change for a kind that
 * was released. */
static const char *const contents[][2] = {
    [HO_EVENT_RUN] = { "SELECT r.id, r.command, r.program, r.started, r.as_of,"
                       " t.sha256, r.prompt, r.reask, r.endpoint, r.model,"
                       " r.leads, r.refused FROM run r"
                       " JOIN text t ON t.id = r.policy WHERE r.id = ?1" },
    [HO_EVENT_RECEIVED] = { "SELECT r.id, r.run, r.position, r.file, r.line, "
                            "r.duplicate_of,"
                            " s.id, s.sha256, s.kind, t.sha256, s.received, "
                            "s.size, s.bytes,"
                            " l.id, l.name, l.identity FROM receipt r"
                            " JOIN submission s ON s.id = r.submission"
                            " JOIN text t ON t.id = s.frame"
                            " JOIN lead l ON l.id = s.lead WHERE r.id = ?1" },
    [HO_EVENT_ANSWERED] = { "SELECT id, lead, run, request, asked, attempts, "
                            "prompt_tokens,"
                            " completion_tokens, size, bytes FROM reply WHERE "
                            "id = ?1" },
    [HO_EVENT_DECIDED] = { "SELECT d.id, d.lead, d.run, d.body, d.crm, "
                           "d.route, d.rule, d.stage,"
                           " d.owner, d.next_action, d.due, d.score, d.needs,"
                           " b.id, b.lead, b.receipt, b.attempts, "
                           "b.prompt_tokens,"
                           " b.completion_tokens, b.body FROM decision d"
                           " JOIN brief b ON b.id = d.brief WHERE d.id = ?1",
                           "SELECT a.number, a.reply, a.failure FROM answer a"
                           " JOIN decision d ON d.brief = a.brief WHERE d.id = "
                           "?1"
                           " ORDER BY a.number" },
    [HO_EVENT_FINISHED] = { "SELECT id, finished FROM run WHERE id = ?1" },
    [HO_EVENT_REVIEWED] = { "SELECT r.id, r.lead, r.decision, t.sha256, "
                            "r.verdict, r.shown,"
                            " r.note, r.owner, r.next_action, r.due FROM "
                            "review r"
                            " LEFT JOIN text t ON t.id = r.policy WHERE r.id = "
                            "?1" },
    /* nothing is left to be sealed */
    [HO_EVENT_FORGOTTEN] = { "SELECT ?1" },
    [HO_EVENT_EXPORTED] = { "SELECT id, crm, folder, previous, withheld, "
                            "contacts, tasks, notes, manifest FROM export "
                            "WHERE id = ?1",
                            "SELECT id, export, lead, kind, decision, review "
                            "FROM line WHERE export = ?1 ORDER BY id" },
    [HO_EVENT_SUPPRESSED] = { "SELECT id, hash, salt FROM suppression "
                              "WHERE id = ?1" },
    [HO_EVENT_POLICY] = { "SELECT p.id, t.sha256, p.name, p.version, p.sha256"
                          " FROM policy p JOIN text t ON t.id = p.text"
                          " WHERE p.id = ?1",
                          "SELECT n.id, n.policy, n.kind, n.name, f.id,"
                          " f.sha256, f.size, f.bytes FROM pin n JOIN file f"
                          " ON f.id = n.file WHERE n.policy = ?1"
                          " ORDER BY n.id" },
    [HO_EVENT_APPROVAL] = { "SELECT a.id, a.policy, p.name, p.version,"
                            " p.sha256, t.sha256, a.verdict, a.note FROM "
                            "approval a"
                            " JOIN policy p ON p.id = a.policy"
                            " JOIN text t ON t.id = p.text WHERE a.id = ?1" },
    [HO_EVENT_LEARNT] = { "SELECT id, asked, learnt FROM ladder"
                          " WHERE id = ?1" },
    [HO_EVENT_DRAFTED] = { "SELECT id, lead, decision, made, as_of, channel,"
                           " message, body FROM draft WHERE id = ?1" },
    [HO_EVENT_DRAFT_SAID] = { "SELECT id, lead, draft, verdict, shown, note,"
                              " message FROM draft_review WHERE id = ?1" },
    [HO_EVENT_RESPONDED] = { "SELECT id, lead, as_of, action, reason,"
                             " next_touch, body, size, bytes FROM response"
                             " WHERE id = ?1" },
    [HO_EVENT_SENT] = { "SELECT s.id, s.lead, s.run, s.asked, s.redacted,"
                        " t.sha256, s.size, s.bytes FROM sent s"
                        " JOIN text t ON t.id = s.prefix WHERE s.id = ?1" },
};

const char *ho_event_word(enum ho_event_kind kind)
{
    return words[kind];
}

enum ho_event_kind ho_event_find(const char *word)
{
    enum ho_event_kind kind = 0;

    while (kind < HO_EVENTS && strcmp(words[kind], word) != 0)
        kind++;
    return kind;
}

/* Decimal digits and the byte that ends them; not printf, which would be most
 * of the work of a seal. */
static void add_number(struct ho_buffer *b, uint64_t value, char end)
{
    char digits[24];
    size_t at = sizeof digits;

    digits[--at] = end;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    ho_buffer_add(b, (struct handoff_slice){ digits + at, sizeof digits - at });
}

void ho_seal_integer(struct ho_buffer *b, int64_t value)
{
    const uint64_t size =
        value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;

    ho_buffer_text(b, value < 0 ? "i-" : "i");
    add_number(b, size, ';');
}

void ho_seal_slice(struct ho_buffer *b, struct handoff_slice part)
{
    add_number(b, part.len, ':');
    ho_buffer_add(b, part);
}

static void seal_column(struct ho_buffer *b, const struct ho_query *q, int i)
{
    switch (ho_column_type(q, i)) {
    case HO_COLUMN_NULL:
        ho_buffer_text(b, "n;");
        break;
    case HO_COLUMN_INTEGER:
        ho_seal_integer(b, ho_integer(q, i));
        break;
    case HO_COLUMN_TEXT:
    case HO_COLUMN_BLOB:
        ho_buffer_byte(b, ho_column_type(q, i) == HO_COLUMN_TEXT ? 't' : 'b');
        ho_seal_slice(b, ho_bytes(q, i));
        break;
    }
}

static enum handoff_status seal_rows(struct ho_db *db, const char *sql,
                                     int64_t ref, struct ho_buffer *out,
                                     size_t *rows, struct handoff_error *err)
{
    struct ho_query q;

    ho_query(db, &q, sql);
    ho_bind_integer(&q, ref);
    for (*rows = 0; ho_step(&q); ++*rows) {
        ho_buffer_byte(out, '|');
        for (int i = 0; i < ho_column_count(&q); i++)
            seal_column(out, &q, i);
    }
    return ho_done(&q, err);
}

enum handoff_status ho_seal_content(struct ho_db *db, enum ho_event_kind kind,
                                    int64_t ref, struct ho_buffer *out,
                                    bool *found, struct handoff_error *err)
{
    size_t rows = 0, more;
    enum handoff_status status =
        seal_rows(db, contents[kind][0], ref, out, &rows, err);

    if (status == HANDOFF_OK && contents[kind][1])
        status = seal_rows(db, contents[kind][1], ref, out, &more, err);
    *found = rows > 0;
    return status == HANDOFF_OK ? ho_buffer_status(out, "an event", err)
                                : status;
}

enum handoff_status ho_chain_hash(const struct ho_event *e, const char *before,
                                  struct ho_buffer *scratch,
                                  char out[HO_SHA256_HEX],
                                  struct handoff_error *err)
{
    enum handoff_status status;

    ho_buffer_clear(scratch);
    ho_seal_slice(scratch, ho_slice(before));
    ho_seal_integer(scratch, e->id);
    ho_seal_integer(scratch, e->at);
    ho_seal_slice(scratch, ho_slice(e->actor));
    ho_seal_slice(scratch, ho_slice(words[e->kind]));
    ho_seal_integer(scratch, e->run);
    ho_seal_integer(scratch, e->lead);
    ho_seal_integer(scratch, e->ref);
    ho_seal_slice(scratch, ho_slice(e->seal));
    status = ho_buffer_status(scratch, "an event", err);
    if (status == HANDOFF_OK)
        status = ho_sha256_hex(ho_buffer_slice(scratch), out, err);
    return status;
}

static enum handoff_status hash_before(struct ho_db *db, int64_t id,
                                       char hash[HO_SHA256_HEX],
                                       struct handoff_error *err)
{
    struct ho_query q;

    hash[0] = '\0';
    ho_query(db, &q, "SELECT hash FROM event WHERE id = ?1");
    ho_bind_integer(&q, id - 1);
    if (ho_step(&q))
        snprintf(hash, HO_SHA256_HEX, "%s", ho_text(&q, 0));
    return ho_done(&q, err);
}

static enum handoff_status is_sealed(struct ho_db *db, const struct ho_event *e,
                                     struct handoff_slice salt, bool *yes,
                                     struct handoff_error *err)
{
    struct ho_buffer content;
    char seal[HO_SHA256_HEX];
    bool found = false;
    enum handoff_status status;

    ho_buffer_init(&content, CONTENT_BYTES);
    ho_buffer_add(&content, salt);
    status = ho_seal_content(db, e->kind, e->ref, &content, &found, err);
    if (status == HANDOFF_OK)
        status = ho_sha256_hex(ho_buffer_slice(&content), seal, err);
    *yes = status == HANDOFF_OK && found && strcmp(seal, e->seal) == 0;
    ho_buffer_release(&content);
    return status;
}

static enum handoff_status is_chained(struct ho_db *db,
                                      const struct ho_event *e,
                                      const char *hash, bool *yes,
                                      struct handoff_error *err)
{
    char before[HO_SHA256_HEX], now[HO_SHA256_HEX];
    struct ho_buffer scratch;
    enum handoff_status status = hash_before(db, e->id, before, err);

    ho_buffer_init(&scratch, CONTENT_BYTES);
    if (status == HANDOFF_OK)
        status = ho_chain_hash(e, before, &scratch, now, err);
    *yes = status == HANDOFF_OK && strcmp(now, hash) == 0;
    ho_buffer_release(&scratch);
    return status;
}

enum handoff_status ho_event_holds(struct ho_db *db, enum ho_event_kind kind,
                                   int64_t ref, bool *holds,
                                   struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    *holds = false;
    ho_query(db, &q,
             "SELECT id, at, actor, run, seal, salt, hash FROM event"
             " WHERE lead = 0 AND kind = ?1 AND ref = ?2");
    ho_bind_text(&q, words[kind]);
    ho_bind_integer(&q, ref);
    if (ho_step(&q)) {
        struct ho_event e = { .id = ho_integer(&q, 0),
                              .at = ho_integer(&q, 1),
                              .actor = ho_text(&q, 2),
                              .run = ho_integer(&q, 3),
                              .ref = ref,
                              .kind = kind };

        snprintf(e.seal, sizeof e.seal, "%s", ho_text(&q, 4));
        status = is_sealed(db, &e, ho_bytes(&q, 5), holds, err);
        if (status == HANDOFF_OK && *holds)
            status = is_chained(db, &e, ho_text(&q, 6), holds, err);
    }
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

void ho_chain_init(struct ho_chain *chain, struct ho_db *db, const char *actor)
{
    chain->db = db;
    chain->actor = actor;
    ho_buffer_init(&chain->scratch, CONTENT_BYTES);
}

void ho_chain_release(struct ho_chain *chain)
{
    ho_buffer_release(&chain->scratch);
}

/* The random bytes are SQLite's, which reads them from the system. */
static enum handoff_status take_salt(struct ho_chain *chain, char salt[HO_SALT],
                                     struct handoff_error *err)
{
    struct ho_query q;
    enum handoff_status status = HANDOFF_OK;

    if (chain->salts_left == 0) {
        ho_query(chain->db, &q, "SELECT randomblob(?1)");
        ho_bind_integer(&q, (int64_t)sizeof chain->salts);
        if (ho_step(&q) && ho_bytes(&q, 0).len == sizeof chain->salts) {
            memcpy(chain->salts, ho_bytes(&q, 0).ptr, sizeof chain->salts);
            chain->salts_left = HO_SALTS;
        }
        status = ho_done(&q, err);
    }
    if (status == HANDOFF_OK)
        memcpy(salt, chain->salts + --chain->salts_left * HO_SALT, HO_SALT);
    return status;
}

static enum handoff_status seal(struct ho_chain *chain, struct ho_event *e,
                                char salt[HO_SALT], struct handoff_error *err)
{
    bool found = false;
    enum handoff_status status = take_salt(chain, salt, err);

    ho_buffer_clear(&chain->scratch);
    ho_buffer_add(&chain->scratch, (struct handoff_slice){ salt, HO_SALT });
    if (status == HANDOFF_OK)
        status = ho_seal_content(chain->db, e->kind, e->ref, &chain->scratch,
                                 &found, err);
    if (status == HANDOFF_OK)
        status = ho_sha256_hex(ho_buffer_slice(&chain->scratch), e->seal, err);
    return status;
}

/* Others write between transactions, and nobody during one. */
static enum handoff_status find_last(struct ho_chain *chain,
                                     struct handoff_error *err)
{
    struct ho_query q;

    if (chain->begun > 0 && chain->begun == ho_db_begun(chain->db))
        return HANDOFF_OK;
    chain->last = 0;
    chain->hash[0] = '\0';
    ho_query(chain->db, &q,
             "SELECT id, hash FROM event ORDER BY id DESC LIMIT 1");
    if (ho_step(&q)) {
        const struct handoff_slice text = ho_bytes(&q, 1);

        chain->last = ho_integer(&q, 0);
        if (text.len == HO_SHA256_HEX - 1)
            snprintf(chain->hash, sizeof chain->hash, "%.*s", (int)text.len,
                     text.ptr);
    }
    return ho_done(&q, err);
}

static enum handoff_status insert(struct ho_chain *chain,
                                  const struct ho_event *e,
                                  const char salt[HO_SALT], const char *hash,
                                  struct handoff_error *err)
{
    struct ho_query q;

    ho_query(chain->db, &q,
             "INSERT INTO event (id, at, actor, kind, run, lead, ref, seal,"
             " salt, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    ho_bind_integer(&q, e->id);
    ho_bind_integer(&q, e->at);
    ho_bind_text(&q, e->actor);
    ho_bind_text(&q, words[e->kind]);
    ho_bind_integer(&q, e->run);
    ho_bind_integer(&q, e->lead);
    ho_bind_integer(&q, e->ref);
    ho_bind_text(&q, e->seal);
    ho_bind_blob(&q, (struct handoff_slice){ salt, HO_SALT });
    ho_bind_text(&q, hash);
    return ho_run(&q, err);
}

enum handoff_status ho_chain_append(struct ho_chain *chain, struct ho_event *e,
                                    struct handoff_error *err)
{
    char hash[HO_SHA256_HEX], salt[HO_SALT] = { 0 };
    enum handoff_status status = seal(chain, e, salt, err);

    e->actor = chain->actor;
    if (status == HANDOFF_OK)
        status = find_last(chain, err);
    chain->begun = 0; /* until the event is there */
    if (status != HANDOFF_OK)
        return status;
    e->id = chain->last + 1;
    status = ho_chain_hash(e, chain->hash, &chain->scratch, hash, err);
    if (status == HANDOFF_OK)
        status = insert(chain, e, salt, hash, err);
    if (status != HANDOFF_OK)
        return status;
    chain->last = e->id;
    memcpy(chain->hash, hash, sizeof hash);
    chain->begun = ho_db_begun(chain->db);
    return HANDOFF_OK;
}
