// SPDX-License-Identifier: GPL-3.0-or-later
// A book of one document: a paragraph is a p, a segment a span with its two languages, and each
// has a par in the overlay; one without times has a par without sound, so that it stays a segment.
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/epub.h"
#include "format/span.h"
#include "format/xml.h"

#define XML       "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define MIME_TYPE "application/epub+zip"
// Says that the book is of this program; it stands near the beginning of the file.
#define OWN "<!-- written by earvoice -->"

#define CONTAINER                                                                                  \
    XML OWN                                                                                        \
        "\n"                                                                                       \
        "<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">"    \
        "\n<rootfiles>\n<rootfile full-path=\"book/package.opf\" "                                 \
        "media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n"

#define STYLE                                                                                      \
    "body { margin: 0 5%; line-height: 1.5; }\n"                                                   \
    "p { margin: 2em 0; }\n"                                                                       \
    "span.sentence { display: block; margin: 0.75em 0; }\n"                                        \
    "span.sentence > span, h1 > span { display: block; }\n"                                        \
    ".spoken { background-color: #ffeeb0; color: #000000; }\n"

// Sound that reading systems have to play (EPUB 3.3, 3.2), and other.
static const struct {
    gsize offset;
    const char *magic, *extension, *media_type;
    gboolean is_core;
} sounds[] = {
    {28, "OpusHead", "opus", "audio/ogg; codecs=opus", TRUE},
    {0, "ID3", "mp3", "audio/mpeg", TRUE},
    {0, "\377\373", "mp3", "audio/mpeg", TRUE},
    {0, "\377\372", "mp3", "audio/mpeg", TRUE},
    {0, "\377\363", "mp3", "audio/mpeg", TRUE},
    {0, "\377\362", "mp3", "audio/mpeg", TRUE},
    {0, "\377\343", "mp3", "audio/mpeg", TRUE},
    {0, "\377\342", "mp3", "audio/mpeg", TRUE},
    {4, "ftyp", "m4a", "audio/mp4", TRUE},
    {0, "OggS", "ogg", "audio/ogg", FALSE},
    {0, "fLaC", "flac", "audio/flac", FALSE},
    {0, "RIFF", "wav", "audio/wav", FALSE},
    {0, "\032\105\337\243", "mka", "audio/x-matroska", FALSE},
    {0, "", "bin", "application/octet-stream", FALSE},
};

typedef struct {
    const speech *s;
    GString *text, *overlay;
    int64_t sound_us;
    const char *sound; // the recording's name
} writer;

// ---- texts

static void append_side(GString *out, const segment *g, language side)
{
    const char *code = language_code(side);
    g_auto(GStrv) lines = g_strsplit(g->text[side], "\n", -1);
    g_string_append_printf(out, "<span lang=\"%s\" xml:lang=\"%s\">", code, code);
    for (char **one = lines; *one; one++) {
        g_string_append(out, one == lines ? "" : "<br/>");
        xml_append(out, *one);
    }
    g_string_append(out, "</span>");
}

static void append_sides(GString *out, const segment *g)
{
    gboolean two = *g->text[LANGUAGE_ZH] && *g->text[LANGUAGE_EN];
    if (*g->text[LANGUAGE_ZH])
        append_side(out, g, LANGUAGE_ZH);
    g_string_append(out, two ? "\n" : "");
    if (*g->text[LANGUAGE_EN])
        append_side(out, g, LANGUAGE_EN);
}

static void write_par(writer *w, const segment *g, const char *id)
{
    char start[TIMECODE_SIZE], end[TIMECODE_SIZE];
    g_string_append_printf(w->overlay, "<par>\n<text src=\"speech.xhtml#%s\"/>\n", id);
    if (g->start_us != TIME_NONE) {
        span_format(g->start_us, g->end_us, '.', start, end);
        g_string_append_printf(w->overlay, "<audio src=\"%s\" clipBegin=\"%s\" clipEnd=\"%s\"/>\n",
                               w->sound, start, end);
        w->sound_us += g->end_us - g->start_us;
    }
    g_string_append(w->overlay, "</par>\n");
}

