/* Calls that must be refused with a status and one sentence, and calls that must not. */
#ifndef REFUSALS_H
#define REFUSALS_H

#include <drawaot.h>
#include <stdio.h>
#include <string.h>

static int failures;

/* Requires a refusal, and a sentence that says something of what is wrong. */
static void refuses(const char *call, drawaot_status status, drawaot_status expected, const char *word)
{
    const char *error = drawaot_last_error();
    size_t length = strlen(error);
    printf("%-10s %s\n", status == expected ? "refused" : "FAILED", error);
    if (status != expected || strstr(error, word) == NULL || error[length - 1] != '.' || length > 1023 || strchr(error, '\n') != NULL) {
        printf("FAILED: %s gave %d; %d and a sentence with '%s' were expected.\n", call, (int)status, (int)expected, word);
        failures++;
    }
}

static void accepts(const char *call, drawaot_status status, drawaot_status expected)
{
    if (status != expected) {
        printf("FAILED: %s gave %d (%s); %d was expected.\n", call, (int)status, drawaot_last_error(), (int)expected);
        failures++;
    }
}

#define REFUSES(call, expected, word) refuses(#call, call, expected, word)
#define ACCEPTS(call) accepts(#call, call, DRAWAOT_OK)
#define HAS_NOTHING(call) accepts(#call, call, DRAWAOT_NOTHING)

/* An address of bytes, whatever they are. */
static void *at(void *p, size_t bytes)
{
    return (char *)p + bytes;
}

#endif
