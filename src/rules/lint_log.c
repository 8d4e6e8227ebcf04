/* lint_log.c - what the rules do to the leads of a log. */
#include "rules/cells.h"
#include "rules/lint.h"
#include "rules/lists.h"
#include "rules/replay.h"

enum {
    WORD_BYTES = 1 << 16,
    KEEPS_PERCENT = 5, /* of the log: what one rule may keep undecided */
    SHOWN = 8          /* fields of one note */
};

struct counts {
    struct ho_lint *lint;
    size_t *keeps;   /* undecided leads that a rule alone keeps so */
    size_t *asked;   /* undecided leads that wait for a field */
    size_t *assumed; /* decided leads that rest on an assumption */
    uint8_t *hit;    /* a flag a list */
    size_t undecided;
};

static size_t percent(size_t part, size_t whole)
{
    return whole ? (size_t)((uint64_t)part * 100 / whole) : 0;
}

/* The rule is open, and all others that can decide agree. */
static bool alone_keeps(const struct handoff_policy *p,
                        const struct handoff_decision *d, size_t rule)
{
    size_t key = SIZE_MAX;

    if (!ho_bit(d->may, rule) || ho_bit(d->must, rule))
        return false;
    for (size_t r = 0; r < p->rule_count; r++) {
        if (r == rule || !ho_bit(d->may, r))
            continue;
        if (key != SIZE_MAX && p->rule[r].key != key)
            return false;
        key = p->rule[r].key;
        if (ho_bit(d->must, r))
            return true;
    }
    return true;
}

static void count_decision(struct counts *c, const struct handoff_decision *d)
{
    const struct handoff_policy *p = c->lint->policy;

    if (!d->undecided) {
        for (size_t i = 0; i < d->assumed_count; i++)
            c->assumed[d->assumed[i]]++;
        return;
    }
    c->undecided++;
    for (size_t i = 0; i < d->ask_count; i++)
        c->asked[d->ask[i]]++;
    for (size_t r = 0; r + 1 < p->rule_count; r++)
        c->keeps[r] += alone_keeps(p, d, r);
}

/* A value of any field that a rule asks the list about. */
static void count_lists(struct counts *c, const struct handoff_brief *brief)
{
    const struct handoff_policy *p = c->lint->policy;

    for (size_t f = 0; f < p->fields.count; f++) {
        const struct ho_cells *cells = &p->cells[f];
        const char *value = brief->claim[f].value;

        for (size_t i = 0; value && i < cells->distinct_count; i++) {
            const struct ho_test *test = cells->distinct[i];
            const bool has = test->kind == HO_TEST_UNDER
                                 ? ho_set_has_above(&test->set, ho_slice(value))
                                 : ho_set_has(&test->set, ho_slice(value));

            for (size_t l = 0; has && l < p->list_count; l++)
                c->hit[l] |= ho_set_same(&p->list[l].set, &test->set);
        }
    }
}

/* --- what is told --- */

static void tell_rules(struct counts *c, size_t read)
{
    const struct handoff_policy *p = c->lint->policy;

    for (size_t r = 0; r + 1 < p->rule_count; r++)
        if (c->keeps[r] > 0 && percent(c->keeps[r], read) >= KEEPS_PERCENT)
            ho_lint_add_rule(
                c->lint, HANDOFF_LINT_KEEPS_UNDECIDED_CODE, r,
                ho_arena_format(c->lint->arena,
                                "alone keeps %zu of %zu leads of the log "
                                "undecided",
                                c->keeps[r], read));
}

static void tell_assumptions(struct counts *c, size_t read)
{
    const struct handoff_policy *p = c->lint->policy;

    for (size_t f = 0; f < p->fields.count; f++)
        if (c->assumed[f] > 0)
            ho_lint_add(c->lint, HANDOFF_LINT_ASSUMPTIONS_CODE,
                        p->fields.item[f].line, p->fields.item[f].line,
                        p->fields.item[f].name,
                        "%zu of %zu decisions of the log rest on an "
                        "assumption about it",
                        c->assumed[f], read);
}

