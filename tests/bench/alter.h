// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings and texts with known times, altered: what bench-alter is made of. One thread; whatever
// goes wrong ends the program, as nothing can be measured then.
#pragma once

#include <gio/gio.h>

#define ALTER_RATE 16000

// Sound: mono, float, ALTER_RATE, in a GArray. Times are in seconds.

// One sentence as it is said.
typedef struct {
    char *text; // as it is written
    char *rest; // the text from `cut` on; NULL: it cannot be cut
    GArray *sound;
    double begin_s; // of the speech in `sound`
    double cut_s;   // where one word ends and another begins, about half way
} piece;

// What a recording is made of, in the order in which it is heard.
typedef struct {
    piece *said;   // NULL: `sound` only; not owned
    GArray *sound; // owned; or NULL
    gboolean in_text, in_sound;
    int order;          // of the line in the text
    double inner_s;     // a pause at the cut
    gboolean cut_text;  // only the rest of the sentence is written
    gboolean cut_sound; // only the rest of the sentence is said
    double pause_s;     // after it
} step;

// A line of the text, and when it is said.
typedef struct {
    char *text;
    int order;
    double begin_s; // ALTER_UNSAID: it is not
} alter_line;
#define ALTER_UNSAID (-1.0)

typedef struct {
    GArray *sound, *right; // the second channel, or NULL
    GArray *lines;         // of alter_line, by order
    const char *ending;    // "wav" or "mp3"
    gboolean must_fail;    // recording and text do not belong together
} item;

typedef struct {
    const char *name;
    // Of piece, owned by the voices: the speech; speech by others in its language, which is used
    // from the front; and in the other language.
    GPtrArray *pieces, *other, *foreign;
    item *whole; // a recording that is not put together; then there are no pieces
} base;

// ---- alter_voice.c: who speaks

typedef struct voices voices;
voices *voices_new(void);
void voices_free(voices *v);

// A sentence by flite ("flite slt") or espeak-ng ("espeak cmn-latn-pinyin+f3 150 60": voice, speed,
// pitch); with " parts" behind it in two halves. A tab in `text` stands between what is written and
// what is said. Owned by `v`, which keeps it.
piece *voices_say(voices *v, const char *voice, const char *text);

// Recordings with known times, cut into their sentences; added to `out`.
void voices_add_known(voices *v, const char *folder, GPtrArray *out);
// Such a recording as it is.
item *voices_whole(const char *folder);

// The sound of a file, by ffmpeg, with its `filter` (or NULL).
GArray *sound_read(const char *path, const char *filter);

// ---- alter_text.c: what is said

// `count` sentences of a grammar with a large vocabulary; free with g_ptr_array_unref().
GPtrArray *text_sentences(int count, guint32 seed);
// The sentences of a transcript in two languages that are in Chinese, or not.
GPtrArray *text_transcript(const char *path, gboolean chinese);
// Where a sentence may be cut, a byte offset; 0: nowhere.
gsize text_middle(const char *text);

// ---- alter_sound.c

GArray *sound_new(double seconds);
double sound_length(const GArray *s);
void sound_add(GArray *to, const GArray *from, double begin_s, double end_s);
void sound_silence(GArray *to, double seconds);
// Adds `from` to `to`, repeated where it is shorter, so that the speech of `to` is `snr_db` louder.
void sound_mix(GArray *to, const GArray *from, double snr_db);
GArray *sound_noise(double seconds, GRand *random, gboolean pink);
GArray *sound_applause(double seconds, GRand *random);
GArray *sound_laughter(double seconds, GRand *random);
GArray *sound_music(double seconds, GRand *random);
void sound_band(GArray *s, double low_hz, double high_hz);
void sound_reverberate(GArray *s, double decay_s, GRand *random);
void sound_hum(GArray *s, double hz, double level);
void sound_clip(GArray *s, double gain);
// The first frame that is not silence.
double sound_onset(const GArray *s);
void sound_write(const char *path, const GArray *left, const GArray *right);

// ---- alter_plan.c: a recording from steps

typedef struct {
    GArray *steps; // of step
    GRand *random;
    const base *base;
    guint used; // of base->other
    gboolean must_fail;
} plan;

void plan_init(plan *p, const base *b, guint32 seed);
void plan_clear(plan *p);
item *plan_build(const plan *p);
void item_free(item *i);
item *item_copy(const item *from);

// ---- alter_conditions.c

typedef struct {
    const char *name;
    const char *bases;                             // separated by spaces
    void (*plan)(plan *p, double value);           // what is said and written; may be NULL
    double planned;                                // its value
    void (*sound)(item *i, double value, plan *p); // what becomes of the sound; may be NULL
    double sounded;                                // its value
} condition;

extern const condition conditions[];
extern const int condition_count;

// ---- the two halves of the program

int alter_make(const char *folder);
int alter_score(const char *program, const char *folder, char **names);
