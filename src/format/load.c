// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/load.h"

#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/embedded.h"
#include "earvoice/error.h"
#include "earvoice/format.h"
#include "format/beside.h"
#include "format/charset.h"
#include "format/one_language.h"
#include "format/package.h"
#include "format/pair.h"
#include "format/readers.h"
#include "format/recognise.h"
#include "format/rolling.h"
#include "format/sniff.h"
#include "format/transcript.h"
#include "speech/script.h"

#define HEAD_SIZE (64 * 1024)
// So many segments tell whether languages are swapped.
#define SWAPPED_LOOKED_AT 200

typedef struct {
    loaded_file *file;
    speech *speech;
    gboolean inside; // the recording that it names lies inside of the file
} text_file;

typedef struct {
    loaded *out;
    load_options options;
    GArray *texts[LOAD_TIMES + 1]; // text_file, by role
} loader;

static void free_file(gpointer data)
{
    loaded_file *f = data;
    g_free(f->path);
    g_free(f->encoding);
    g_free(f);
}

void loaded_clear(loaded *l)
{
    g_clear_pointer(&l->speech, speech_unref);
    g_clear_pointer(&l->recording, g_free);
    g_clear_pointer(&l->files, g_ptr_array_unref);
    g_clear_pointer(&l->report, report_free);
}

static loaded_file *note_file(loader *l, const char *path, load_role role, gboolean found)
{
    loaded_file *f = g_new0(loaded_file, 1);
    f->path = g_strdup(path);
    f->format = "recording";
    f->role = role;
    f->found = found;
    g_ptr_array_add(l->out->files, f);
    return f;
}

static gboolean set_recording(loader *l, const char *path, gboolean found, GError **error)
{
    if (l->out->recording) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                    _("%s and %s are both recordings: give one of them."), l->out->recording, path);
        return FALSE;
    }
    l->out->recording = g_strdup(path);
    note_file(l, path, LOAD_RECORDING, found);
    return TRUE;
}

static void report_encoding(report *r, const charset_text *text)
{
    if (text->guessed || !g_str_has_prefix(text->encoding, "UTF-"))
        report_add(r, 0, _("the text is not UTF-8; it was read as %s."), text->encoding);
    if (text->replaced)
        report_add(r, 0, _("places that are damaged, or not in this encoding: %d."),
                   text->replaced);
}

static load_role role_of(const format *f)
{
    static const load_role roles[] = {[FORMAT_TIMED] = LOAD_TIMED,
                                      [FORMAT_TRANSCRIPT] = LOAD_TRANSCRIPT,
                                      [FORMAT_TIMES] = LOAD_TIMES};
    return roles[f->kind];
}

// Takes `s`, which was read from the file `path`. Returns what it is to the speech.
static text_file *take_text(loader *l, const format *f, speech *s, const char *path, gboolean found)
{
    loaded_file *file = note_file(l, path, role_of(f), found);
    file->format = f->name;
    s = rolling_settle(one_language_settle(s, path), l->out->report);
    text_file added = {file, s, FALSE};
    g_array_append_val(l->texts[file->role], added);
    return &g_array_index(l->texts[file->role], text_file, l->texts[file->role]->len - 1);
}

// Reads `bytes`, which are of the file `path`, as `name` in what is said of them.
static gboolean read_content(loader *l, GBytes *bytes, const char *path, const char *name,
                             gboolean found, const char *encoding, GError **error)
{
    charset_text text = {0};
    if (!charset_decode(bytes, encoding, &text, error))
        return FALSE;
    report_file(l->out->report, name);
    report_encoding(l->out->report, &text);
    const format *f = recognise(text.text, text.size);
    gboolean by_line = f && f->read == transcript_read && l->options.lines;
    speech *s = by_line ? transcript_read_lines(text.text, text.size, l->out->report, error)
                : f     ? f->read(text.text, text.size, l->out->report, error)
                        : NULL;
    if (s)
        take_text(l, f, s, path, found)->file->encoding = g_strdup(text.encoding);
    else if (f)
        g_prefix_error(error, "%s: ", path);
    else
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                    _("%s holds no text of a speech that this program knows."), path);
    charset_clear(&text);
    return s != NULL;
}

static gboolean refuse_empty(const char *path, GError **error)
{
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT, _("%s is empty."), path);
    return FALSE;
}

