// SPDX-License-Identifier: GPL-3.0-or-later
// bench-pairs [TRANSCRIPT…]: how many paragraphs and sentences are paired rightly where one of them
// is missing, doubled, merged or split, at each place in turn, on each side, in each layout.
#include <stdio.h>
#include <string.h>

#include "earvoice/bitext.h"
#include "earvoice/format.h"
#include "earvoice/load.h"
#include "format/altered.h"

static const char *const kinds[] = {"nothing", "missing", "doubled", "merged", "split"};
static const char *const layouts[] = {"blocks", "blocks-close", "in-turn", "in-groups"};

typedef struct {
    int right, all, texts, whole;
    double worst;
} tally;

static void count(tally *t, int right, int all)
{
    t->right += right;
    t->all += all;
    t->texts++;
    t->whole += right == all;
    t->worst = t->texts == 1 ? (double)right / all : MIN(t->worst, (double)right / all);
}

static void show(const char *what, const tally *t)
{
    if (t->all)
        printf("  %-28s %5d of %5d pairs: %6.2f %%, %4d of %4d texts whole, worst %5.1f %%\n", what,
               t->right, t->all, 100.0 * t->right / t->all, t->whole, t->texts, 100 * t->worst);
}

static void try_one(const GArray *pairs, layout how, alteration kind, language side, guint place,
                    tally *t)
{
    GArray *expected = NULL;
    g_autofree char *text = altered_text(pairs, how, kind, side, place, &expected);
    if (!text)
        return;
    g_autoptr(speech) s = format_find("transcript")->read(text, strlen(text), NULL, NULL);
    int right = altered_right(expected, s);
    if (g_getenv("PAIRS_SHOW") && right < (int)expected->len)
        printf("    %s %s of %s at %u: %d of %u\n", layouts[how], kinds[kind], language_code(side),
               place, right, expected->len);
    count(t, right, (int)expected->len);
    g_array_unref(expected);
}

static void paragraphs(const GArray *pairs)
{
    tally all = {0};
    for (int how = 0; how < LAYOUTS; how++)
        for (int kind = 0; kind < ALTERATIONS; kind++)
            for (int side = 0; side < (kind ? LANGUAGES : 1); side++) {
                tally t = {0};
                for (guint place = 0; place < (kind ? pairs->len : 1); place++)
                    try_one(pairs, (layout)how, (alteration)kind, (language)side, place, &t);
                g_autofree char *what = g_strdup_printf("%s %s %s", layouts[how], kinds[kind],
                                                        language_code((language)side));
                show(what, &t);
                if (!t.texts)
                    continue;
                all.worst = all.texts ? MIN(all.worst, t.worst) : t.worst;
                all.right += t.right, all.all += t.all, all.texts += t.texts, all.whole += t.whole;
            }
    show("all", &all);
}

// ---- sentences

// A sentence without its stop, to be gone on with.
static char *unended(const char *text)
{
    char *out = g_strdup(text);
    g_strchomp(out);
    static const char *const stops[] = {".", "。", "!", "！", "?", "？", "”", "\""};
    for (gsize i = 0; i < G_N_ELEMENTS(stops); i++)
        if (g_str_has_suffix(out, stops[i]))
            out[strlen(out) - strlen(stops[i])] = '\0';
    return out;
}

static void append(GString *to, const char *text, language side)
{
    if (to->len && side == LANGUAGE_EN)
        g_string_append_c(to, ' ');
    g_string_append(to, text);
}

typedef struct {
    double left_out, merged; // how often
    guint per_paragraph;     // pairs
} damage;

// The sides of pairs i … i + n - 1 as one pair, of which `side` is one sentence.
static void merge(const GArray *pairs, guint i, guint n, int side, GString *const text[LANGUAGES])
{
    for (guint k = i; k < i + n; k++)
        for (int s = 0; s < LANGUAGES; s++) {
            const char *one = g_array_index(pairs, known_pair, k).text[s];
            g_autofree char *open = s == side && k + 1 < i + n ? unended(one) : g_strdup(one);
            append(text[s], open, (language)s);
            if (s == side && k + 1 < i + n)
                g_string_append(text[s], s == LANGUAGE_ZH ? "，" : ", and");
        }
}

