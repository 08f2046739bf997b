// SPDX-License-Identifier: GPL-3.0-or-later
#include <glib/gstdio.h>
#include <math.h>

#include "alter.h"

static step *at(plan *p, guint i)
{
    return &g_array_index(p->steps, step, i);
}

// ---- what is said and what is written

static void drop_lines(plan *p, double share)
{
    for (guint i = 0; i < p->steps->len; i++)
        at(p, i)->in_text = g_rand_double(p->random) >= share;
}

// A fifth of the lines, from a share of the text on.
static void drop_block(plan *p, double from)
{
    guint begin = (guint)(from * p->steps->len), count = p->steps->len / 5;
    for (guint i = begin; i < begin + count && i < p->steps->len; i++)
        at(p, i)->in_text = FALSE;
}

// Of the sentences only those of a share are said.
static void say_only(plan *p, double from, double to)
{
    for (guint i = 0; i < p->steps->len; i++)
        at(p, i)->in_sound = i >= from * p->steps->len && i < to * p->steps->len;
}

static void say_first(plan *p, double share)
{
    say_only(p, 0, share);
}

static void say_middle(plan *p, double share)
{
    say_only(p, 0.5 - share / 2, 0.5 + share / 2);
}

static void say_last(plan *p, double share)
{
    say_only(p, 1 - share, 1);
}

static step other(plan *p)
{
    return (step){.said = g_ptr_array_index(p->base->other, p->used++ % p->base->other->len),
                  .in_sound = TRUE,
                  .pause_s = g_rand_double_range(p->random, 0.3, 0.9)};
}

// Speech by another voice that is in no text, before the step at `place`.
static void insert_speech(plan *p, guint place, double seconds)
{
    for (double left_s = seconds; left_s > 0.5; place++) {
        step s = other(p);
        left_s -= sound_length(s.said->sound) + s.pause_s;
        g_array_insert_val(p->steps, place, s);
    }
    at(p, place - 1)->pause_s = 1;
}

static void speak_before(plan *p, double seconds)
{
    insert_speech(p, 0, seconds);
}

static void speak_amid(plan *p, double seconds)
{
    insert_speech(p, p->steps->len / 2, seconds);
}

static void speak_after(plan *p, double seconds)
{
    insert_speech(p, p->steps->len, seconds);
}

static void write_more(plan *p, double count)
{
    guint place = p->steps->len / 2;
    for (int i = 0; i < (int)count; i++) {
        step s = other(p);
        s.in_text = TRUE, s.in_sound = FALSE, s.order = (int)place * 1000 - 999 + i;
        g_array_insert_val(p->steps, place + (guint)i, s);
    }
}

static void write_other(plan *p, double count)
{
    for (guint i = 0; i < p->steps->len; i++)
        at(p, i)->in_text = FALSE;
    write_more(p, count);
    p->must_fail = TRUE;
}

static void swap_blocks(plan *p, double share)
{
    guint half = p->steps->len / 2;
    for (guint i = 0; i < p->steps->len; i++)
        if (fabs((double)i - half) < share * p->steps->len / 2)
            at(p, i)->order += (i < half ? 1 : -1) * (int)(share * p->steps->len / 2) * 1000;
}

typedef GArray *(*sound_maker)(double seconds, GRand *random);

static void insert_sounds(plan *p, guint each, sound_maker make)
{
    for (guint i = p->steps->len / each * each; i >= each; i -= each) {
        step s = {.in_sound = TRUE, .pause_s = 0.5};
        s.sound = make(g_rand_double_range(p->random, 5, 8), p->random);
        g_array_insert_val(p->steps, i, s);
    }
}

static void applaud(plan *p, double each)
{
    insert_sounds(p, (guint)each, sound_applause);
}

static void laugh(plan *p, double each)
{
    insert_sounds(p, (guint)each, sound_laughter);
}

static void play_music(plan *p, double each)
{
    insert_sounds(p, (guint)each, sound_music);
}

static void nothing_but(plan *p, sound_maker make, double seconds)
{
    for (guint i = 0; i < p->steps->len; i++)
        at(p, i)->in_sound = FALSE;
    step s = {.in_sound = TRUE, .sound = make(seconds, p->random)};
    g_array_append_val(p->steps, s);
    p->must_fail = TRUE;
}

static void only_applause(plan *p, double seconds)
{
    nothing_but(p, sound_applause, seconds);
}

static void only_music(plan *p, double seconds)
{
    nothing_but(p, sound_music, seconds);
}

static void pause_inside(plan *p, double seconds)
{
    for (guint i = 0; i < p->steps->len; i++)
        at(p, i)->inner_s = seconds;
}

static void write_rest(plan *p, double pause_s)
{
    for (guint i = 3; i < p->steps->len; i += 4)
        at(p, i)->cut_text = TRUE, at(p, i)->inner_s = pause_s;
}

static void say_rest(plan *p, double each)
{
    for (guint i = 3; i < p->steps->len; i += (guint)each)
        at(p, i)->cut_sound = TRUE;
}

// ---- what becomes of the sound

