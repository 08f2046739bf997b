// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/sami.h"

#include <string.h>

#include "format/cue.h"
#include "format/cues.h"
#include "format/pair.h"

#define LAST_US     (5 * TIME_SECOND)
#define CLASSES_MAX 32

static void class_clear(void *data)
{
    g_free(((sami_class *)data)->name);
}

void sami_init(sami_said *s, report *r)
{
    *s = (sami_said){r, g_array_new(FALSE, FALSE, sizeof(sami_class)),
                     g_array_new(FALSE, FALSE, sizeof(sami_piece)), g_string_new(NULL)};
    g_array_set_clear_func(s->classes, class_clear);
    sami_find_class(s, "", 0);
}

void sami_clear(sami_said *s)
{
    g_array_unref(s->classes);
    g_array_unref(s->pieces);
    g_string_free(s->texts, TRUE);
}

sami_class *sami_class_at(const sami_said *s, int i)
{
    return &g_array_index(s->classes, sami_class, i);
}

int sami_find_class(sami_said *s, const char *name, gsize length)
{
    for (guint i = 0; i < s->classes->len; i++) {
        const sami_class *c = sami_class_at(s, (int)i);
        if (strlen(c->name) == length && g_ascii_strncasecmp(c->name, name, length) == 0)
            return (int)i;
    }
    if (s->classes->len >= CLASSES_MAX)
        return 0;
    sami_class added = {g_strndup(name, length), CUE_FIND_OUT, {0}, 0, NO_PIECE};
    g_array_append_val(s->classes, added);
    return (int)s->classes->len - 1;
}

static int compare_pieces(const void *a, const void *b)
{
    const sami_piece *left = a, *right = b;
    if (left->start_us != right->start_us)
        return left->start_us < right->start_us ? -1 : 1;
    return left->order < right->order ? -1 : left->order > right->order;
}

// The text that class `c` has lasts no longer than `us`.
static void close_class(sami_said *s, sami_class *c, int64_t us)
{
    sami_piece *p = c->open == NO_PIECE ? NULL : &g_array_index(s->pieces, sami_piece, c->open);
    if (p && (p->end_us == TIME_NONE || p->end_us > us))
        p->end_us = us;
    c->open = NO_PIECE;
}

static void close_all(sami_said *s, int64_t us)
{
    for (guint k = 0; k < s->classes->len; k++)
        close_class(s, sami_class_at(s, (int)k), us);
}

// Gives each piece its end. One that says more at the same time hangs on to the one before, and is
// of no class then.
static void find_ends(sami_said *s)
{
    g_array_sort(s->pieces, compare_pieces);
    int64_t last_us = 0;
    int tails[CLASSES_MAX]; // the last piece of those that are open
    for (guint i = 0; i < s->pieces->len; i++) {
        sami_piece *p = &g_array_index(s->pieces, sami_piece, i);
        last_us = p->start_us;
        sami_class *c = p->class == ALL_CLASSES ? NULL : sami_class_at(s, p->class);
        // Silence that is nobody's is everybody's.
        if (!c || (p->class == 0 && !p->length && c->open == NO_PIECE)) {
            p->class = ALL_CLASSES;
            close_all(s, p->start_us);
            continue;
        }
        gboolean same = c->open != NO_PIECE &&
                        g_array_index(s->pieces, sami_piece, c->open).start_us == p->start_us;
        if (same && p->length)
            g_array_index(s->pieces, sami_piece, tails[p->class]).more = (int)i;
        if (!same)
            close_class(s, c, p->start_us);
        if (p->length) {
            tails[p->class] = (int)i;
            c->open = same ? c->open : (int)i;
        }
        if (same || !p->length)
            p->class = ALL_CLASSES;
    }
    close_all(s, MIN(last_us + LAST_US, TIME_MAX));
}

// The languages of the classes; whether there are two.
static gboolean find_sides(sami_said *s)
{
    gboolean has[LANGUAGES] = {FALSE, FALSE};
    for (guint k = 0; k < s->classes->len; k++) {
        sami_class *c = sami_class_at(s, (int)k);
        int zh = c->votes[LANGUAGE_ZH], en = c->votes[LANGUAGE_EN];
        if (zh != en)
            c->side = zh > en ? LANGUAGE_ZH : LANGUAGE_EN;
        if (c->side >= 0 && zh + en > 0)
            has[c->side] = TRUE;
    }
    return has[LANGUAGE_ZH] && has[LANGUAGE_EN];
}

static void add_piece(sami_said *s, const sami_piece *p, cues *to)
{
    if (!cues_begin(to, p->start_us, p->end_us, p->number))
        return;
    for (;;) {
        cues_say(to, s->texts->str + p->text, p->length);
        if (p->more == NO_PIECE)
            return;
        cues_say(to, "\n", 1);
        p = &g_array_index(s->pieces, sami_piece, p->more);
    }
}

speech *sami_speech(sami_said *s, GError **error)
{
    find_ends(s);
    gboolean two = find_sides(s);
    g_autoptr(cues) zh = cues_new(s->report), en = cues_new(s->report);
    for (guint i = 0; i < s->pieces->len; i++) {
        const sami_piece *p = &g_array_index(s->pieces, sami_piece, i);
        if (p->class != ALL_CLASSES)
            add_piece(s, p, two && sami_class_at(s, p->class)->side == LANGUAGE_EN ? en : zh);
    }
    if (!two || !cues_count(en))
        return cues_end(zh, CUE_FIND_OUT, error);
    if (!cues_count(zh))
        return cues_end(en, CUE_FIND_OUT, error);
    g_autoptr(speech) left = cues_end(zh, LANGUAGE_ZH, error);
    g_autoptr(speech) right = cues_end(en, LANGUAGE_EN, error);
    return pair_by_time(left, right);
}
