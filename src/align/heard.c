// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/heard.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "earvoice/error.h"
#include "earvoice/timecode.h"
#include "speech/recognised.h"

struct heard {
    arena *strings;
    GArray *words; // heard_word
};

void heard_free(heard *h)
{
    if (!h)
        return;
    arena_free(h->strings);
    g_array_unref(h->words);
    g_free(h);
}

int heard_count(const heard *h)
{
    return (int)h->words->len;
}

const heard_word *heard_at(const heard *h, int index)
{
    return &g_array_index(h->words, heard_word, index);
}

// The words of `text`, from the first one's begin at `start_us` to the last one's end, evenly by
// their bytes.
static void add_text(heard *h, const char *text, int64_t start_us, int64_t end_us)
{
    if (!text || start_us == TIME_NONE || end_us == TIME_NONE || end_us < start_us)
        return;
    guint first = h->words->len;
    const char *begin = NULL, *last = text;
    for (const char *at = text; *at;) {
        const char *end = recognised_word_end(at);
        if (end == at) {
            at = g_utf8_next_char(at);
            continue;
        }
        begin = begin ? begin : at;
        last = end;
        // Bytes for now.
        heard_word w = {arena_keep(h->strings, at, (gsize)(end - at)), at - begin, end - begin};
        g_array_append_val(h->words, w);
        at = end;
    }
    double us_per_byte = begin ? (double)(end_us - start_us) / (double)(last - begin) : 0;
    for (guint i = first; i < h->words->len; i++) {
        heard_word *w = &g_array_index(h->words, heard_word, i);
        w->start_us = start_us + (int64_t)((double)w->start_us * us_per_byte);
        w->end_us = start_us + (int64_t)((double)w->end_us * us_per_byte);
    }
}

// Words of which some (numerals) have no times: those lie between their neighbours.
static void add_words(heard *h, const recognised *from, const recognised_part *p)
{
    const recognised_word *words = (const recognised_word *)(void *)from->words->data + p->first;
    int64_t at_us = p->start_us;
    for (guint i = 0; i < p->count; i++) {
        guint last = i;
        g_autoptr(GString) text = g_string_new(NULL);
        for (; last < p->count && words[last].start_us == TIME_NONE; last++)
            g_string_append_printf(text, " %s", words[last].text);
        if (last == i) {
            add_text(h, words[i].text, words[i].start_us, words[i].end_us);
            at_us = words[i].end_us == TIME_NONE ? words[i].start_us : words[i].end_us;
        } else {
            add_text(h, text->str, at_us, last < p->count ? words[last].start_us : p->end_us);
            i = last - 1;
        }
    }
}

static int compare_starts(const void *a, const void *b)
{
    const heard_word *left = a, *right = b;
    return (left->start_us > right->start_us) - (left->start_us < right->start_us);
}

heard *heard_read(const char *text, gsize size, GError **error)
{
    heard *h = g_new0(heard, 1);
    h->strings = arena_new();
    h->words = g_array_new(FALSE, FALSE, sizeof(heard_word));
    g_autoptr(recognised) from = recognised_read(text, size);
    for (guint i = 0; i < from->parts->len; i++) {
        const recognised_part *p = &g_array_index(from->parts, recognised_part, i);
        if (p->count)
            add_words(h, from, p);
        else
            add_text(h, p->text, p->start_us, p->end_us);
    }
    g_array_sort(h->words, compare_starts);
    if (h->words->len)
        return h;
    heard_free(h);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There are no words with times in what the recogniser wrote."));
    return NULL;
}
