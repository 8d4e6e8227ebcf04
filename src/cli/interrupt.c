/* interrupt.c - see cli/interrupt.h */
#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>

/* A signal handler has no other way to say anything. */
static volatile sig_atomic_t came;

static void note(int number)
{
    (void)number;
    came = 1;
}

/* The second one meets the default again, and ends the program. */
void interrupt_catch(void)
{
    struct sigaction action = { .sa_handler = note };

    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

bool interrupt_came(void *user)
{
    (void)user;
    return came != 0;
}
