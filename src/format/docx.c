// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a Word document (ECMA-376, word/document.xml). Where most of it stands in a table
// with Chinese in one column and English in another, a row is a paragraph, and what stands above
// the table is a heading; there may be columns with times, too. Else its paragraphs are a
// transcript. Left out: hidden text, what was deleted or moved away while changes were recorded,
// readings above characters, and what repeats a picture for old programs.
#include <string.h>

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/readers.h"
#include "format/table.h"
#include "format/xml.h"
#include "speech/script.h"

typedef struct {
    GPtrArray *rows; // row *: of tables, and each paragraph outside of them, with one cell
    GArray *inside;  // gboolean, of each row: it is of a table
    GString *text;   // of the cell, or of the paragraph outside
    GString *cells;  // of the row
    guint count, continued;
    guint span; // columns of the cell
    int tables, paragraphs, runs, hidden;
    int vanished; // the run whose text is hidden, 1 …; 0: none is
    gboolean in_text;
} reader;

int docx_probe(const char *head)
{
    gboolean root = xml_root_is(head, "document") || xml_root_is(head, "package");
    return root && strstr(head, "wordprocessingml") ? 95 : 0;
}

// ---- cells and rows

static void add_cell(reader *x)
{
    g_strstrip(x->text->str);
    g_string_append(x->cells, x->text->str);
    g_string_append_c(x->cells, '\0');
    for (guint i = 1; i < x->span && i < ROW_COLUMNS_MAX; i++, x->count++)
        g_string_append_c(x->cells, '\0');
    x->count++;
    g_string_truncate(x->text, 0);
}

static void add_row(reader *x)
{
    row *w = row_new(0, x->cells, x->count);
    w->continued = x->continued;
    gboolean inside = x->tables > 0;
    g_ptr_array_add(x->rows, w);
    g_array_append_val(x->inside, inside);
    g_string_truncate(x->cells, 0);
    x->count = x->continued = 0;
    x->span = 1;
}

// ---- elements

static void start_table(reader *x, const xml_attributes *a)
{
    (void)a;
    x->tables++;
}

static void end_table(reader *x)
{
    x->tables--;
}

static void start_cell(reader *x, const xml_attributes *a)
{
    (void)a;
    if (x->tables == 1)
        x->span = 1;
}

static void end_cell(reader *x)
{
    if (x->tables == 1)
        add_cell(x);
}

static void end_row(reader *x)
{
    if (x->tables == 1)
        add_row(x);
}

static void start_span(reader *x, const xml_attributes *a)
{
    const char *columns = xml_attribute(a, "val");
    guint64 span = columns ? g_ascii_strtoull(columns, NULL, 10) : 1;
    if (x->tables == 1)
        x->span = (guint)CLAMP(span, 1, ROW_COLUMNS_MAX);
}

// Columns that a row leaves free at its beginning.
static void start_before(reader *x, const xml_attributes *a)
{
    const char *columns = xml_attribute(a, "val");
    guint64 free = columns ? g_ascii_strtoull(columns, NULL, 10) : 0;
    for (; x->tables == 1 && free && x->count < ROW_COLUMNS_MAX; free--, x->count++)
        g_string_append_c(x->cells, '\0');
}

static void start_merge(reader *x, const xml_attributes *a)
{
    const char *how = xml_attribute(a, "val");
    if (x->tables == 1 && x->count < ROW_COLUMNS_MAX && (!how || strcmp(how, "continue") == 0))
        x->continued |= 1u << x->count;
}

static void start_paragraph(reader *x, const xml_attributes *a)
{
    (void)a;
    x->paragraphs++;
}

// Inside of a cell, and of a text box in a paragraph, it is a line.
static void end_paragraph(reader *x)
{
    x->paragraphs--;
    if (x->tables == 0 && x->paragraphs == 0) {
        add_cell(x);
        add_row(x);
    } else if (x->text->len && x->text->str[x->text->len - 1] != '\n') {
        g_string_append_c(x->text, '\n');
    }
}

static void start_run(reader *x, const xml_attributes *a)
{
    (void)a;
    x->runs++;
}

static void end_run(reader *x)
{
    if (x->vanished == x->runs)
        x->vanished = 0;
    x->runs--;
}

// A property of the run that it is in.
static void start_vanish(reader *x, const xml_attributes *a)
{
    static const char *const no[] = {"0", "false", "off", NULL};
    const char *value = xml_attribute(a, "val");
    if (!x->vanished && !(value && g_strv_contains(no, value)))
        x->vanished = x->runs;
}

