// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/align_batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/error.h"

// Columns of the manifest.
enum { RECORDING, TEXT, OUTPUT, SPOKEN, SPLIT, COLUMNS };

typedef struct {
    guint number, count; // of every `count` jobs, the `number`-th: 1 …
} share;

static gboolean parse_part(const char *part, share *out, GError **error)
{
    char end;
    *out = (share){1, 1};
    if (!part || (sscanf(part, "%u/%u%c", &out->number, &out->count, &end) == 2 &&
                  out->number >= 1 && out->number <= out->count))
        return TRUE;
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                _("--part is a number of a number of parts, as 2/8, not %s."), part);
    return FALSE;
}

static const char *column(char **columns, guint count, int which)
{
    return (guint)which < count && *columns[which] ? columns[which] : NULL;
}

static void fail(align_outcome *o, guint line)
{
    o->code = EXIT_DATA;
    o->error =
        g_error_new(EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                    _("line %u of the manifest is not: recording, tab, text, tab, output."), line);
}

static exit_code run_line(char **columns, guint line, const align_job *usual)
{
    guint count = g_strv_length(columns);
    char *files[] = {columns[0], count > TEXT ? columns[TEXT] : NULL, NULL};
    align_job job = *usual;
    job.files = files;
    job.output = column(columns, count, OUTPUT);
    job.spoken = column(columns, count, SPOKEN) ? column(columns, count, SPOKEN) : usual->spoken;
    job.split = column(columns, count, SPLIT) ? column(columns, count, SPLIT) : usual->split;
    g_auto(align_outcome) o = {0};
    if (!column(columns, count, TEXT) || !job.output)
        fail(&o, line);
    else if (!job.force && g_file_test(job.output, G_FILE_TEST_EXISTS))
        o.skipped = TRUE;
    else
        o = align_job_run(&job);
    char *json = align_outcome_json(&job, &o, FALSE);
    puts(json);
    fflush(stdout);
    free(json);
    return o.code;
}

// How bad an exit code is.
static int badness(exit_code code)
{
    return code == EXIT_GOOD ? 0 : code == EXIT_DOUBT ? 1 : 2;
}

int align_batch(const char *manifest, const char *part, const align_job *usual)
{
    share own;
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = NULL;
    if (!parse_part(part, &own, &error) || !(bytes = file_read(manifest, FILE_TEXT_MAX, &error)))
        return show_error(error);
    g_auto(GStrv) lines = g_strsplit(g_bytes_get_data(bytes, NULL), "\n", -1);
    exit_code worst = EXIT_GOOD;
    guint jobs = 0;
    for (guint i = 0; lines[i]; i++) {
        g_strchomp(lines[i]);
        if (!*lines[i] || *lines[i] == '#' || jobs++ % own.count != own.number - 1)
            continue;
        g_auto(GStrv) columns = g_strsplit(lines[i], "\t", COLUMNS);
        exit_code code = run_line(columns, i + 1, usual);
        if (badness(code) > badness(worst))
            worst = code == EXIT_DOUBT ? EXIT_DOUBT : EXIT_DATA;
    }
    return worst;
}