static void add_noise(item *i, double snr_db, plan *p)
{
    g_autoptr(GArray) noise = sound_noise(20, p->random, FALSE);
    sound_mix(i->sound, noise, snr_db);
}

static void add_pink(item *i, double snr_db, plan *p)
{
    g_autoptr(GArray) noise = sound_noise(20, p->random, TRUE);
    sound_mix(i->sound, noise, snr_db);
}

// Speech by others, without pauses, as long as the recording.
static GArray *others(const GPtrArray *speech, double seconds, guint from)
{
    GArray *out = sound_new(0);
    for (guint n = from; sound_length(out) < seconds; n++) {
        const piece *said = g_ptr_array_index(speech, n * 7 % speech->len);
        sound_add(out, said->sound, 0, sound_length(said->sound));
        sound_silence(out, 0.2);
    }
    return out;
}

static void add_babble(item *i, double snr_db, plan *p)
{
    g_autoptr(GArray) crowd = others(p->base->other, sound_length(i->sound), 0);
    for (guint n = 1; n < 4; n++) {
        g_autoptr(GArray) one = others(p->base->other, sound_length(i->sound), n * 11);
        sound_mix(crowd, one, n < 2 ? 0 : 3);
    }
    sound_mix(i->sound, crowd, snr_db);
}

static void through_ffmpeg(item *i, const char *filter)
{
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("bench-alter-XXXXXX.wav", &path, NULL);
    g_close(fd, NULL);
    sound_write(path, i->sound, NULL);
    g_array_unref(i->sound);
    i->sound = sound_read(path, filter);
    g_unlink(path);
}

static void change_tempo(item *i, double tempo, plan *p)
{
    (void)p;
    g_autofree char *filter = g_strdup_printf("atempo=%.2f", tempo);
    through_ffmpeg(i, filter);
    for (guint n = 0; n < i->lines->len; n++) {
        alter_line *l = &g_array_index(i->lines, alter_line, n);
        l->begin_s = l->begin_s < 0 ? l->begin_s : l->begin_s / tempo;
    }
}

static void by_telephone(item *i, double value, plan *p)
{
    (void)value, (void)p;
    sound_band(i->sound, 300, 3400);
}

static void in_hall(item *i, double decay_s, plan *p)
{
    sound_reverberate(i->sound, decay_s, p->random);
}

static void level_falls(item *i, double db, plan *p)
{
    (void)p;
    for (guint n = i->sound->len / 2; n < i->sound->len; n++)
        g_array_index(i->sound, float, n) *= (float)pow(10, -db / 20);
}

static void clip(item *i, double gain, plan *p)
{
    (void)p;
    sound_clip(i->sound, gain);
}

static void hum(item *i, double level, plan *p)
{
    (void)p;
    sound_hum(i->sound, 50, level);
}

static void as_mp3(item *i, double value, plan *p)
{
    (void)value, (void)p;
    i->ending = "mp3";
}

static void oppose(item *i, double gain, plan *p)
{
    (void)p;
    i->right = g_array_copy(i->sound);
    for (guint n = 0; n < i->right->len; n++)
        g_array_index(i->right, float, n) *= (float)-gain;
}

static void interpret(item *i, double value, plan *p)
{
    (void)value;
    i->right = sound_new(2.5);
    g_autoptr(GArray) speech = others(p->base->foreign, sound_length(i->sound) - 2.5, 3);
    sound_add(i->right, speech, 0, sound_length(speech));
}

// The sound begins inside a sentence, which then is to begin with it; or ends inside one.
static void begin_inside(item *i, double into_s, plan *p)
{
    (void)p;
    alter_line *first = &g_array_index(i->lines, alter_line, 2);
    double cut_s = first->begin_s + into_s;
    GArray *rest = sound_new(0);
    sound_add(rest, i->sound, cut_s, sound_length(i->sound));
    g_array_unref(i->sound);
    i->sound = rest;
    for (guint n = 0; n < i->lines->len; n++) {
        alter_line *l = &g_array_index(i->lines, alter_line, n);
        l->begin_s = l == first ? 0 : l->begin_s < cut_s ? ALTER_UNSAID : l->begin_s - cut_s;
    }
}

static void end_inside(item *i, double into_s, plan *p)
{
    (void)p;
    guint last = i->lines->len - 3;
    double cut_s = g_array_index(i->lines, alter_line, last).begin_s + into_s;
    g_array_set_size(i->sound, (guint)(cut_s * ALTER_RATE));
    for (guint n = last + 1; n < i->lines->len; n++)
        g_array_index(i->lines, alter_line, n).begin_s = ALTER_UNSAID;
}

