// SPDX-License-Identifier: GPL-3.0-or-later
#include <glib/gstdio.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "alter.h"

// Beside the sentences of a recording so much of it is taken with them.
#define MARGIN_S 0.05

struct voices {
    GHashTable *said; // voice, line feed, text: a piece
    char *making;     // a file for programs to write
};

static void piece_free(void *data)
{
    piece *p = data;
    g_free(p->text);
    g_free(p->rest);
    g_array_unref(p->sound);
    g_free(p);
}

voices *voices_new(void)
{
    voices *v = g_new0(voices, 1);
    v->said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, piece_free);
    int fd = g_file_open_tmp("bench-alter-XXXXXX.wav", &v->making, NULL);
    g_close(fd, NULL);
    return v;
}

void voices_free(voices *v)
{
    g_hash_table_unref(v->said);
    g_unlink(v->making);
    g_free(v->making);
    g_free(v);
}

GArray *sound_read(const char *path, const char *filter)
{
    const char *argv[] = {"ffmpeg",
                          "-v",
                          "error",
                          "-i",
                          path,
                          "-ac",
                          "1",
                          "-ar",
                          "16000",
                          "-f",
                          "f32le",
                          "-af",
                          filter ? filter : "anull",
                          "-",
                          NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(GSubprocess) run = g_subprocess_newv(argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
    g_autoptr(GBytes) bytes = NULL;
    if (!run || !g_subprocess_communicate(run, NULL, NULL, &bytes, NULL, &error))
        g_error("ffmpeg: %s", error->message);
    GArray *out = g_array_new(FALSE, FALSE, sizeof(float));
    gsize size;
    const void *data = g_bytes_get_data(bytes, &size);
    g_array_append_vals(out, data, (guint)(size / sizeof(float)));
    return out;
}

static GArray *speak(voices *v, const char *voice, const char *text)
{
    g_auto(GStrv) how = g_strsplit(voice, " ", -1);
    const char *flite[] = {"flite", "-voice", how[1], "-t", text, "-o", v->making, NULL};
    const char *espeak[] = {"espeak-ng", "-v", how[1], "-w", v->making, "-s",
                            NULL,        "-p", NULL,   "--", text,      NULL};
    gboolean by_flite = !strcmp(how[0], "flite");
    if (!by_flite)
        espeak[6] = how[2], espeak[8] = how[3];
    g_autoptr(GError) error = NULL;
    if (!g_spawn_sync(NULL, by_flite ? (char **)flite : (char **)espeak, NULL,
                      G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                      NULL, &error))
        g_error("%s", error->message);
    g_autoptr(GArray) all = sound_read(v->making, NULL);
    GArray *out = g_array_new(FALSE, FALSE, sizeof(float));
    double begin_s = sound_onset(all), end_s = sound_length(all);
    g_autoptr(GArray) backwards = g_array_copy(all);
    for (guint i = 0; i < all->len; i++)
        g_array_index(backwards, float, i) = g_array_index(all, float, all->len - 1 - i);
    end_s -= sound_onset(backwards);
    if (end_s <= begin_s)
        g_error("%s does not say “%s”", voice, text);
    sound_add(out, all, MAX(0, begin_s - 0.01), end_s + 0.02);
    return out;
}

// Sentences that can be cut are spoken in two parts, so that it is known where.
piece *voices_say(voices *v, const char *voice, const char *text)
{
    g_autofree char *key = g_strconcat(voice, "\n", text, NULL);
    piece *p = g_hash_table_lookup(v->said, key);
    if (p)
        return p;
    p = g_new0(piece, 1);
    const char *tab = strchr(text, '\t');
    p->text = tab ? g_strndup(text, (gsize)(tab - text)) : g_strdup(text);
    text = tab ? tab + 1 : text;
    gsize middle = g_str_has_suffix(voice, " parts") ? text_middle(text) : 0;
    if (middle) {
        g_autofree char *first = g_strndup(text, middle);
        p->rest = g_strdup(text + middle);
        p->sound = speak(v, voice, first);
        p->cut_s = sound_length(p->sound);
        g_autoptr(GArray) second = speak(v, voice, p->rest);
        sound_add(p->sound, second, 0, sound_length(second));
    } else {
        p->sound = speak(v, voice, text);
    }
    p->begin_s = 0.01;
    g_hash_table_insert(v->said, g_steal_pointer(&key), p);
    return p;
}

// ---- recordings with known times

static json_t *read_json(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    return json_load_file(path, 0, NULL);
}

static GArray *recording_in(const char *folder)
{
    static const char *const names[] = {"audio.wav", "audio.mp3"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);
        if (g_file_test(path, G_FILE_TEST_EXISTS))
            return sound_read(path, NULL);
    }
    g_error("%s: no recording", folder);
}

static double number(const json_t *one, const char *key)
{
    return json_number_value(json_object_get(one, key));
}

static double begin_of(const json_t *one)
{
    return json_is_number(json_object_get(one, "snap")) ? number(one, "snap")
                                                        : number(one, "begin");
}

// The n-th of a line's words, where the text has as many.
static void find_cut(piece *p, const json_t *words, int line)
{
    g_auto(GStrv) written = g_strsplit(p->text, " ", -1);
    int count = (int)g_strv_length(written), seen = 0, heard = 0;
    for (gsize i = 0; i < json_array_size(words); i++)
        heard += (int)number(json_array_get(words, i), "line") == line;
    if (heard != count || count < 4)
        return;
    for (gsize i = 0; i < json_array_size(words); i++) {
        const json_t *one = json_array_get(words, i);
        if ((int)number(one, "line") == line && seen++ == count / 2) {
            p->cut_s = number(one, "begin");
            p->rest = g_strjoinv(" ", written + count / 2);
        }
    }
}

void voices_add_known(voices *v, const char *folder, GPtrArray *out)
{
    g_autoptr(GArray) all = recording_in(folder);
    json_t *times = read_json(folder, "ref.json"), *words = read_json(folder, "words.json");
    for (gsize i = 0; i < json_array_size(times); i++) {
        const json_t *one = json_array_get(times, i);
        piece *p = g_new0(piece, 1);
        double from_s = MAX(0, begin_of(one) - MARGIN_S);
        p->text = g_strdup(json_string_value(json_object_get(one, "text")));
        p->sound = g_array_new(FALSE, FALSE, sizeof(float));
        sound_add(p->sound, all, from_s, number(one, "end") + MARGIN_S);
        p->begin_s = begin_of(one) - from_s;
        if (words)
            find_cut(p, words, (int)i);
        p->cut_s = p->rest ? p->cut_s - from_s : 0;
        g_hash_table_insert(v->said, g_strdup_printf("%s\n%zu", folder, i), p);
        g_ptr_array_add(out, p);
    }
    json_decref(times);
    json_decref(words);
}

item *voices_whole(const char *folder)
{
    item *out = g_new0(item, 1);
    out->sound = recording_in(folder);
    out->ending = "wav";
    out->lines = g_array_new(FALSE, FALSE, sizeof(alter_line));
    json_t *times = read_json(folder, "ref.json");
    for (gsize i = 0; i < json_array_size(times); i++) {
        const json_t *one = json_array_get(times, i);
        const char *text = json_string_value(json_object_get(one, "text"));
        alter_line l = {g_strdup(text), (int)i, begin_of(one)};
        g_array_append_val(out->lines, l);
    }
    json_decref(times);
    return out;
}