static speech *damaged(const GArray *pairs, const damage *d, GRand *random, GArray *expected)
{
    g_autoptr(speech_builder) b = speech_builder_new();
    g_autoptr(GString) zh = g_string_new(NULL), en = g_string_new(NULL);
    for (guint i = 0, in = 0; i < pairs->len;) {
        g_autoptr(GString) one = g_string_new(NULL), other = g_string_new(NULL);
        GString *const text[LANGUAGES] = {one, other};
        double what = g_rand_double(random);
        int side = g_rand_int_range(random, 0, LANGUAGES);
        guint n = what < d->merged ? (guint)g_rand_int_range(random, 3, 6) : 1;
        n = MIN(n, pairs->len - i);
        merge(pairs, i, n, n > 1 ? side : -1, text);
        if (what >= d->merged && what < d->merged + d->left_out)
            g_string_truncate(text[side], 0);
        known_pairs_add(expected, one->str, other->str);
        append(zh, one->str, LANGUAGE_ZH);
        append(en, other->str, LANGUAGE_EN);
        i += n;
        if (++in < d->per_paragraph && i < pairs->len)
            continue;
        speech_builder_paragraph(b, PARAGRAPH_BODY);
        segment g = {.start_us = TIME_NONE,
                     .end_us = TIME_NONE,
                     .confidence = -1,
                     .text = {zh->str, en->str}};
        speech_builder_segment(b, &g);
        g_string_truncate(zh, 0), g_string_truncate(en, 0);
        in = 0;
    }
    return speech_builder_end(b);
}

// Whether both texts end so that another sentence can follow.
static gboolean is_sentence(const segment *g)
{
    static const char *const stops[] = {".", "。", "!", "！", "?", "？", "”"};
    int ended = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(stops); i++)
        for (int side = 0; side < LANGUAGES; side++)
            ended += g_str_has_suffix(g->text[side], stops[i]);
    return ended == LANGUAGES;
}

static void sentences(const GArray *pairs)
{
    static const struct {
        const char *name;
        damage d;
    } rows[] = {{"as it is", {0, 0, 4}},
                {"one paragraph", {0, 0, 9999}},
                {"3 % left out", {0.03, 0, 4}},
                {"3 % left out, one par.", {0.03, 0, 9999}},
                {"10 % left out", {0.1, 0, 8}},
                {"5 % merged", {0, 0.05, 8}},
                {"both, one paragraph", {0.03, 0.03, 9999}}};
    for (gsize r = 0; r < G_N_ELEMENTS(rows); r++) {
        g_autoptr(GRand) random = g_rand_new_with_seed(7);
        int right = 0, found = 0, all = 0, alone = 0, alone_right = 0;
        for (int n = 0; n < 40; n++) {
            g_autoptr(GArray) expected = known_pairs_new(), lone = known_pairs_new();
            g_autoptr(speech) s = damaged(pairs, &rows[r].d, random, expected);
            g_autoptr(speech) split = bitext_split(s, UNIT_SENTENCE, NULL, NULL, NULL);
            for (guint i = 0; i < expected->len; i++) {
                const known_pair *p = &g_array_index(expected, known_pair, i);
                if (!*p->text[0] || !*p->text[1])
                    known_pairs_add(lone, p->text[0], p->text[1]);
            }
            right += altered_right(expected, split), all += (int)expected->len;
            alone_right += altered_right(lone, split), alone += (int)lone->len;
            found += speech_segment_count(split);
        }
        double p = (double)right / found, c = (double)right / all;
        printf("  %-24s precision %.3f recall %.3f F1 %.3f; alone %d of %d\n", rows[r].name, p, c,
               2 * p * c / (p + c), alone_right, alone);
    }
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        g_auto(loaded) l = {0};
        g_autoptr(GError) error = NULL;
        if (!load_files((const char *const[]){argv[i], NULL}, NULL, &l, &error))
            g_error("%s", error->message);
        g_autoptr(GArray) pairs = known_pairs_of(l.speech);
        printf("%s: %u paragraphs\n", argv[i], pairs->len);
        int64_t before_us = g_get_monotonic_time();
        if (!g_getenv("PAIRS_SENTENCES"))
            paragraphs(pairs);
        printf("  %.2f s\n", (double)(g_get_monotonic_time() - before_us) / 1e6);
        g_autoptr(speech) split = bitext_split(l.speech, UNIT_SENTENCE, NULL, NULL, NULL);
        g_autoptr(GArray) finer = known_pairs_new();
        for (int k = 0; k < speech_segment_count(split); k++)
            if (is_sentence(speech_segment(split, k)) &&
                speech_paragraph(split, speech_segment(split, k)->paragraph)->kind ==
                    PARAGRAPH_BODY)
                known_pairs_add(finer, speech_segment(split, k)->text[0],
                                speech_segment(split, k)->text[1]);
        before_us = g_get_monotonic_time();
        sentences(finer);
        printf("  %.2f s\n", (double)(g_get_monotonic_time() - before_us) / 1e6);
    }
    return 0;
}