static gboolean refuse_kind(const char *path, const char *what, GError **error)
{
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                _("%s is %s, neither a recording nor a text file."), path, what);
    return FALSE;
}

// A stream is read once, so that only a text can be one.
static gboolean add_stream(loader *l, const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = file_read_stream(path, FILE_TEXT_MAX, error);
    if (!bytes)
        return FALSE;
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size), *what = NULL;
    if (!size)
        return refuse_empty(path, error);
    sniff_kind kind = sniff(data, MIN(size, HEAD_SIZE), &what);
    if (kind == SNIFF_OTHER)
        return refuse_kind(path, what, error);
    if (kind != SNIFF_TEXT) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                    _("%s is no text: give recordings and books as files."), path);
        return FALSE;
    }
    g_autofree char *name = g_path_get_basename(path);
    return read_content(l, bytes, path, name, FALSE, l->options.encoding, error);
}

static gboolean read_text(loader *l, const char *path, gboolean found, GError **error)
{
    g_autoptr(GBytes) bytes = file_read(path, FILE_TEXT_MAX, error);
    g_autofree char *name = g_path_get_basename(path);
    return bytes && read_content(l, bytes, path, name, found, l->options.encoding, error);
}

// Of the recordings in the document `path` the one that was given; NULL: none of them was.
static const char *wanted_in(const loader *l, const char *path)
{
    const char *recording = l->out->recording;
    gsize length = strlen(path);
    gboolean inside =
        recording && strncmp(recording, path, length) == 0 && recording[length] == '/';
    return inside ? recording + length + 1 : NULL;
}

static gboolean read_package(loader *l, const char *path, gboolean found, GError **error)
{
    int fd = file_open(path, NULL, error);
    if (fd < 0)
        return FALSE;
    g_autofree char *name = g_path_get_basename(path);
    g_autoptr(archive) from = archive_open(fd, error);
    package_content inside = {0};
    report_file(l->out->report, name);
    if (!from || !package_read(from, name, wanted_in(l, path), l->out->report, &inside, error)) {
        g_prefix_error(error, "%s: ", path);
        return FALSE;
    }
    if (inside.speech) {
        take_text(l, inside.format, inside.speech, path, found)->inside = TRUE;
        return TRUE;
    }
    g_autoptr(GBytes) text = inside.text;
    return read_content(l, text, path, name, found, NULL, error); // its character set is known
}

static gboolean add_file(loader *l, const char *path, gboolean found, GError **error)
{
    if (!found && file_is_stream(path))
        return add_stream(l, path, error);
    g_autoptr(GBytes) head = file_read_head(path, HEAD_SIZE, error);
    if (!head)
        return FALSE;
    gsize size;
    const char *data = g_bytes_get_data(head, &size), *what;
    if (!size)
        return refuse_empty(path, error);
    sniff_kind kind = sniff(data, size, &what);
    switch (kind) {
    case SNIFF_RECORDING:
        return set_recording(l, path, found, error);
    case SNIFF_TEXT:
        return read_text(l, path, found, error);
    case SNIFF_PACKAGE:
        return read_package(l, path, found, error);
    case SNIFF_OTHER:
        break;
    }
    return refuse_kind(path, what, error);
}

static gboolean is_recording(const char *path)
{
    g_autoptr(GBytes) head = file_read_head(path, HEAD_SIZE, NULL);
    gsize size = 0;
    const char *data = head ? g_bytes_get_data(head, &size) : NULL;
    return size > 0 && sniff(data, size, NULL) == SNIFF_RECORDING;
}

// What is found beside and of no use is no error: the user did not ask for it.
static void find_texts(loader *l)
{
    g_autoptr(GPtrArray) found = beside_recording(l->out->recording);
    for (guint i = 0; i < found->len; i++) {
        const char *path = g_ptr_array_index(found, i);
        g_autoptr(GError) error = NULL;
        if (is_recording(path) || add_file(l, path, TRUE, &error))
            continue;
        report_file(l->out->report, NULL);
        report_add(l->out->report, 0, "%s", error->message);
    }
}

static const text_file *text_at(const loader *l, load_role role, guint index)
{
    return index < l->texts[role]->len ? &g_array_index(l->texts[role], text_file, index) : NULL;
}

