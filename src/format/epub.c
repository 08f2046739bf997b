// SPDX-License-Identifier: GPL-3.0-or-later
// EPUB 3.3, and as much of its media overlays as says when a text is said. META-INF/container.xml
// names the package document; its spine lists the documents, each with its overlay (SMIL).
//
// * A passage that an overlay names is a segment; of passages that are words sentences are made.
//   A block that none names is a segment without times, a heading if it is one.
// * Two languages: in one passage, by the languages of its elements or by script; in two with the
//   same span; or, where the book has it so throughout, in the block below, or above, one.
// * Without any times the text is a transcript.
// * Of several recordings one counts, with the documents that it says something of.
#include "format/epub.h"

#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/charset.h"
#include "format/epub_speech.h"
#include "format/readers.h"
#include "format/smil_par.h"
#include "format/xml.h"
#include "speech/script.h"

// Of other recordings so many are named.
#define OTHERS_SAID 5

// What writers of this program put before the names of metas.
#define OWN_META "earvoice:"

// A file of the book.
typedef struct {
    char *path, *overlay; // overlay: the id of an item, or NULL
    gboolean has_no_text; // the table of contents, a picture
    gboolean was_read;
} item;

typedef struct {
    archive *from;
    report *report;
    GHashTable *items;  // id to item
    GPtrArray *spine;   // item *, of `items`
    GArray *pars;       // smil_par, with whole paths
    GHashTable *locked; // paths, of what is encrypted
    gboolean font;      // the encryption that is being read is one of fonts
    gboolean has_times;
    gsize bytes; // of texts, read so far
    speech_builder *out;

    char *package_path;
    GString *title; // the one that is being read
    gboolean in_title;
} book;

int epub_probe(const char *head)
{
    (void)head;
    return 0;
}

// ---- files

// The path in the archive that `href` in the file `base` means; NULL: one outside of it.
static char *path_in(const char *base, const char *href)
{
    if (!href || strstr(href, "://"))
        return NULL;
    g_autofree char *folder = g_path_get_dirname(base);
    g_autofree char *root = g_strconcat("/", strcmp(folder, ".") == 0 ? "" : folder, NULL);
    g_autofree char *whole = g_canonicalize_filename(href, root);
    return whole[1] ? g_strdup(whole + 1) : NULL;
}

// Reads the file as text; FALSE if it is not there or of no use, which has been said.
static gboolean read_file(book *b, const char *path, charset_text *out)
{
    g_autoptr(GError) wrong = NULL;
    int64_t member = archive_find(b->from, path);
    report_file(b->report, path);
    if (member < 0 || g_hash_table_contains(b->locked, path)) {
        report_add(b->report, 0, "%s",
                   member < 0 ? _("the book names this file, but does not have it.")
                              : _("this file is locked against copying (DRM), so it was skipped: "
                                  "a book without a lock can be read."));
        return FALSE;
    }
    g_autoptr(GBytes) bytes = archive_read(b->from, member, &wrong);
    gboolean small = bytes && b->bytes + g_bytes_get_size(bytes) <= FILE_TEXT_MAX;
    if (bytes && small && charset_decode(bytes, NULL, out, &wrong)) {
        b->bytes += g_bytes_get_size(bytes);
        return TRUE;
    }
    report_add(b->report, 0, "%s",
               wrong ? wrong->message : _("The book has more text than can be read."));
    return FALSE;
}

// ---- the package document

static void free_item(gpointer data)
{
    item *i = data;
    g_free(i->path);
    g_free(i->overlay);
    g_free(i);
}

static void add_item(book *b, const xml_attributes *a)
{
    const char *id = xml_attribute(a, "id"), *href = xml_attribute(a, "href");
    const char *properties = xml_attribute(a, "properties");
    const char *type = xml_attribute(a, "media-type");
    g_autofree char *plain = href ? g_uri_unescape_segment(href, strchr(href, '#'), NULL) : NULL;
    g_autofree char *path = path_in(b->package_path, plain ? plain : href);
    if (!id || !path || g_hash_table_contains(b->items, id))
        return;
    item *added = g_new0(item, 1);
    added->path = g_steal_pointer(&path);
    added->overlay = g_strdup(xml_attribute(a, "media-overlay"));
    added->has_no_text =
        (properties && strstr(properties, "nav")) || (type && g_str_has_prefix(type, "image/"));
    g_hash_table_insert(b->items, g_strdup(id), added);
}

