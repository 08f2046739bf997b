// SPDX-License-Identifier: GPL-3.0-or-later
#include "align/voice.h"

#include <espeak-ng/speak_lib.h>
#include <stdlib.h>
#include <string.h>

#include "align/spoken.h"
#include "base/i18n.h"
#include "earvoice/error.h"

// Words a minute: as a speech is held, somewhat slower than espeak-ng's own 175.
#define RATE_WPM 160

// espeak-ng speaks from a longer throat than most people do: measured on eight speakers.
#define STRETCH 0.94

// Sound below this is silence between words; espeak-ng's own silence is nearly digital.
#define SILENT 60
// Of a silence inside so much is kept.
#define KEEP_SECONDS 0.03

static const char *const voice_names[LANGUAGES] = {"cmn-latn-pinyin", "en-us"};

// A word as espeak-ng says it begins.
typedef struct {
    gsize sample;
    guint character;
} word;

struct voice {
    int rate;
    int spoken; // language set; -1: none yet

    // Of what is being spoken.
    GArray *samples; // short
    GArray *words;   // word
    guint run_first; // the first character of the run
};

static int callback(short *samples, int count, espeak_EVENT *events)
{
    voice *v = events->user_data;
    if (!v)
        return 0;
    for (; events->type != espeakEVENT_LIST_TERMINATED; events++) {
        if (events->type != espeakEVENT_WORD || events->text_position < 1)
            continue;
        word w = {(gsize)((double)events->audio_position * v->rate / 1000),
                  v->run_first + (guint)events->text_position - 1};
        g_array_append_val(v->words, w);
    }
    if (samples && count > 0)
        g_array_append_vals(v->samples, samples, (guint)count);
    return 0;
}

// espeak-ng is started once in a process and never ended: its espeak_Terminate() hangs the second
// time, and each further espeak_Initialize() leaves a thread behind. Returns its rate; 0: it cannot
// be started.
static int start_once(void)
{
    static gsize rate; // the rate plus one
    if (g_once_init_enter(&rate)) {
        int got =
            espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 200, NULL, espeakINITIALIZE_DONT_EXIT);
        espeak_SetSynthCallback(callback);
        g_once_init_leave(&rate, (gsize)MAX(got, 0) + 1);
    }
    return (int)rate - 1;
}

voice *voice_open(GError **error)
{
    int rate = start_once();
    if (rate <= 0) {
        g_set_error_literal(
            error, EARVOICE_ERROR, EARVOICE_ERROR_IO,
            _("The reference voice cannot be started: install the package espeak-ng-data."));
        return NULL;
    }
    for (int side = 0; side < LANGUAGES; side++) {
        if (espeak_SetVoiceByName(voice_names[side]) == EE_OK)
            continue;
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO,
                    _("The reference voice “%s” is missing: install the package espeak-ng-data."),
                    voice_names[side]);
        return NULL;
    }
    voice *v = g_new0(voice, 1);
    v->rate = rate;
    v->spoken = -1;
    v->samples = g_array_new(FALSE, FALSE, sizeof(short));
    v->words = g_array_new(FALSE, FALSE, sizeof(word));
    return v;
}

void voice_close(voice *v)
{
    if (!v)
        return;
    g_array_unref(v->samples);
    g_array_unref(v->words);
    g_free(v);
}

static void choose(voice *v, language side)
{
    if (v->spoken == (int)side)
        return;
    espeak_SetVoiceByName(voice_names[side]);
    espeak_SetParameter(espeakRATE, RATE_WPM, 0);
    v->spoken = (int)side;
}

char *voice_sound(voice *v, const char *text, language side)
{
    choose(v, side);
    GString *out = g_string_new(NULL);
    for (const void *at = text; at;)
        for (const char *p = espeak_TextToPhonemes(&at, espeakCHARS_UTF8, 0); p && *p; p++)
            if (g_ascii_isalpha(*p) || *p == '@' || *p == ':')
                g_string_append_c(out, *p);
    return g_string_free(out, FALSE);
}