#define ALL  "slt timit zh"
#define MORE ALL " sppas en-sonnet-p001 synth-en-daisy-basic"
// clang-format off
const condition conditions[] = {
    {"plain",            "slt rms kal timit zh sppas known", NULL, 0, NULL, 0},
    {"plain-long",       "sco",       NULL,          0,      NULL, 0},
    {"dropped-10",       ALL,         drop_lines,    0.1,    NULL, 0},
    {"dropped-30",       ALL,         drop_lines,    0.3,    NULL, 0},
    {"block-first",      ALL,         drop_block,    0,      NULL, 0},
    {"block-middle",     ALL,         drop_block,    0.4,    NULL, 0},
    {"block-last",       ALL,         drop_block,    0.8,    NULL, 0},
    {"said-first-10-of-24", ALL,         say_first,     0.4167, NULL, 0},
    {"said-first-half-long", "sco",   say_first,     0.5,    NULL, 0},
    {"said-middle-third", ALL,        say_middle,    0.3333, NULL, 0},
    {"said-last-40",     ALL,         say_last,      0.4,    NULL, 0},
    {"unsaid-15-inserted", ALL,       write_more,    15,     NULL, 0},
    {"head-3-s",         ALL,         speak_before,  3,      NULL, 0},
    {"head-10-s",        ALL,         speak_before,  10,     NULL, 0},
    {"head-20-s",        ALL,         speak_before,  20,     NULL, 0},
    {"head-40-s",        ALL,         speak_before,  40,     NULL, 0},
    {"head-60-s",        ALL,         speak_before,  60,     NULL, 0},
    {"tail-30-s",        ALL,         speak_after,   30,     NULL, 0},
    {"tail-120-s",       ALL,         speak_after,   120,    NULL, 0},
    {"amid-30-s",        ALL,         speak_amid,    30,     NULL, 0},
    {"amid-90-s",        ALL,         speak_amid,    90,     NULL, 0},
    {"amid-180-s",       ALL,         speak_amid,    180,    NULL, 0},
    {"amid-180-s-long",  "sco",       speak_amid,    180,    NULL, 0},
    {"applause-each-4",  "slt rms timit zh", applaud, 4,     NULL, 0},
    {"laughter-each-4",  ALL,         laugh,         4,      NULL, 0},
    {"music-each-4",     ALL,         play_music,    4,      NULL, 0},
    {"pauses-1-s",       "slt-parts timit zh-parts", pause_inside, 1,   NULL, 0},
    {"pauses-1.5-s",     "slt-parts timit zh-parts", pause_inside, 1.5, NULL, 0},
    {"pauses-2-s",       "slt-parts timit zh-parts", pause_inside, 2,   NULL, 0},
    {"first-words-unwritten", "slt-parts timit zh-parts", write_rest, 0.8, NULL, 0},
    {"first-words-unsaid", "slt-parts timit zh-parts", say_rest, 4,     NULL, 0},
    {"headings-said",    "headings",  NULL,          0,      NULL, 0},
    {"headings-head",    "headings",  speak_before,  8,      NULL, 0},
    {"swapped-blocks",   ALL,         swap_blocks,   0.5,    NULL, 0},
    {"zh-7-syllables",   "zh-fast",   NULL,          0,      NULL, 0},
    {"tempo-0.5",        MORE,        NULL,          0,      change_tempo, 0.5},
    {"tempo-0.7",        MORE,        NULL,          0,      change_tempo, 0.7},
    {"tempo-1.3",        MORE,        NULL,          0,      change_tempo, 1.3},
    {"tempo-1.6",        MORE,        NULL,          0,      change_tempo, 1.6},
    {"tempo-1.9",        MORE,        NULL,          0,      change_tempo, 1.9},
    {"white-20-db",      MORE,        NULL,          0,      add_noise,    20},
    {"white-15-db",      MORE,        NULL,          0,      add_noise,    15},
    {"white-10-db",      MORE,        NULL,          0,      add_noise,    10},
    {"white-5-db",       MORE,        NULL,          0,      add_noise,    5},
    {"pink-10-db",       MORE,        NULL,          0,      add_pink,     10},
    {"babble-10-db",     MORE,        NULL,          0,      add_babble,   10},
    {"telephone",        MORE,        NULL,          0,      by_telephone, 0},
    {"reverberation-0.6-s", MORE,     NULL,          0,      in_hall,      0.6},
    {"level-20-db-less", MORE,        NULL,          0,      level_falls,  20},
    {"clipped",          MORE,        NULL,          0,      clip,         6},
    {"hum-50-hz",        MORE,        NULL,          0,      hum,          0.05},
    {"mp3-16-kbit",      MORE,        NULL,          0,      as_mp3,       0},
    {"opposed-stereo",   ALL,         NULL,          0,      oppose,       1},
    {"opposed-stereo-0.9", ALL,       NULL,          0,      oppose,       0.9},
    {"interpreter-right", ALL,        NULL,          0,      interpret,    0},
    {"begins-inside",    ALL,         NULL,          0,      begin_inside, 1},
    {"ends-inside",      ALL,         NULL,          0,      end_inside,   1},
    {"only-applause",    ALL,         only_applause, 60,     NULL, 0},
    {"only-music",       ALL,         only_music,    60,     NULL, 0},
    {"wrong-text",       ALL,         write_other,   24,     NULL, 0},
};
// clang-format on
const int condition_count = G_N_ELEMENTS(conditions);