static void write_paragraph(writer *w, int index)
{
    const paragraph *p = speech_paragraph(w->s, index);
    gboolean heading = p->kind == PARAGRAPH_HEADING;
    g_string_append(w->text, heading ? "" : "<p>\n");
    for (int i = 0; i < p->count; i++) {
        const segment *g = speech_segment(w->s, p->first + i);
        g_autofree char *id = g_strdup_printf("s%d-%d", index + 1, i + 1);
        if (!segment_has_text(g))
            continue;
        g_string_append_printf(
            w->text, heading ? "<h1 id=\"%s\">" : "<span id=\"%s\" class=\"sentence\">", id);
        append_sides(w->text, g);
        g_string_append(w->text, heading ? "</h1>\n" : "</span>\n");
        // A heading is one without it, too.
        if (!heading || g->start_us != TIME_NONE)
            write_par(w, g, id);
    }
    g_string_append(w->text, heading ? "" : "</p>\n");
}

// NULL: nothing of it can stand in XML.
static const char *title_at(const speech *s, const char *key)
{
    const char *title = speech_meta(s, key);
    g_autoptr(GString) out = g_string_new(NULL);
    if (title)
        xml_append(out, title);
    return *g_strstrip(out->str) ? title : NULL;
}

static const char *title_of(const speech *s)
{
    static const char *const keys[] = {"title", "title-zh", "title-en"};
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        if (title_at(s, keys[i]))
            return title_at(s, keys[i]);
    return "speech";
}

static void begin_page(const speech *s, GString *out, const char *more)
{
    gboolean zh = speech_has_language(s, LANGUAGE_ZH);
    const char *code = language_code(zh ? LANGUAGE_ZH : LANGUAGE_EN);
    g_string_append_printf(out,
                           XML "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" "
                               "xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"%s\" "
                               "xml:lang=\"%s\">\n<head>\n<meta charset=\"UTF-8\"/>\n<title>",
                           code, code);
    xml_append(out, title_of(s));
    g_string_append_printf(out, "</title>\n%s</head>\n<body>\n", more);
}

static void write_texts(writer *w)
{
    begin_page(w->s, w->text, "<link rel=\"stylesheet\" type=\"text/css\" href=\"speech.css\"/>\n");
    g_string_append(w->overlay, XML "<smil xmlns=\"http://www.w3.org/ns/SMIL\" version=\"3.0\">\n"
                                    "<body>\n");
    for (int i = 0; i < speech_paragraph_count(w->s); i++)
        write_paragraph(w, i);
    g_string_append(w->text, "</body>\n</html>\n");
    g_string_append(w->overlay, "</body>\n</smil>\n");
}

static char *contents_of(const speech *s)
{
    GString *out = g_string_new(NULL);
    begin_page(s, out, "");
    g_string_append(out, "<nav epub:type=\"toc\" id=\"toc\">\n<ol>\n<li><a href=\"speech.xhtml\">");
    xml_append(out, title_of(s));
    g_string_append(out, "</a></li>\n</ol>\n</nav>\n</body>\n</html>\n");
    return g_string_free(out, FALSE);
}

// ---- the package document

static void append_titles(const speech *s, GString *out)
{
    static const char *const keys[LANGUAGES] = {"title-zh", "title-en"};
    int count = 0;
    for (int side = 0; side < LANGUAGES; side++) {
        const char *title = title_at(s, keys[side]);
        if (!title)
            continue;
        g_string_append_printf(out, "<dc:title xml:lang=\"%s\">", language_code(side));
        xml_append(out, title);
        g_string_append(out, "</dc:title>\n");
        count++;
    }
    if (count)
        return;
    g_string_append(out, "<dc:title>");
    xml_append(out, title_of(s));
    g_string_append(out, "</dc:title>\n");
}

static void append_metas(const speech *s, GString *out)
{
    const char *key, *value;
    for (int i = 0; speech_meta_at(s, i, &key, &value); i++) {
        if (strcmp(key, "audio") == 0)
            continue;
        g_string_append(out, "<meta name=\"earvoice:");
        xml_append(out, key);
        g_string_append(out, "\" content=\"");
        xml_append(out, value);
        g_string_append(out, "\"/>\n");
    }
}

