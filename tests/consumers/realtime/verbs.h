/* The functions that proof.c calls and counts: those of a DRAW model (draw_verbs.c) or of a classifier (classifier_verbs.c). */
#ifndef VERBS_H
#define VERBS_H

#include <drawaot.h>
#include <stdint.h>

typedef struct verb {
    const char *name;
    drawaot_status (*call)(uint64_t k);
    int times;  /* 0: once a glimpse */
    int atomic; /* atomic instructions of a call that is short enough to be stepped through; 0 for others */
    drawaot_status (*before)(uint64_t k); /* what a call that is stepped through needs before it; NULL for nothing */
} verb;

/* In the order in which they are called; some need those before them. */
extern const verb verbs[];
extern const size_t verb_count;

/* The session that they use: proof.c makes it. */
extern drawaot_session *session;

/* Makes their inputs and room for their outputs, and touches all of it. Returns the model's number of glimpses, or 0 where it is refused. */
int prepare_verbs(void);

/* A pixel that is refused with an exception: enough of these calls make garbage to be collected. */
drawaot_status makes_garbage(uint64_t k);

#endif
