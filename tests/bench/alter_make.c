// SPDX-License-Identifier: GPL-3.0-or-later
#include <glib/gstdio.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "alter.h"

#define DATA       PROJECT_DIR "/../shared/data"
#define TRANSCRIPT DATA "/transcript/sco-2020.zh-en.txt"

// Speeches that a voice reads; `from` and `count` are of the sentences.
static const struct {
    const char *name, *voice;
    enum { GRAMMAR, ENGLISH, CHINESE, HEADINGS } text;
    guint from, count;
} spoken[] = {
    {"slt", "flite slt", GRAMMAR, 0, 24},
    {"rms", "flite rms", GRAMMAR, 24, 24},
    {"kal", "flite kal16", GRAMMAR, 48, 24},
    {"slt-parts", "flite slt parts", GRAMMAR, 72, 24},
    {"headings", "flite slt", HEADINGS, 100, 24},
    {"sco", "flite rms", ENGLISH, 0, 200},
    {"zh", "espeak cmn-latn-pinyin+f3 200 60", CHINESE, 0, 24},
    {"zh-parts", "espeak cmn-latn-pinyin+f3 200 60 parts", CHINESE, 0, 24},
    {"zh-fast", "espeak cmn-latn-pinyin+m3 290 40", CHINESE, 0, 48},
};

static const char *const chapters[] = {
    "Chapter 1. Loomings.\tChapter one. Loomings.",
    "Chapter 2. The Quiet Harbour\tChapter two. The quiet harbour.",
    "Part III\tPart three.",
    "What Can Be Done?\tWhat can be done?",
};

static const char *const announcements[] = {
    "This is a recording for the village library. Chapter one.",
    "It is read by a friend of the museum. Chapter one, the first part.",
    "All recordings are free and may be copied. Loomings, chapter one.",
};

typedef struct {
    voices *voices;
    GPtrArray *grammar, *english, *chinese; // sentences
    GPtrArray *other_en, *other_zh;         // of piece: by other voices, other sentences
    GPtrArray *bases;                       // of base
} maker;

static GPtrArray *say(maker *m, const char *voice, const GPtrArray *texts, guint from, guint count)
{
    GPtrArray *out = g_ptr_array_new();
    for (guint i = from; i < from + count && i < texts->len; i++)
        g_ptr_array_add(out, voices_say(m->voices, voice, g_ptr_array_index(texts, i)));
    return out;
}

static base *add_base(maker *m, const char *name, gboolean chinese)
{
    base *b = g_new0(base, 1);
    b->pieces = g_ptr_array_new();
    b->name = name;
    b->other = chinese ? m->other_zh : m->other_en;
    b->foreign = chinese ? m->other_en : m->other_zh;
    g_ptr_array_add(m->bases, b);
    return b;
}

static void add_headings(maker *m, base *b, const char *voice)
{
    for (guint i = 0; i < G_N_ELEMENTS(chapters); i++)
        g_ptr_array_insert(b->pieces, (gint)i * 7, voices_say(m->voices, voice, chapters[i]));
    b->other = g_ptr_array_new();
    for (guint i = 0; i < G_N_ELEMENTS(announcements); i++)
        g_ptr_array_add(b->other, voices_say(m->voices, "flite awb", announcements[i]));
}