// `changed_s`: when the file was, as the file system has it.
static char *package_of(const writer *w, const char *media_type, int64_t changed_s)
{
    char length[TIMECODE_SIZE];
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, w->text->str, -1);
    g_autoptr(GDateTime) day = g_date_time_new_from_unix_utc(MAX(changed_s, 0));
    g_autofree char *changed = g_date_time_format(day, "%Y-%m-%dT%H:%M:%SZ");
    GString *out = g_string_new(XML);
    timecode_format_cue(length, MIN(w->sound_us, TIME_MAX), '.');
    g_string_append_printf(out,
                           "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" "
                           "unique-identifier=\"id\">\n"
                           "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
                           "<dc:identifier id=\"id\">earvoice-%s</dc:identifier>\n",
                           sum);
    append_titles(w->s, out);
    for (language side = LANGUAGE_ZH; side <= LANGUAGE_EN; side++)
        if (speech_has_language(w->s, side))
            g_string_append_printf(out, "<dc:language>%s</dc:language>\n", language_code(side));
    g_string_append_printf(out,
                           "<meta property=\"dcterms:modified\">%s</meta>\n"
                           "<meta property=\"media:duration\">%s</meta>\n"
                           "<meta property=\"media:duration\" refines=\"#overlay\">%s</meta>\n"
                           "<meta property=\"media:active-class\">spoken</meta>\n",
                           changed, length, length);
    append_metas(w->s, out);
    g_string_append_printf(
        out,
        "</metadata>\n<manifest>\n"
        "<item id=\"contents\" href=\"contents.xhtml\" media-type=\"application/xhtml+xml\" "
        "properties=\"nav\"/>\n"
        "<item id=\"speech\" href=\"speech.xhtml\" media-type=\"application/xhtml+xml\" "
        "media-overlay=\"overlay\"/>\n"
        "<item id=\"style\" href=\"speech.css\" media-type=\"text/css\"/>\n"
        "<item id=\"overlay\" href=\"speech.smil\" media-type=\"application/smil+xml\"/>\n"
        "<item id=\"sound\" href=\"%s\" media-type=\"%s\"/>\n"
        "</manifest>\n<spine>\n<itemref idref=\"speech\"/>\n</spine>\n</package>\n",
        w->sound, media_type);
    return g_string_free(out, FALSE);
}

// ---- the recording

static gsize kind_of_sound(int fd)
{
    char head[64] = {0};
    gssize got = pread(fd, head, sizeof head, 0);
    for (gsize i = 0;; i++) {
        gsize length = strlen(sounds[i].magic);
        if (!length || ((gsize)MAX(got, 0) >= sounds[i].offset + length &&
                        memcmp(head + sounds[i].offset, sounds[i].magic, length) == 0))
            return i;
    }
}

// ---- the book

gboolean epub_write(const speech *s, const char *recording, int fd, report *r, GError **error)
{
    int sound = file_open(recording, NULL, error);
    if (sound < 0)
        return FALSE;
    gsize kind = kind_of_sound(sound);
    if (!sounds[kind].is_core)
        report_add(r, 0,
                   _("not every program for books plays such a recording: MP3, AAC in MP4 and Opus "
                     "are safe."));
    g_autofree char *name = g_strdup_printf("speech.%s", sounds[kind].extension);
    g_autofree char *sound_path = g_strdup_printf("book/%s", name);
    g_autoptr(GString) text = g_string_new(NULL), overlay = g_string_new(NULL);
    writer w = {s, text, overlay, 0, name};
    write_texts(&w);
    struct stat made = {0};
    fstat(fd, &made);
    g_autofree char *package = package_of(&w, sounds[kind].media_type, made.st_mtime);
    g_autofree char *contents = contents_of(s);
    const archive_member members[] = {
        {"mimetype", MIME_TYPE, -1, TRUE},
        {"META-INF/container.xml", CONTAINER, -1, TRUE},
        {"book/package.opf", package, -1, FALSE},
        {"book/contents.xhtml", contents, -1, FALSE},
        {"book/speech.xhtml", text->str, -1, FALSE},
        {"book/speech.css", STYLE, -1, FALSE},
        {"book/speech.smil", overlay->str, -1, FALSE},
        {sound_path, NULL, sound, TRUE},
    };
    gboolean good = archive_write(fd, members, G_N_ELEMENTS(members), error);
    close(sound);
    return good;
}

gboolean epub_is_own(GBytes *head)
{
    gsize size;
    const char *data = g_bytes_get_data(head, &size);
    return memmem(data, size, MIME_TYPE, strlen(MIME_TYPE)) && memmem(data, size, OWN, strlen(OWN));
}
