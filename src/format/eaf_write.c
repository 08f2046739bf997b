// SPDX-License-Identifier: GPL-3.0-or-later
// EAF 3.0. Each annotation has time slots of its own, so that ELAN moves it alone.
#include <string.h>

#include "format/eaf.h"
#include "format/readers.h"
#include "format/xml.h"

#define STEP_US 1000

const char eaf_usual_head[] =
    EAF_XML "<ANNOTATION_DOCUMENT AUTHOR=\"\" DATE=\"1970-01-01T00:00:00Z\" FORMAT=\"3.0\" "
            "VERSION=\"3.0\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
            "xsi:noNamespaceSchemaLocation=\"http://www.mpi.nl/tools/elan/EAFv3.0.xsd\">\n"
            "    <HEADER MEDIA_FILE=\"\" TIME_UNITS=\"milliseconds\">\n";

#define TAIL                                                                                       \
    "    <LINGUISTIC_TYPE GRAPHIC_REFERENCES=\"false\" LINGUISTIC_TYPE_ID=\"text\" "               \
    "TIME_ALIGNABLE=\"true\"/>\n"                                                                  \
    "    <LINGUISTIC_TYPE CONSTRAINTS=\"Included_In\" GRAPHIC_REFERENCES=\"false\" "               \
    "LINGUISTIC_TYPE_ID=\"words\" TIME_ALIGNABLE=\"true\"/>\n"                                     \
    "    <LANGUAGE LANG_ID=\"zho\" LANG_LABEL=\"Chinese (zho)\"/>\n"                               \
    "    <LANGUAGE LANG_DEF=\"http://cdb.iso.org/lg/CDB-00138502-001\" LANG_ID=\"eng\" "           \
    "LANG_LABEL=\"English (eng)\"/>\n"                                                             \
    "    <CONSTRAINT DESCRIPTION=\"Time subdivision of parent annotation's time interval, no "     \
    "time gaps allowed within this interval\" STEREOTYPE=\"Time_Subdivision\"/>\n"                 \
    "    <CONSTRAINT DESCRIPTION=\"Symbolic subdivision of a parent annotation. Annotations "      \
    "refering to the same parent are ordered\" STEREOTYPE=\"Symbolic_Subdivision\"/>\n"            \
    "    <CONSTRAINT DESCRIPTION=\"1-1 association with a parent annotation\" "                    \
    "STEREOTYPE=\"Symbolic_Association\"/>\n"                                                      \
    "    <CONSTRAINT DESCRIPTION=\"Time alignable annotations within the parent annotation's "     \
    "time interval, gaps are allowed\" STEREOTYPE=\"Included_In\"/>\n"                             \
    "</ANNOTATION_DOCUMENT>\n"

// An end of the annotation `owner` / 2, in the order of writing.
typedef struct {
    int64_t us;
    guint owner;
} slot;

static int compare_slots(const void *a, const void *b)
{
    const slot *left = a, *right = b;
    if (left->us != right->us)
        return left->us < right->us ? -1 : 1;
    return left->owner < right->owner ? -1 : left->owner > right->owner;
}