/* The most asked first. */
static void tell_unknowns(struct counts *c)
{
    const struct handoff_policy *p = c->lint->policy;
    struct ho_buffer b;
    size_t shown = 0;

    ho_buffer_init(&b, WORD_BYTES);
    for (; shown < SHOWN; shown++) {
        size_t best = 0;

        for (size_t f = 1; f < p->fields.count; f++)
            if (c->asked[f] > c->asked[best])
                best = f;
        if (p->fields.count == 0 || c->asked[best] == 0)
            break;
        ho_buffer_format(&b, "%s%s %zu percent", shown ? ", " : "",
                         p->fields.item[best].name,
                         percent(c->asked[best], c->undecided));
        c->asked[best] = 0;
    }
    if (shown > 0)
        ho_lint_add(c->lint, HANDOFF_LINT_COSTLY_UNKNOWNS_CODE, 0, 0, "",
                    "the %zu undecided leads of the log wait for: %s",
                    c->undecided, ho_lint_text(c->lint, &b));
    else
        ho_buffer_release(&b);
}

static void tell_lists(struct counts *c)
{
    const struct handoff_policy *p = c->lint->policy;

    for (size_t i = 0; i < p->list_count; i++) {
        const struct ho_yaml *node =
            ho_yaml_get(ho_yaml_get(p->root, "lists"), p->list[i].name);

        if (!c->hit[i] && node)
            ho_lint_add(
                c->lint, HANDOFF_LINT_IDLE_LIST_IN_LOG_CODE, node->line,
                node->line,
                ho_arena_format(c->lint->arena, "list %s", p->list[i].name),
                "holds no value of the log");
    }
}

static void tell_gaps(struct ho_lint *lint, const struct ho_replay *replay)
{
    for (size_t i = 0; i < replay->gap_count; i++)
        ho_lint_add(lint, HANDOFF_LINT_LOG_LINES_CODE, 0, 0, "",
                    "%zu line%s of the log, first line %zu: %s",
                    replay->gap[i].count, replay->gap[i].count == 1 ? "" : "s",
                    replay->gap[i].line, replay->gap[i].reason);
}

static enum handoff_status replay_all(struct counts *c,
                                      struct ho_replay *replay)
{
    struct ho_replayed line;
    bool got = true;
    enum handoff_status status = HANDOFF_OK;

    while (status == HANDOFF_OK && got) {
        status = ho_replay_next(replay, &line, &got, c->lint->err);
        if (status != HANDOFF_OK || !got)
            break;
        count_decision(c, line.decision[0]);
        count_lists(c, &line.brief[0]);
    }
    return status;
}

enum handoff_status ho_lint_log(struct ho_lint *lint)
{
    const struct handoff_policy *p = lint->policy;
    struct counts c = { .lint = lint };
    struct ho_replay replay;
    enum handoff_status status;

    if (!lint->input->log)
        return HANDOFF_OK;
    c.keeps = ho_arena_alloc(lint->arena, p->rule_count * sizeof *c.keeps);
    c.asked =
        ho_arena_alloc(lint->arena, (p->fields.count + 1) * sizeof *c.asked);
    c.assumed =
        ho_arena_alloc(lint->arena, (p->fields.count + 1) * sizeof *c.assumed);
    c.hit = ho_arena_alloc(lint->arena, p->list_count + 1);
    if (!c.keeps || !c.asked || !c.assumed || !c.hit)
        return ho_no_memory(lint->err);
    status = ho_replay_init(&replay, p, NULL, lint->input->log, lint->arena,
                            lint->err);
    if (status == HANDOFF_OK)
        status = replay_all(&c, &replay);
    ho_replay_release(&replay);
    if (status != HANDOFF_OK)
        return status;
    tell_rules(&c, replay.read);
    tell_assumptions(&c, replay.read);
    tell_unknowns(&c);
    if (replay.read > 0)
        tell_lists(&c);
    tell_gaps(lint, &replay);
    return HANDOFF_OK;
}