static void add_to_spine(book *b, const xml_attributes *a)
{
    const char *id = xml_attribute(a, "idref");
    item *found = id ? g_hash_table_lookup(b->items, id) : NULL;
    if (found && !found->has_no_text)
        g_ptr_array_add(b->spine, found);
}

static void add_own_meta(book *b, const xml_attributes *a)
{
    const char *name = xml_attribute(a, "name"), *value = xml_attribute(a, "content");
    if (name && value && g_str_has_prefix(name, OWN_META))
        speech_builder_meta(b->out, name + strlen(OWN_META), value);
}

static void start(void *data, const char *name, const xml_attributes *a)
{
    static const struct {
        const char *name;
        void (*read)(book *b, const xml_attributes *a);
    } rows[] = {{"item", add_item}, {"itemref", add_to_spine}, {"meta", add_own_meta}};
    book *b = data;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (strcmp(rows[i].name, name) == 0)
            rows[i].read(b, a);
    b->in_title = strcmp(a->element, "dc:title") == 0;
    g_string_truncate(b->title, 0);
}

static void text(void *data, const char *from, gsize length)
{
    book *b = data;
    if (b->in_title)
        g_string_append_len(b->title, from, (gssize)length);
}

static void end(void *data, const char *name)
{
    static const char *const keys[LANGUAGES] = {"title-zh", "title-en"};
    book *b = data;
    (void)name;
    g_strstrip(b->title->str);
    int side = b->in_title ? script_language(b->title->str, strlen(b->title->str)) : -1;
    if (side >= 0 && !speech_builder_has_meta(b->out, keys[side]))
        speech_builder_meta(b->out, keys[side], b->title->str);
    b->in_title = FALSE;
}

static void start_container(void *data, const char *name, const xml_attributes *a)
{
    book *b = data;
    const char *type = xml_attribute(a, "media-type");
    gboolean good = !type || strcmp(type, "application/oebps-package+xml") == 0;
    if (strcmp(name, "rootfile") == 0 && good && !b->package_path)
        b->package_path = path_in("", xml_attribute(a, "full-path"));
}

// Fonts are scrambled in books that anybody may read.
static void start_encryption(void *data, const char *name, const xml_attributes *a)
{
    static const char *const of_fonts[] = {"http://www.idpf.org/2008/embedding",
                                           "http://ns.adobe.com/pdf/enc#RC", NULL};
    book *b = data;
    const char *method = xml_attribute(a, "Algorithm"), *uri = xml_attribute(a, "URI");
    if (strcmp(name, "EncryptedData") == 0)
        b->font = FALSE;
    if (strcmp(name, "EncryptionMethod") == 0 && method)
        b->font = g_strv_contains(of_fonts, method);
    if (strcmp(name, "CipherReference") != 0 || b->font || !uri)
        return;
    g_autofree char *plain = g_uri_unescape_string(uri, NULL);
    char *path = path_in("", plain ? plain : uri);
    if (path)
        g_hash_table_add(b->locked, path);
}

static void read_encryption(book *b)
{
    static const xml_handler handler = {.start = start_encryption};
    static const char path[] = "META-INF/encryption.xml";
    charset_text file = {0};
    if (archive_find(b->from, path) >= 0 && read_file(b, path, &file))
        xml_read(file.text, file.size, &handler, b, NULL, b->report);
    charset_clear(&file);
}

static void read_package(book *b)
{
    static const xml_handler container = {.start = start_container};
    static const xml_handler package = {.start = start, .end = end, .text = text};
    charset_text file = {0};
    read_encryption(b);
    if (read_file(b, "META-INF/container.xml", &file))
        xml_read(file.text, file.size, &container, b, NULL, b->report);
    charset_clear(&file);
    if (b->package_path && read_file(b, b->package_path, &file))
        xml_read(file.text, file.size, &package, b, NULL, b->report);
    charset_clear(&file);
}