static void add_spoken(maker *m)
{
    for (gsize i = 0; i < G_N_ELEMENTS(spoken); i++) {
        const GPtrArray *texts = spoken[i].text == ENGLISH   ? m->english
                                 : spoken[i].text == CHINESE ? m->chinese
                                                             : m->grammar;
        if (!texts->len)
            continue;
        base *b = add_base(m, spoken[i].name, spoken[i].text == CHINESE);
        b->pieces = say(m, spoken[i].voice, texts, spoken[i].from, spoken[i].count);
        if (spoken[i].text == HEADINGS)
            add_headings(m, b, spoken[i].voice);
        fprintf(stderr, "%s: %u sentences\n", b->name, b->pieces->len);
    }
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// The sentences of all recordings whose name begins so.
static void add_cut(maker *m, const char *name, const char *prefix, gboolean chinese)
{
    g_autoptr(GDir) folder = g_dir_open(DATA "/speech", 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *one; folder && (one = g_dir_read_name(folder));)
        if (g_str_has_prefix(one, prefix))
            g_ptr_array_add(names, g_build_filename(DATA "/speech", one, NULL));
    g_ptr_array_sort(names, compare_names);
    if (!names->len)
        return;
    base *b = add_base(m, name, chinese);
    for (guint i = 0; i < names->len; i++)
        voices_add_known(m->voices, g_ptr_array_index(names, i), b->pieces);
    GRand *random = g_rand_new_with_seed(7);
    for (guint i = b->pieces->len; i > 1; i--) {
        guint other = (guint)g_rand_int_range(random, 0, (gint32)i);
        void *last = b->pieces->pdata[i - 1];
        b->pieces->pdata[i - 1] = b->pieces->pdata[other];
        b->pieces->pdata[other] = last;
    }
    g_rand_free(random);
}

static void add_whole(maker *m)
{
    static const char *const names[] = {
        "en-sonnet-p001",
        "en-timit-dr1-fvmh0",
        "en-timit-dr3-falk0",
        "en-timit-dr5-ftlg0",
        "en-timit-dr7-fblv0",
        "synth-en-daisy-basic",
        "synth-en-daisy-navigation",
        "zh-sppas-f1-p8",
        "zh-sppas-f2-p7",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *folder = g_build_filename(DATA "/speech", names[i], NULL);
        if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
            continue;
        base *b = add_base(m, names[i], g_str_has_prefix(names[i], "zh"));
        b->whole = voices_whole(folder);
    }
}

// ---- writing

static void write_truth(const item *i, const char *folder)
{
    json_t *all = json_object(), *lines = json_array();
    g_autoptr(GString) text = g_string_new("");
    for (guint n = 0; n < i->lines->len; n++) {
        const alter_line *l = &g_array_index(i->lines, alter_line, n);
        g_string_append_printf(text, "%s\n", l->text);
        json_t *one = json_object();
        json_object_set_new(one, "text", json_string(l->text));
        json_object_set_new(one, "begin", l->begin_s < 0 ? json_null() : json_real(l->begin_s));
        json_array_append_new(lines, one);
    }
    json_object_set_new(all, "seconds", json_real(sound_length(i->sound)));
    json_object_set_new(all, "must_fail", json_boolean(i->must_fail));
    json_object_set_new(all, "lines", lines);
    g_autofree char *truth = g_build_filename(folder, "truth.json", NULL);
    g_autofree char *written = g_build_filename(folder, "text.txt", NULL);
    if (json_dump_file(all, truth, JSON_INDENT(1) | JSON_REAL_PRECISION(6)) ||
        !g_file_set_contents(written, text->str, -1, NULL))
        g_error("%s cannot be written", truth);
    json_decref(all);
}

static void write_recording(const item *i, const char *folder)
{
    g_autofree char *wav = g_build_filename(folder, "recording.wav", NULL);
    sound_write(wav, i->sound, i->right);
    if (!strcmp(i->ending, "wav"))
        return;
    g_autofree char *path = g_strconcat(folder, "/recording.", i->ending, NULL);
    char *argv[] = {"ffmpeg", "-v", "error", "-y", "-i", wav, "-b:a", "16k", path, NULL};
    if (!g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL))
        g_error("%s cannot be written", path);
    g_unlink(wav);
}

static double make_item(const condition *c, const base *b, const char *top)
{
    g_autofree char *folder = g_build_filename(top, c->name, b->name, NULL);
    if (g_mkdir_with_parents(folder, 0755))
        g_error("%s cannot be made", folder);
    plan p;
    plan_init(&p, b, g_str_hash(c->name) ^ g_str_hash(b->name));
    if (c->plan)
        c->plan(&p, c->planned);
    item *i = b->whole ? item_copy(b->whole) : plan_build(&p);
    if (c->sound)
        c->sound(i, c->sounded, &p);
    write_truth(i, folder);
    write_recording(i, folder);
    double seconds = sound_length(i->sound);
    item_free(i);
    plan_clear(&p);
    return seconds;
}

static gboolean wants(const condition *c, const base *b)
{
    g_auto(GStrv) names = g_strsplit(c->bases, " ", -1);
    return g_strv_contains((const char *const *)names, b->name) ||
           (b->whole && g_strv_contains((const char *const *)names, "known"));
}

int alter_make(const char *folder)
{
    maker m = {.voices = voices_new(), .bases = g_ptr_array_new()};
    m.grammar = text_sentences(200, 1);
    m.english = text_transcript(TRANSCRIPT, FALSE);
    m.chinese = text_transcript(TRANSCRIPT, TRUE);
    m.other_en = say(&m, "flite awb", m.grammar, 140, 60);
    m.other_zh = say(&m, "espeak cmn-latn-pinyin+m7 180 30", m.chinese, 48, 40);
    if (!m.chinese->len)
        fprintf(stderr, "without ../shared/data: only what flite says\n");
    add_spoken(&m);
    add_cut(&m, "timit", "en-timit", FALSE);
    add_cut(&m, "sppas", "zh-sppas", TRUE);
    add_whole(&m);
    double seconds = 0;
    for (int c = 0; c < condition_count; c++)
        for (guint i = 0; i < m.bases->len; i++) {
            const base *b = g_ptr_array_index(m.bases, i);
            if (wants(&conditions[c], b))
                seconds += make_item(&conditions[c], b, folder);
        }
    fprintf(stderr, "%.0f minutes of sound\n", seconds / 60);
    return 0;
}
