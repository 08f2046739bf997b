// SPDX-License-Identifier: GPL-3.0-or-later
// What a SAMI file says, by class and time, on the way from its scanner to a speech.
//
// It belongs to one thread.
#pragma once

#include "earvoice/report.h"
#include "earvoice/speech.h"

#define ALL_CLASSES (-1)
#define NO_PIECE    (-1)

typedef struct {
    char *name;
    int side;             // CUE_FIND_OUT: not known
    int votes[LANGUAGES]; // texts in each language
    int64_t last_us;      // where its last text begins
    int open;             // the piece that lasts still
} sami_class;

// What a class says from a time on; without text it only ends the one before.
typedef struct {
    int64_t start_us, end_us; // end_us: TIME_NONE where it is not said
    int class;
    int number;         // of the line
    guint order;        // in the file
    gsize text, length; // in the texts of all
    int more;           // the piece that says more at the same time, or NO_PIECE
} sami_piece;

typedef struct {
    report *report;
    GArray *classes; // sami_class; the first is for texts without one
    GArray *pieces;  // sami_piece, in the order of the file
    GString *texts;
} sami_said;

// Empty, with the first class. Clear it with sami_clear().
void sami_init(sami_said *s, report *r);
void sami_clear(sami_said *s);

sami_class *sami_class_at(const sami_said *s, int i);

// The class called so, in any case; a new one if there is none, the first where there are too many.
int sami_find_class(sami_said *s, const char *name, gsize length);

// Gives the texts their ends and languages. NULL with EARVOICE_ERROR_FORMAT if there are none.
speech *sami_speech(sami_said *s, GError **error);