// ---- overlays

static void make_whole(char **path, const char *base)
{
    char *whole = path_in(base, *path);
    g_free(*path);
    *path = whole;
}

static void read_overlay(book *b, const item *document)
{
    item *overlay = document->overlay ? g_hash_table_lookup(b->items, document->overlay) : NULL;
    charset_text file = {0};
    if (!overlay || overlay->was_read)
        return;
    overlay->was_read = TRUE;
    if (!read_file(b, overlay->path, &file))
        return;
    g_autoptr(GArray) pars = smil_pars_read(file.text, file.size, b->report);
    charset_clear(&file);
    for (guint i = 0; i < pars->len; i++) {
        smil_par *p = &g_array_index(pars, smil_par, i);
        make_whole(&p->file, overlay->path);
        make_whole(&p->recording, overlay->path);
        g_array_append_val(b->pars, *p);
        *p = (smil_par){0};
    }
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void say_others(const book *b, const GPtrArray *recordings, const char *name,
                       const char *chosen)
{
    guint said = 0;
    for (guint i = 0; i < recordings->len && said < OTHERS_SAID; i++) {
        const char *other = g_ptr_array_index(recordings, i);
        if (strcmp(other, chosen) == 0)
            continue;
        g_autofree char *path = g_build_filename(name, other, NULL);
        report_add(b->report, 0, _("there is another recording in it: give %s to hear that."),
                   path);
        said++;
    }
    if (recordings->len > said + 1) // one is the chosen one
        report_add(b->report, 0, _("there are other recordings in it, too: %u."),
                   recordings->len - said - 1);
}

// Chooses one, and says which others there are.
static void choose_recording(book *b, const char *name, const char *wanted)
{
    g_autoptr(GHashTable) counts = smil_pars_count(b->pars);
    g_autoptr(GPtrArray) recordings = g_ptr_array_new_with_free_func(g_free);
    const char *used;
    gpointer count;
    GHashTableIter at;
    g_hash_table_iter_init(&at, counts);
    while (g_hash_table_iter_next(&at, (gpointer *)&used, &count))
        g_ptr_array_add(recordings, g_strdup(used));
    g_ptr_array_sort(recordings, compare_names);

    const char *best = smil_pars_choose(b->pars, wanted, NULL);
    b->has_times = best != NULL;
    report_file(b->report, name);
    if (best && archive_find(b->from, best) < 0)
        report_add(b->report, 0, _("its recording, %s, is not in it."), best);
    else if (best && g_hash_table_contains(b->locked, best))
        report_add(b->report, 0,
                   _("its recording, %s, is locked against copying (DRM), so it cannot be heard."),
                   best);
    else if (best)
        speech_builder_meta(b->out, "audio", best);
    say_others(b, recordings, name, best);
}

// ---- passages

// Puts a clip to the one of the same passage that ends where, or before, it begins.
static void prolong(smil_par *to, const smil_par *more)
{
    if (to->recording && more->recording && to->end_us != SMIL_OPEN && more->start_us >= to->end_us)
        to->end_us = more->end_us;
}

// By document, the places in it by their ids ("": all of it): numbers of pars + 1. A passage in
// several clips, one behind the other, is one.
static GHashTable *find_places(const book *b)
{
    GHashTable *all =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_hash_table_unref);
    int last = 0;
    for (guint i = 0; i < b->pars->len; i++) {
        smil_par *p = &g_array_index(b->pars, smil_par, i);
        const char *id = p->id ? p->id : "";
        if (!p->file)
            continue;
        GHashTable *places = g_hash_table_lookup(all, p->file);
        if (!places) {
            places = g_hash_table_new(g_str_hash, g_str_equal);
            g_hash_table_insert(all, p->file, places);
        }
        int there = GPOINTER_TO_INT(g_hash_table_lookup(places, id));
        if (!there)
            g_hash_table_insert(places, (char *)id, GINT_TO_POINTER(i + 1));
        else if (there == last)
            prolong(&g_array_index(b->pars, smil_par, there - 1), p);
        last = there ? there : (int)i + 1;
    }
    return all;
}

