// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "alter.h"

// What the letters of a frame stand for; a word of the row is chosen anew each time.
static const struct {
    char letter;
    const char *words;
} vocabulary[] = {
    {'N',
     "river bridge school market garden harbour library station mountain village kitchen doctor "
     "teacher farmer engineer painter sailor neighbour captain orchard railway lighthouse "
     "museum hospital factory theatre island valley forest meadow archive laboratory bakery "
     "carpenter gardener musician journalist merchant shepherd telescope engine window ladder "
     "cupboard notebook calendar letter parcel ticket photograph umbrella violin kettle"},
    {'P', "children visitors students soldiers scientists tourists farmers clerks nurses pilots "
          "apples boats horses pigeons lanterns machines newspapers curtains questions stories"},
    {'V',
     "opened closed repaired visited painted measured described forgot discovered admired "
     "abandoned rebuilt photographed inherited crossed avoided mentioned guarded borrowed sold"},
    {'A', "old narrow quiet famous yellow wooden enormous crooked empty dangerous beautiful "
          "foreign modern silver muddy fragile generous stubborn curious northern"},
    {'D', "slowly quietly without warning before breakfast again in the evening last summer twice "
          "for the first time carefully by mistake after the storm with great patience"},
    {'T',
     "yesterday; in March; every winter; on the third of June; before the war; at noon; when "
     "the bells rang; during the long drought; one rainy afternoon; as soon as the ice melted; "
     "much later; to everybody's surprise"},
    {'W', "because nobody had asked for permission; although the road was still flooded; and the "
          "price rose by seven percent; while his sister waited outside; so the meeting was put "
          "off; which cost them a fortune; until the money ran out; if the weather allows it; but "
          "only a few remember why; as far as anyone can tell; and then the lights went out"},
};

static const char *const frames[] = {
    "The A N near the N was V by two P, W.",
    "T, a A N V the N.",
    "Nobody knows why the N V our A P T.",
    "Most P prefer a A N to a A one, W.",
    "We V the N, the N and the A N T.",
    "Is there any N that the P have not V?",
    "My A N V it T, W.",
    "Forty P and one A N arrived T.",
    "Whoever V the A N must explain it to the N.",
    "There were A P in the N, and A P behind the N.",
    "Do not leave the N beside the A N.",
    "Her uncle, a A N, V hundreds of A P, W.",
    "From the N you can see the A N, W.",
    "It took the P three years; T they V everything.",
    "Please tell the N that the A N has been V.",
    "What the N wrote about the A P was V by every other N.",
};

static void add_word(GString *out, const char *words, GRand *random)
{
    g_auto(GStrv) all = g_strsplit(words, strchr(words, ';') ? "; " : " ", -1);
    g_string_append(out, all[g_rand_int_range(random, 0, (gint32)g_strv_length(all))]);
}

static char *sentence(GRand *random)
{
    const char *frame = frames[g_rand_int_range(random, 0, G_N_ELEMENTS(frames))];
    GString *out = g_string_new("");
    for (const char *p = frame; *p; p++) {
        gboolean alone = !g_ascii_isalpha(p[1]) && (p == frame || !g_ascii_isalpha(p[-1]));
        gsize i = 0;
        while (i < G_N_ELEMENTS(vocabulary) && vocabulary[i].letter != *p)
            i++;
        if (alone && i < G_N_ELEMENTS(vocabulary))
            add_word(out, vocabulary[i].words, random);
        else
            g_string_append_c(out, *p);
    }
    out->str[0] = g_ascii_toupper(out->str[0]);
    return g_string_free(out, FALSE);
}

GPtrArray *text_sentences(int count, guint32 seed)
{
    GRand *random = g_rand_new_with_seed(seed);
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i < count; i++)
        g_ptr_array_add(out, sentence(random));
    g_rand_free(random);
    return out;
}

static gboolean is_chinese(const char *line)
{
    int han = 0, other = 0;
    for (const char *p = line; *p; p = g_utf8_next_char(p))
        if (g_utf8_get_char(p) > 0x2e7f)
            han++;
        else if (!g_ascii_isspace(*p))
            other++;
    return han * 3 > other;
}

// A sentence ends at a full stop with a space behind it that is no abbreviation's, or a Chinese
// one.
static void add_sentences(GPtrArray *out, const char *line, gboolean chinese)
{
    static const char *const ends[] = {". ", "? ", "! ", "。", "？", "！"};
    const char *begin = line;
    for (const char *p = line; *p; p++)
        for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
            if (g_str_has_prefix(p, ends[i]) && p - begin > 12) {
                const char *end = p + (chinese ? strlen(ends[i]) : 1);
                const char *closing = "”";
                if (g_str_has_prefix(end, closing))
                    end += strlen(closing);
                g_ptr_array_add(out, g_strstrip(g_strndup(begin, (gsize)(end - begin))));
                begin = p = end;
            }
    if (strlen(begin) > 4)
        g_ptr_array_add(out, g_strstrip(g_strdup(begin)));
}

GPtrArray *text_transcript(const char *path, gboolean chinese)
{
    GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *all = NULL;
    if (!g_file_get_contents(path, &all, NULL, NULL))
        return out;
    g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
    for (char **line = lines; *line; line++)
        if (strlen(*line) > 60 && is_chinese(*line) == chinese)
            add_sentences(out, *line, chinese);
    return out;
}

gsize text_middle(const char *text)
{
    gsize length = strlen(text), best = 0;
    for (gsize i = 6; i + 6 < length; i++) {
        gsize after = text[i] == ' ' ? i + 1 : g_str_has_prefix(text + i, "，") ? i + 3 : 0;
        if (after && ABS((gssize)(after * 2 - length)) < ABS((gssize)(best * 2 - length)))
            best = after;
    }
    return best;
}