// By the name in the file.
static gboolean find_named_recording(loader *l)
{
    const text_file *t = text_at(l, LOAD_TIMED, 0);
    const char *name = t ? speech_meta(t->speech, "audio") : NULL;
    if (!name)
        return FALSE;
    g_autofree char *path =
        t->inside ? g_build_filename(t->file->path, name, NULL) : beside_named(t->file->path, name);
    if (path && (t->inside || is_recording(path)))
        return set_recording(l, path, !t->inside, NULL);
    g_autofree char *text_name = g_path_get_basename(t->file->path);
    report_file(l->out->report, text_name);
    report_add(l->out->report, 0, _("its recording, %s, is not in the folder of the file."), name);
    return FALSE;
}

static void find_recording(loader *l)
{
    if (text_at(l, LOAD_TIMED, 0) && file_is_stream(text_at(l, LOAD_TIMED, 0)->file->path))
        return;
    if (find_named_recording(l))
        return;
    for (load_role role = LOAD_TIMED; role <= LOAD_TIMES; role++)
        for (guint i = 0; i < l->texts[role]->len; i++) {
            g_autoptr(GPtrArray) found = beside_text(text_at(l, role, i)->file->path);
            for (guint k = 0; k < found->len; k++)
                if (is_recording(g_ptr_array_index(found, k))) {
                    set_recording(l, g_ptr_array_index(found, k), TRUE, NULL);
                    return;
                }
        }
}

// Whether a text with times has been found that the language of `t` is still missing in.
static gboolean is_needed(const loader *l, const text_file *t)
{
    int side = one_language_of(t->speech, NULL);
    for (guint i = 0; i + 1 < l->texts[LOAD_TIMED]->len; i++) {
        int other = one_language_of(text_at(l, LOAD_TIMED, i)->speech, NULL);
        if (other < 0 || side < 0 || other == side)
            return FALSE;
    }
    return TRUE;
}

// Of the texts inside of the recording a whole one, or one in each language; chapters if there are
// no others.
static void find_embedded(loader *l)
{
    g_autofree char *base = g_path_get_basename(l->out->recording);
    report_file(l->out->report, base);
    g_autoptr(GPtrArray) texts = embedded_texts(l->out->recording, l->out->report, NULL);
    GArray *timed = l->texts[LOAD_TIMED];
    embedded_kind kind = EMBEDDED_FILE;
    for (guint i = 0; texts && i < texts->len; i++) {
        const embedded_text *t = g_ptr_array_index(texts, i);
        if (timed->len && t->kind != kind)
            break;
        kind = t->kind;
        g_autofree char *name = g_strdup_printf("%s (%s)", base, t->name);
        guint count = timed->len;
        if (!read_content(l, t->text, l->out->recording, name, TRUE, NULL, NULL) ||
            timed->len == count)
            continue;
        if (!is_needed(l, text_at(l, LOAD_TIMED, count))) {
            report_add(l->out->report, 0, _("it was not used, because there is another text."));
            g_array_set_size(timed, count);
        }
    }
    report_file(l->out->report, NULL);
}

// The one text of the role, or the two of it put together; NULL with `error` if they cannot be.
static speech *join_texts(const loader *l, load_role role, GError **error)
{
    const text_file *one = text_at(l, role, 0), *other = text_at(l, role, 1);
    if (!other)
        return speech_ref(one->speech);
    int left = one_language_of(one->speech, one->file->path);
    int right = one_language_of(other->speech, other->file->path);
    if (l->texts[role]->len > 2 || role == LOAD_TIMES || left < 0 || right < 0 || left == right) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                    _("%s and %s do not go together: give one text, or one in Chinese and one in "
                      "English."),
                    one->file->path, other->file->path);
        return NULL;
    }
    const text_file *zh_file = left == LANGUAGE_ZH ? one : other;
    const text_file *en_file = left == LANGUAGE_ZH ? other : one;
    g_autoptr(speech) zh = one_language_fold(zh_file->speech, LANGUAGE_ZH);
    g_autoptr(speech) en = one_language_fold(en_file->speech, LANGUAGE_EN);
    if (role == LOAD_TRANSCRIPT)
        return pair_transcripts(zh, en, l->out->report);
    report_file(l->out->report, NULL);
    l->out->unkept = format_kept_count(zh) + format_kept_count(en);
    return pair_files_by_time(zh, en, l->out->report);
}

