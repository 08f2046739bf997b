// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>

#include "alter.h"

// No room is silent.
#define ROOM_LEVEL 0.0006

static void step_clear(void *data)
{
    step *s = data;
    g_clear_pointer(&s->sound, g_array_unref);
}

static void line_clear(void *data)
{
    alter_line *l = data;
    g_free(l->text);
}

void plan_init(plan *p, const base *b, guint32 seed)
{
    *p = (plan){.steps = g_array_new(FALSE, FALSE, sizeof(step)),
                .random = g_rand_new_with_seed(seed),
                .base = b};
    g_array_set_clear_func(p->steps, step_clear);
    for (guint i = 0; i < b->pieces->len; i++) {
        step s = {.said = g_ptr_array_index(b->pieces, i),
                  .in_text = TRUE,
                  .in_sound = TRUE,
                  .order = (int)i * 1000,
                  .pause_s = g_rand_double_range(p->random, 0.3, 0.9)};
        g_array_append_val(p->steps, s);
    }
}

void plan_clear(plan *p)
{
    g_array_unref(p->steps);
    g_rand_free(p->random);
}

// Adds what a step says, and returns when the line that is written for it begins.
static double add_speech(GArray *to, const step *s)
{
    const piece *said = s->said;
    double begin_s = sound_length(to) + said->begin_s;
    if (!said->rest || !(s->inner_s > 0 || s->cut_sound)) {
        sound_add(to, said->sound, 0, sound_length(said->sound));
        return begin_s;
    }
    if (!s->cut_sound) {
        sound_add(to, said->sound, 0, said->cut_s);
        sound_silence(to, s->inner_s);
    }
    double cut_s = sound_length(to);
    sound_add(to, said->sound, said->cut_s, sound_length(said->sound));
    return s->cut_sound || s->cut_text ? cut_s : begin_s;
}

static int compare_order(const void *a, const void *b)
{
    return ((const alter_line *)a)->order - ((const alter_line *)b)->order;
}

static void add_step(item *to, const step *s)
{
    double begin_s = ALTER_UNSAID;
    if (s->in_sound && s->said)
        begin_s = add_speech(to->sound, s);
    if (s->in_sound && s->sound)
        sound_add(to->sound, s->sound, 0, sound_length(s->sound));
    if (s->in_sound)
        sound_silence(to->sound, s->pause_s);
    if (!s->in_text)
        return;
    const char *text = s->cut_text && s->said->rest ? s->said->rest : s->said->text;
    alter_line l = {g_strdup(text), s->order, begin_s};
    g_array_append_val(to->lines, l);
}

item *plan_build(const plan *p)
{
    item *out = g_new0(item, 1);
    out->sound = sound_new(0.5);
    out->lines = g_array_new(FALSE, FALSE, sizeof(alter_line));
    g_array_set_clear_func(out->lines, line_clear);
    out->ending = "wav";
    out->must_fail = p->must_fail;
    for (guint i = 0; i < p->steps->len; i++)
        add_step(out, &g_array_index(p->steps, step, i));
    g_array_sort(out->lines, compare_order);
    for (guint i = 0; i < out->sound->len; i++)
        g_array_index(out->sound, float, i) +=
            (float)g_rand_double_range(p->random, -ROOM_LEVEL, ROOM_LEVEL);
    return out;
}

item *item_copy(const item *from)
{
    item *out = g_new(item, 1);
    *out = *from;
    out->sound = g_array_copy(from->sound);
    out->lines = g_array_new(FALSE, FALSE, sizeof(alter_line));
    g_array_set_clear_func(out->lines, line_clear);
    for (guint i = 0; i < from->lines->len; i++) {
        alter_line l = g_array_index(from->lines, alter_line, i);
        l.text = g_strdup(l.text);
        g_array_append_val(out->lines, l);
    }
    return out;
}

void item_free(item *i)
{
    g_array_unref(i->sound);
    g_clear_pointer(&i->right, g_array_unref);
    g_array_unref(i->lines);
    g_free(i);
}