static void say(reader *x, const char *text, gsize length)
{
    if (!x->vanished)
        g_string_append_len(x->text, text, (gssize)length);
}

static void start_text(reader *x, const xml_attributes *a)
{
    (void)a;
    x->in_text = TRUE;
}

static void end_text(reader *x)
{
    x->in_text = FALSE;
}

static void start_break(reader *x, const xml_attributes *a)
{
    (void)a;
    say(x, "\n", 1);
}

static void start_tab(reader *x, const xml_attributes *a)
{
    (void)a;
    say(x, " ", 1);
}

static void start_hyphen(reader *x, const xml_attributes *a)
{
    (void)a;
    say(x, "-", 1);
}

typedef struct {
    const char *name;
    gboolean hidden; // with all that stands in it
    void (*start)(reader *x, const xml_attributes *a);
    void (*end)(reader *x);
} element_row;

// clang-format off
static const element_row elements[] = {
    {"t",             FALSE, start_text,      end_text},
    {"p",             FALSE, start_paragraph, end_paragraph},
    {"r",             FALSE, start_run,       end_run},
    {"vanish",        FALSE, start_vanish,    NULL},
    {"br",            FALSE, start_break,     NULL},
    {"cr",            FALSE, start_break,     NULL},
    {"tab",           FALSE, start_tab,       NULL},
    {"noBreakHyphen", FALSE, start_hyphen,    NULL},
    {"tbl",           FALSE, start_table,     end_table},
    {"tr",            FALSE, NULL,            end_row},
    {"tc",            FALSE, start_cell,      end_cell},
    {"gridSpan",      FALSE, start_span,      NULL},
    {"vMerge",        FALSE, start_merge,     NULL},
    {"gridBefore",    FALSE, start_before,    NULL},
    {"pPr",           TRUE,  NULL,            NULL},
    {"rPrChange",     TRUE,  NULL,            NULL},
    {"del",           TRUE,  NULL,            NULL},
    {"moveFrom",      TRUE,  NULL,            NULL},
    {"rt",            TRUE,  NULL,            NULL},
    {"Fallback",      TRUE,  NULL,            NULL},
};
// clang-format on

static const element_row *find(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(elements); i++)
        if (strcmp(elements[i].name, name) == 0)
            return &elements[i];
    return NULL;
}

static void start(void *data, const char *name, const xml_attributes *a)
{
    reader *x = data;
    const element_row *e = find(name);
    if (x->hidden || (e && e->hidden))
        x->hidden++;
    else if (e && e->start)
        e->start(x, a);
}

static void end(void *data, const char *name)
{
    reader *x = data;
    if (x->hidden) {
        x->hidden--;
        return;
    }
    const element_row *e = find(name);
    if (e && e->end)
        e->end(x);
}

static void text(void *data, const char *from, gsize length)
{
    reader *x = data;
    if (x->in_text && !x->hidden)
        say(x, from, length);
}

// ---- what it means

static gboolean is_inside(const reader *x, guint i)
{
    return g_array_index(x->inside, gboolean, i);
}

// Whether most of the text stands in two columns; then `c` are these, and the rows of tables are
// added to `of_tables`.
static gboolean is_table(const reader *x, row_columns *c, GPtrArray *of_tables)
{
    gsize inside = 0, outside = 0;
    for (guint i = 0; i < x->rows->len; i++) {
        const row *w = g_ptr_array_index(x->rows, i);
        *(is_inside(x, i) ? &inside : &outside) += row_bytes(w);
        if (is_inside(x, i))
            g_ptr_array_add(of_tables, g_ptr_array_index(x->rows, i));
    }
    *c = rows_columns(of_tables, G_MAXINT);
    return c->both > 0 && inside > outside;
}

// A cell that is one with the one above it: its row belongs to that above.
static gboolean goes_on(const row *w, const row_columns *c)
{
    for (int side = 0; side < LANGUAGES; side++)
        if (w->continued & 1u << c->columns[side])
            return TRUE;
    return FALSE;
}

static void append_line(GString *to, const char *cell)
{
    if (*cell && to->len)
        g_string_append_c(to, '\n');
    g_string_append(to, cell);
}

