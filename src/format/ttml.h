// SPDX-License-Identifier: GPL-3.0-or-later
// What the elements of TTML are, and when they show.
//
// Threads: no state.
#pragma once

#include "earvoice/speech.h"
#include "format/gather.h"
#include "format/xml.h"

// The role by which a division is a paragraph.
#define TTML_PARAGRAPH "x-paragraph"
// What stands before the names of metadata that TTML does not define.
#define TTML_OWN_KEY "x-"

typedef enum { TTML_NON_DROP, TTML_DROP_NTSC, TTML_DROP_PAL } ttml_drop;

typedef struct {
    double rate;          // frames a second, as counted
    double frames, ticks; // a second of the recording
    double sub_frames;    // of a frame
    gboolean smpte;       // seconds of a clock are counted in frames
    ttml_drop drop;       // of smpte: frames that have no number
    gboolean is_absolute; // times are those of the recording, not of what they are in
} ttml_clock;

ttml_clock ttml_clock_of(const xml_attributes *root);

// Reads "1.2h", "24f", "10000ms", "01:02:03.235", "01:02:03:20", and seconds without a unit, which
// the standard has not. What lies beyond TIME_MAX is TIME_MAX + 1. FALSE: it is none.
gboolean ttml_time(const ttml_clock *c, const char *text, int64_t *us);

// Nothing ends it.
#define TTML_ENDLESS GATHER_OPEN

typedef enum {
    TTML_FILE,
    TTML_TT,
    TTML_HEAD,
    TTML_METADATA,
    TTML_TITLE,
    TTML_ITEM,
    TTML_BODY,
    TTML_DIV,
    TTML_P,
    TTML_SPAN,
    TTML_BR,
} ttml_place;

typedef struct {
    ttml_place where;
    int side; // CUE_FIND_OUT: not said
    gboolean in_turn, preserve, paragraph;
    gboolean is_frame;           // around ruby and its base: what is blank in it is no text
    gboolean is_timed;           // it has times, or what holds it
    gboolean has_begin, has_end; // of its own
    int64_t begin_us, limit_us;  // when it shows; the limit is TTML_ENDLESS if nothing ends it
    int64_t reach_us;            // where what is in it ends
    gboolean in_track, in_word;  // of a div in one language; of a span with times
} ttml_element;

// Whether `name` is an element of TTML that may stand in `parent`, and which. `prefix` is that of
// the root; others are of other namespaces.
gboolean ttml_place_of(ttml_place parent, const char *prefix, const char *name,
                       const xml_attributes *a, ttml_place *where);

// Sets the times of `e`, which is in `parent`. FALSE: one of them cannot be read, and is left out.
gboolean ttml_set_times(const ttml_clock *c, const ttml_element *parent, const xml_attributes *a,
                        ttml_element *e);

// Reads one p after the other. It belongs to one thread.
typedef struct ttml_ear ttml_ear;

// For those of a file in `root_side`, with elements of `prefix`.
ttml_ear *ttml_ear_new(const char *prefix, int root_side);
// Accepts NULL.
void ttml_ear_free(ttml_ear *e);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ttml_ear, ttml_ear_free)

// Whether `p`, an element p whose times are media times, says what `g` does, its words within a
// millisecond. It stands in `parent`.
gboolean ttml_says(ttml_ear *e, const char *p, gsize length, const ttml_element *parent,
                   const segment *g);

// `e` has ended: where the next one in `parent` begins, or what `parent` reaches.
void ttml_close_times(ttml_element *parent, const ttml_element *e);