// Whether the recording says something of it.
static gboolean is_heard(const book *b, GHashTable *places)
{
    GHashTableIter at;
    gpointer place;
    g_hash_table_iter_init(&at, places);
    while (g_hash_table_iter_next(&at, NULL, &place))
        if (g_array_index(b->pars, smil_par, GPOINTER_TO_INT(place) - 1).recording)
            return TRUE;
    return FALSE;
}

// Of the places those that are heard and were not found.
static int count_missing(const book *b, GHashTable *all)
{
    GHashTableIter at, inner;
    gpointer places, id, place;
    int missing = 0;
    g_hash_table_iter_init(&at, all);
    while (g_hash_table_iter_next(&at, NULL, &places)) {
        g_hash_table_iter_init(&inner, places);
        while (g_hash_table_iter_next(&inner, &id, &place))
            missing += *(char *)id &&
                       g_array_index(b->pars, smil_par, GPOINTER_TO_INT(place) - 1).recording;
    }
    return missing;
}

// A clip of a whole document is one of its passage, if it has only one.
static void place_whole(GHashTable *places, GArray *passages, guint first)
{
    int whole = places ? GPOINTER_TO_INT(g_hash_table_lookup(places, "")) : 0;
    epub_passage *only =
        passages->len == first + 1 ? &g_array_index(passages, epub_passage, first) : NULL;
    if (whole && only && only->place < 0)
        only->place = whole - 1;
}

static void read_documents(book *b, const char *name, GArray *passages)
{
    g_autoptr(GHashTable) all = find_places(b), none = g_hash_table_new(NULL, NULL);
    int silent = 0;
    for (guint i = 0; i < b->spine->len; i++) {
        item *document = g_ptr_array_index(b->spine, i);
        GHashTable *places = g_hash_table_lookup(all, document->path);
        charset_text file = {0};
        if (document->was_read)
            continue;
        document->was_read = TRUE;
        if (b->has_times && !(places && is_heard(b, places))) {
            silent++;
            continue;
        }
        if (!read_file(b, document->path, &file)) {
            g_hash_table_remove(all, document->path);
            continue;
        }
        guint first = passages->len;
        epub_text_read(file.text, file.size, places ? places : none, passages, b->report);
        place_whole(places, passages, first);
        charset_clear(&file);
    }
    report_file(b->report, name);
    if (silent)
        report_add(b->report, 0, _("chapters that its recording does not say, left out: %d."),
                   silent);
    int missing = count_missing(b, all);
    if (missing)
        report_add(b->report, 0, _("clips of passages that the text does not have: %d."), missing);
}

static speech *read_speech(book *b, const char *name, const char *wanted, GError **error)
{
    g_autoptr(GArray) passages = epub_passages_new();
    for (guint i = 0; i < b->spine->len; i++)
        read_overlay(b, g_ptr_array_index(b->spine, i));
    choose_recording(b, name, wanted);
    read_documents(b, name, passages);
    if (!passages->len) {
        g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                            _("There is no text in this book."));
        return NULL;
    }
    return epub_speech(&(epub_said){passages, b->pars, b->out, b->report}, error);
}

speech *epub_read(archive *from, const char *name, const char *wanted, report *r, GError **error)
{
    g_autoptr(GHashTable) items = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_item);
    g_autoptr(GHashTable) locked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) spine = g_ptr_array_new();
    g_autoptr(GArray) pars = g_array_new(FALSE, FALSE, sizeof(smil_par));
    g_autoptr(GString) title = g_string_new(NULL);
    g_autoptr(speech_builder) out = speech_builder_new();
    g_array_set_clear_func(pars, smil_par_clear);
    book b = {.from = from,
              .report = r,
              .items = items,
              .locked = locked,
              .spine = spine,
              .pars = pars,
              .out = out,
              .title = title};
    read_package(&b);
    speech *s = read_speech(&b, name, wanted, error);
    g_free(b.package_path);
    return s;
}