// The row `from` with those behind it that go on with it, as Chinese and English; `next` is the
// first one that does not.
static row *merged(const reader *x, guint from, const row_columns *c, guint *next)
{
    g_autoptr(GString) zh = g_string_new(NULL);
    g_autoptr(GString) en = g_string_new(NULL);
    for (*next = from; *next < x->rows->len; ++*next) {
        const row *w = g_ptr_array_index(x->rows, *next);
        if (*next > from && (!is_inside(x, *next) || !goes_on(w, c)))
            break;
        append_line(zh, row_cell(w, c->columns[LANGUAGE_ZH]));
        append_line(en, row_cell(w, c->columns[LANGUAGE_EN]));
    }
    g_string_append_c(zh, '\0');
    g_string_append_len(zh, en->str, (gssize)en->len + 1);
    return row_new(0, zh, LANGUAGES);
}

static void add_outside(const char *words, paragraph_kind kind, speech_builder *out)
{
    int side = script_language(words, strlen(words));
    segment g = {.start_us = TIME_NONE, .end_us = TIME_NONE, .confidence = -1, .text = {"", ""}};
    g.text[side >= 0 ? side : LANGUAGE_EN] = words;
    speech_builder_paragraph(out, kind);
    speech_builder_segment(out, &g);
}

// Whether the cells name the languages, as they do above each of several tables.
static gboolean is_languages(const row *w, const row_columns *c)
{
    for (int side = 0; side < LANGUAGES; side++)
        if (column_language(row_cell(w, c->columns[side])) != side)
            return FALSE;
    return TRUE;
}

static speech *read_table(const reader *x, const row_columns *c, report *r)
{
    static const row_columns two = {.columns = {0, 1}};
    g_autoptr(speech_builder) out = speech_builder_new();
    gboolean below = FALSE;
    int others = 0;
    for (guint i = 0, next; i < x->rows->len; i = next) {
        const row *w = g_ptr_array_index(x->rows, i);
        next = i + 1;
        if (!is_inside(x, i)) {
            if (*row_cell(w, 0))
                add_outside(row_cell(w, 0), below ? PARAGRAPH_BODY : PARAGRAPH_HEADING, out);
            continue;
        }
        g_autofree row *whole = merged(x, i, c, &next);
        if (!is_languages(w, c) && (below || !row_is_names(w, c)) && row_add(whole, &two, out))
            others += row_has_others(w, c);
        below = TRUE;
    }
    rows_report_others(r, others);
    return speech_builder_end(out);
}

// A table with times; NULL if it has none. What stands outside comes above or below all of it.
static speech *read_timed(const reader *x, const GPtrArray *of_tables, report *r)
{
    g_autoptr(speech_builder) out = speech_builder_new();
    guint i = 0;
    for (; i < x->rows->len && !is_inside(x, i); i++)
        if (*row_cell(g_ptr_array_index(x->rows, i), 0))
            add_outside(row_cell(g_ptr_array_index(x->rows, i), 0), PARAGRAPH_HEADING, out);
    if (!table_add_timed(of_tables, '\t', out, r))
        return NULL;
    for (; i < x->rows->len; i++)
        if (!is_inside(x, i) && *row_cell(g_ptr_array_index(x->rows, i), 0))
            add_outside(row_cell(g_ptr_array_index(x->rows, i), 0), PARAGRAPH_BODY, out);
    return speech_builder_end(out);
}

static speech *read_transcript(const reader *x, report *r, GError **error)
{
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint i = 0; i < x->rows->len; i++) {
        const row *w = g_ptr_array_index(x->rows, i);
        const char *cell = w->cells;
        for (guint k = 0; k < w->count; k++, cell += strlen(cell) + 1)
            if (*cell)
                g_string_append_printf(all, "%s\n\n", cell);
    }
    return transcript_read(all->str, all->len, r, error);
}

speech *docx_read(const char *from, gsize size, report *r, GError **error)
{
    static const xml_handler handler = {.start = start, .end = end, .text = text};
    reader x = {.rows = g_ptr_array_new_with_free_func(g_free),
                .inside = g_array_new(FALSE, FALSE, sizeof(gboolean)),
                .text = g_string_new(NULL),
                .cells = g_string_new(NULL)};
    xml_read(from, size, &handler, &x, NULL, r);
    row_columns c;
    g_autoptr(GPtrArray) of_tables = g_ptr_array_new();
    gboolean table = is_table(&x, &c, of_tables);
    speech *s = table ? read_timed(&x, of_tables, r) : read_transcript(&x, r, error);
    if (table && !s)
        s = read_table(&x, &c, r);
    g_ptr_array_unref(x.rows);
    g_array_unref(x.inside);
    g_string_free(x.text, TRUE);
    g_string_free(x.cells, TRUE);
    return s;
}
