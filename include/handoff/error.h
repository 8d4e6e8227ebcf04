/* error.h - how every call of the library reports what went wrong.
 *
 * A function that can fail returns a status and takes `struct handoff_error *`
 * as its last parameter.  The caller owns it, may pass NULL, and starts from
 * HANDOFF_ERROR_INIT; the first message written into it stays (first message
 * wins), because the first thing that went wrong is the one to mend.
 *
 * A refused answer is not an error: checks that find something return
 * HANDOFF_OK and put it into a list of findings (see <handoff/finding.h>).
 */
#ifndef HANDOFF_ERROR_H
#define HANDOFF_ERROR_H

#include <stddef.h>

#include <handoff/export.h>

/* The closed list of statuses: name, and what it means in one phrase. */
#define HANDOFF_STATUS_MAP(X)                                        \
    X(OK, "done")                                                    \
    X(NO_MEMORY, "out of memory")                                    \
    X(TOO_LARGE, "larger than its limit")                            \
    X(IO, "a file or stream could not be read or written")           \
    X(BAD_TEXT, "text that is not valid UTF-8")                      \
    X(BAD_JSON, "not strict JSON")                                   \
    X(BAD_YAML, "not the YAML that handoff reads")                   \
    X(BAD_INPUT, "an input that holds no lead handoff can read")     \
    X(BAD_TEMPLATE, "a template that cannot be rendered")            \
    X(BAD_SCHEMA, "a JSON Schema that cannot be used")               \
    X(BAD_POLICY, "a policy that cannot be used")                    \
    X(BAD_REPLY, "a reply that cannot be read")                      \
    X(ENDPOINT, "an endpoint that cannot be used or did not answer") \
    X(RECORD, "a record that cannot be used")                        \
    X(USAGE, "a command line that is not understood")

enum handoff_status {
#define X(name, text) HANDOFF_##name,
    HANDOFF_STATUS_MAP(X)
#undef X
};

enum { HANDOFF_ERROR_FILE = 256, HANDOFF_ERROR_MESSAGE = 512 };

struct handoff_error {
    enum handoff_status status;
    size_t line;                         /* 1-based; 0: no line is meant */
    size_t column;                       /* 1-based, in bytes; 0: none */
    char file[HANDOFF_ERROR_FILE];       /* "" where no file is meant */
    char message[HANDOFF_ERROR_MESSAGE]; /* one sentence with the remedy */
};

#define HANDOFF_ERROR_INIT   \
    {                        \
        .status = HANDOFF_OK \
    }

/* The phrase of a status; a static string. */
HANDOFF_API const char *handoff_status_text(enum handoff_status status);

/* Write "file:line:column: message" (parts that are not set are left out)
 * into text, cut to size, NUL-terminated. */
HANDOFF_API void handoff_error_text(const struct handoff_error *err, char *text,
                                    size_t size);

#endif
