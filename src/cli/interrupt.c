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

/* The second one meets the default again, and ends the program.  Who ignores a
 * signal (nohup, a script's background job) has a reason to. */
static void catch_one(int number)
{
    struct sigaction action = { .sa_handler = note }, was;

    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    if (sigaction(number, NULL, &was) == 0 && was.sa_handler != SIG_IGN)
        sigaction(number, &action, NULL);
}

void interrupt_catch(void)
{
    catch_one(SIGINT);
    catch_one(SIGTERM);
}

bool interrupt_came(void *user)
{
    (void)user;
    return came != 0;
}