static void report_unused(const loader *l)
{
    for (load_role role = LOAD_TRANSCRIPT; role <= LOAD_TIMES; role++)
        for (guint i = 0; i < l->texts[role]->len; i++) {
            g_autofree char *name = g_path_get_basename(text_at(l, role, i)->file->path);
            report_file(l->out->report, name);
            report_add(l->out->report, 0,
                       _("it was not used, because another file has both text and times."));
        }
}

static speech *join_times(const loader *l, GError **error)
{
    g_autoptr(speech) times = join_texts(l, LOAD_TIMES, error);
    if (!times)
        return NULL;
    const text_file *file = text_at(l, LOAD_TIMES, 0);
    if (!text_at(l, LOAD_TRANSCRIPT, 0)) {
        if (speech_has_language(times, LANGUAGE_ZH) || speech_has_language(times, LANGUAGE_EN))
            return g_steal_pointer(&times);
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                    _("%s has times but no text: give the text of the speech, too."),
                    file->file->path);
        return NULL;
    }
    g_autoptr(speech) transcript = join_texts(l, LOAD_TRANSCRIPT, error);
    if (!transcript)
        return NULL;
    g_autofree char *name = g_path_get_basename(file->file->path);
    report_file(l->out->report, name);
    l->out->unkept = format_kept_count(times);
    speech *s = pair_times(times, transcript, l->out->report, error);
    if (!s)
        g_prefix_error(error, "%s: ", file->file->path);
    return s;
}

// Where the file itself says which language is which, it may say it wrongly.
static void report_swapped(const speech *s, report *r)
{
    int sides = 0, wrong = 0, count = speech_segment_count(s);
    for (int i = 0; i < count; i += 1 + count / SWAPPED_LOOKED_AT)
        for (int side = 0; side < LANGUAGES; side++) {
            const char *text = speech_segment(s, i)->text[side];
            int is = script_language(text, strlen(text));
            sides += is >= 0;
            wrong += is >= 0 && is != side;
        }
    if (wrong * 2 > sides)
        report_add(r, 0,
                   _("its Chinese seems to be English and the other way round: earvoice convert "
                     "--swap puts that right."));
}

static gboolean join_all(loader *l, GError **error)
{
    if (text_at(l, LOAD_TIMED, 0)) {
        l->out->speech = join_texts(l, LOAD_TIMED, error);
        report_unused(l);
    } else if (text_at(l, LOAD_TIMES, 0)) {
        l->out->speech = join_times(l, error);
    } else if (text_at(l, LOAD_TRANSCRIPT, 0)) {
        l->out->speech = join_texts(l, LOAD_TRANSCRIPT, error);
    } else {
        return TRUE;
    }
    report_file(l->out->report, NULL);
    if (l->out->speech)
        report_swapped(l->out->speech, l->out->report);
    return l->out->speech != NULL;
}

static gboolean has_text(const loader *l)
{
    return text_at(l, LOAD_TIMED, 0) || text_at(l, LOAD_TRANSCRIPT, 0) || text_at(l, LOAD_TIMES, 0);
}

static gboolean load_all(loader *l, const char *const *paths, GError **error)
{
    // Which recording of a book is wanted has to be known when the book is read.
    for (int inside = 1; inside >= 0; inside--)
        for (const char *const *path = paths; *path; path++) {
            g_autofree char *book = archive_of_path(*path);
            if ((book != NULL) == inside && !add_file(l, *path, FALSE, error))
                return FALSE;
        }
    if (l->out->recording && !has_text(l))
        find_texts(l);
    else if (!l->out->recording)
        find_recording(l);
    if (l->out->recording && !has_text(l))
        find_embedded(l);
    return join_all(l, error);
}

static void clear_text(gpointer data)
{
    speech_unref(((text_file *)data)->speech);
}

gboolean load_files(const char *const *paths, const load_options *options, loaded *out,
                    GError **error)
{
    g_assert(*paths);
    *out = (loaded){.files = g_ptr_array_new_with_free_func(free_file), .report = report_new()};
    loader l = {.out = out};
    if (options)
        l.options = *options;
    for (int role = 0; role <= LOAD_TIMES; role++) {
        l.texts[role] = g_array_new(FALSE, FALSE, sizeof(text_file));
        g_array_set_clear_func(l.texts[role], clear_text);
    }
    gboolean good = load_all(&l, paths, error);
    for (int role = 0; role <= LOAD_TIMES; role++)
        g_array_unref(l.texts[role]);
    return good;
}