const char *eaf_mime_of(const char *name)
{
    static const struct {
        const char *extension, *mime;
    } known[] = {{".wav", "audio/x-wav"},
                 {".mp3", "audio/mpeg"},
                 {".m4a", "audio/mp4"},
                 {".mp4", "video/mp4"},
                 {".mov", "video/quicktime"}};
    g_autofree char *small = g_ascii_strdown(name, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
        if (g_str_has_suffix(small, known[i].extension))
            return known[i].mime;
    return "audio/*";
}

char *eaf_url_of(const char *name)
{
    g_autofree char *url = g_uri_escape_string(name, "/", FALSE);
    return g_strconcat("./", url, NULL);
}

void eaf_append_media(GString *out, const char *name)
{
    g_autofree char *url = eaf_url_of(name);
    g_string_append_printf(out,
                           "<MEDIA_DESCRIPTOR MEDIA_URL=\"%s\" MIME_TYPE=\"%s\" "
                           "RELATIVE_MEDIA_URL=\"%s\"/>",
                           url, eaf_mime_of(name), url);
}

void eaf_append_property(GString *out, const char *key, const char *value)
{
    g_string_append(out, "        <PROPERTY NAME=\"");
    xml_append(out, key);
    g_string_append(out, "\">");
    xml_append(out, value);
    g_string_append(out, "</PROPERTY>\n");
}

static void append_header(GString *out, const speech *s)
{
    const char *audio = speech_meta(s, "audio"), *key, *value;
    g_string_append(out, eaf_usual_head);
    if (audio) {
        g_string_append(out, "        ");
        eaf_append_media(out, audio);
        g_string_append_c(out, '\n');
    }
    for (int i = 0; speech_meta_at(s, i, &key, &value); i++) {
        if (strcmp(key, "audio") == 0)
            continue;
        eaf_append_property(out, key, value);
    }
    g_string_append(out, "    </HEADER>\n");
}

void eaf_append_slot(GString *out, guint64 id, int64_t value)
{
    g_string_append_printf(out,
                           "        <TIME_SLOT TIME_SLOT_ID=\"ts%" G_GUINT64_FORMAT
                           "\" TIME_VALUE=\"%" G_GINT64_FORMAT "\"/>\n",
                           id, value);
}

void eaf_append_annotation(GString *out, guint64 id, guint64 first_slot, guint64 second_slot,
                           const written_span *w)
{
    g_string_append_printf(
        out,
        "        <ANNOTATION>\n            <ALIGNABLE_ANNOTATION "
        "ANNOTATION_ID=\"a%" G_GUINT64_FORMAT "\" TIME_SLOT_REF1=\"ts%" G_GUINT64_FORMAT
        "\" TIME_SLOT_REF2=\"ts%" G_GUINT64_FORMAT "\">\n                <ANNOTATION_VALUE>",
        id, first_slot, second_slot);
    xml_append_length(out, w->text, w->length);
    g_string_append(out, "</ANNOTATION_VALUE>\n            </ALIGNABLE_ANNOTATION>\n"
                         "        </ANNOTATION>\n");
}

// Appends the slots in order of time. Returns the number of each: the i-th annotation has those at
// 2 * i and behind. Free with g_free().
static guint *append_slots(GString *out, const GPtrArray *all)
{
    g_autoptr(GArray) slots = g_array_new(FALSE, FALSE, sizeof(slot));
    for (guint i = 0; i < all->len; i++) {
        const written_tier *t = g_ptr_array_index(all, i);
        for (guint k = 0; k < t->spans->len; k++) {
            const written_span *w = &g_array_index(t->spans, written_span, k);
            slot ends[] = {{w->start_us, slots->len}, {w->end_us, slots->len + 1}};
            g_array_append_vals(slots, ends, 2);
        }
    }
    g_array_sort(slots, compare_slots);
    guint *numbers = g_new(guint, slots->len + 1);
    g_string_append(out, "    <TIME_ORDER>\n");
    for (guint i = 0; i < slots->len; i++) {
        const slot *at = &g_array_index(slots, slot, i);
        numbers[at->owner] = i + 1;
        eaf_append_slot(out, i + 1, at->us / STEP_US);
    }
    g_string_append(out, "    </TIME_ORDER>\n");
    return numbers;
}

// `annotation` counts through the file.
static void append_tier(GString *out, const written_tier *t, const guint *slots, guint *annotation)
{
    g_string_append_printf(out, "    <TIER LANG_REF=\"%s\" LINGUISTIC_TYPE_REF=\"%s\"",
                           t->side == LANGUAGE_ZH ? "zho" : "eng", t->parent ? "words" : "text");
    if (t->parent)
        g_string_append_printf(out, " PARENT_REF=\"%s\"", t->parent);
    g_string_append_printf(out, " TIER_ID=\"%s\">\n", t->name);
    for (guint i = 0; i < t->spans->len; i++, ++*annotation) {
        const written_span *w = &g_array_index(t->spans, written_span, i);
        const guint *ends = slots + 2 * (gsize)*annotation;
        eaf_append_annotation(out, *annotation + 1, ends[0], ends[1], w);
    }
    g_string_append(out, "    </TIER>\n");
}

gboolean eaf_write(const speech *s, GString *out, report *r, GError **error)
{
    (void)error;
    if (eaf_write_back(s, out, r))
        return TRUE;
    g_autoptr(GPtrArray) all = tiers_of(s, STEP_US, r);
    append_header(out, s);
    g_autofree guint *slots = append_slots(out, all);
    guint annotation = 0;
    for (guint i = 0; i < all->len; i++)
        append_tier(out, g_ptr_array_index(all, i), slots, &annotation);
    g_string_append(out, TAIL);
    return TRUE;
}