static void speak_run(voice *v, const spoken *s, const spoken_run *run)
{
    choose(v, run->voice);
    const char *from = g_utf8_offset_to_pointer(s->text->str, run->first);
    const char *end = g_utf8_offset_to_pointer(from, run->count);
    g_autofree char *part = g_strndup(from, (gsize)(end - from));
    gsize base = v->samples->len;
    guint words = v->words->len;
    v->run_first = run->first;
    // Never espeakSSML: it runs what the text says.
    espeak_Synth(part, strlen(part) + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, v);
    for (; words < v->words->len; words++)
        g_array_index(v->words, word, words).sample += base;
}

// Moves the words of the samples `from` … `end`, of which the last `left` come to lie at `to`.
static void move_words(voice *v, guint *next, gsize from, gsize end, gsize left, gsize to)
{
    for (; *next < v->words->len; ++*next) {
        word *w = &g_array_index(v->words, word, *next);
        if (w->sample >= end)
            return;
        gsize behind = MIN(end - w->sample, end - from);
        w->sample = to + left - MIN(behind, left);
    }
}

// Takes silences out, all but a little, and none at the ends; moves the words along.
static void tighten(voice *v)
{
    short *samples = (short *)(void *)v->samples->data;
    gsize keep = (gsize)(v->rate * KEEP_SECONDS), kept = 0, length = v->samples->len;
    guint next = 0;
    for (gsize at = 0; at < length;) {
        gsize sound = at;
        while (sound < length && abs(samples[sound]) < SILENT)
            sound++;
        gsize left = at == 0 || sound == length ? 0 : MIN(sound - at, keep);
        move_words(v, &next, at, sound, left, kept);
        memmove(samples + kept, samples + sound - left, left * sizeof *samples);
        kept += left;
        gsize end = sound;
        while (end < length && abs(samples[end]) >= SILENT)
            end++;
        move_words(v, &next, sound, end, end - sound, kept);
        memmove(samples + kept, samples + sound, (end - sound) * sizeof *samples);
        kept += end - sound;
        at = end;
    }
    g_array_set_size(v->samples, (guint)kept);
}

static void add_marks(const voice *v, const spoken *s, guint first_frame, GArray *marks)
{
    for (guint i = 0; i < v->words->len; i++) {
        const word *w = &g_array_index(v->words, word, i);
        if (w->character >= s->offsets->len)
            continue;
        double us = (double)w->sample * 1e6 / v->rate;
        voice_mark mark = {first_frame + (guint)(us / FEATURE_HOP_US),
                           g_array_index(s->offsets, guint, w->character)};
        voice_mark *last = marks->len ? &g_array_index(marks, voice_mark, marks->len - 1) : NULL;
        if (last && last->frame >= first_frame && last->offset >= mark.offset)
            continue;
        g_array_append_val(marks, mark);
    }
}

void voice_speak(voice *v, const char *text, language side, double top_hz, spectra *to,
                 GArray *marks)
{
    g_autoptr(spoken) s = spoken_new(text, strlen(text), side);
    g_array_set_size(v->samples, 0);
    g_array_set_size(v->words, 0);
    for (guint i = 0; i < s->runs->len; i++)
        speak_run(v, s, &g_array_index(s->runs, spoken_run, i));
    tighten(v);
    guint first_frame = to->bands->len;
    add_marks(v, s, first_frame, marks);
    g_autoptr(extractor) e = extractor_new(to, v->rate, (feature_bands){top_hz, STRETCH});
    float block[1024];
    for (guint at = 0; at < v->samples->len;) {
        guint count = MIN(v->samples->len - at, (guint)G_N_ELEMENTS(block));
        for (guint i = 0; i < count; i++)
            block[i] = g_array_index(v->samples, short, at + i) / 32768.0f;
        extractor_put(e, block, (int)count);
        at += count;
    }
    extractor_end(e);
    if (to->bands->len == first_frame) {
        band_energies silence = {{0}};
        g_array_append_val(to->bands, silence);
    }
}
