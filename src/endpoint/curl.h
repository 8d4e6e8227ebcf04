/* curl.h - one request over HTTP, try by try; see endpoint/transport_curl.c */
#ifndef HANDOFF_ENDPOINT_CURL_H
#define HANDOFF_ENDPOINT_CURL_H

#include "endpoint/http.h"
#include "endpoint/pace.h"
#include "endpoint/sockets.h"
#include "endpoint/transport.h"

#define HO_NS_PER_MS INT64_C(1000000)

enum ho_slot_state { HO_SLOT_FREE, HO_SLOT_WAITING, HO_SLOT_RUNNING };

struct ho_slot {
    enum ho_slot_state state;
    struct ho_exchange *x; /* NULL when free */
    int64_t due_ns;        /* when waiting: not before */
    int64_t first_ns;      /* of the first try; INT64_MAX: none yet */
    int64_t began_ns;      /* of this try */
    unsigned moves;        /* of the ladder, as this try saw it */
    unsigned failures;     /* tries that count against `attempts` */
    struct ho_turn turn;
    bool doubled;              /* the limit of tokens was raised once */
    char last[HO_SHA256_HEX];  /* hash of the last 500's body, or "" */
    struct ho_budget_try cost; /* worst case of this try */
    struct ho_buffer body;     /* of this try */
    struct ho_http http;
};

struct ho_curl {
    struct ho_transport base;
    CURLM *multi;
    struct ho_sockets sockets;
    struct ho_http_settings settings;
    struct ho_ladder ladder;
    struct ho_pace pace;
    char *model;
    unsigned attempts, timeout_ms, lead_ms;
    uint64_t chance;
    bool (*interrupted)(void *user);
    void *user;
    unsigned jobs;
    struct ho_slot slot[];
};

int64_t ho_curl_now(const struct ho_curl *self);
enum handoff_status ho_curl_failed(const struct ho_curl *self, CURLMcode code,
                                   struct handoff_error *err);

/* Give an exchange a free slot. */
enum handoff_status ho_slot_take(struct ho_curl *self, struct ho_slot *slot,
                                 struct ho_exchange *x,
                                 struct handoff_error *err);
/* A waiting slot: begin a try where its time has come, wait on, or give up. */
enum handoff_status ho_slot_move(struct ho_curl *self, struct ho_slot *slot,
                                 int64_t now, struct handoff_error *err);
/* Its try has ended with that code. */
enum handoff_status ho_slot_end_try(struct ho_curl *self, struct ho_slot *slot,
                                    CURLcode code, struct handoff_error *err);
/* When a waiting slot wants to be moved; INT64_MAX: when another try has
 * ended. */
int64_t ho_slot_wakes(const struct ho_curl *self, const struct ho_slot *slot);

#endif
