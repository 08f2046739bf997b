// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/recogniser.h"

#include <gio/gio.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/error.h"

#define PROGRAM "whisper-cli"

static heard *read_file(const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = file_read(path, FILE_TEXT_MAX, error);
    gsize size;
    const char *text = bytes ? g_bytes_get_data(bytes, &size) : NULL;
    heard *h = text ? heard_read(text, size, error) : NULL;
    if (text && !h)
        g_prefix_error(error, "%s: ", path);
    return h;
}

// Its lines with times go to standard output; nothing is written to disk.
static char *run(const char *recording, const char *spoken, const char *model, GError **error)
{
    g_autofree char *absolute = g_canonicalize_filename(recording, NULL);
    const char *const command[] = {PROGRAM, "-m",   model, "-l", spoken,   "-ml",
                                   "1",     "-sow", "-np", "-f", absolute, NULL};
    g_autoptr(GSubprocess) process =
        g_subprocess_newv(command, G_SUBPROCESS_FLAGS_STDOUT_PIPE, error);
    g_autoptr(GBytes) said = NULL;
    if (!process || !g_subprocess_communicate(process, NULL, NULL, &said, NULL, error))
        return NULL;
    if (!g_subprocess_get_successful(process)) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_IO,
                    _("%s failed: what it says stands above."), PROGRAM);
        return NULL;
    }
    gsize size;
    const char *text = g_bytes_get_data(said, &size);
    return g_strndup(text ? text : "", size);
}

heard *recogniser_hear(const char *asr, const char *recording, const char *spoken,
                       const char *model, GError **error)
{
    if (strcmp(asr, "auto") != 0)
        return read_file(asr, error);
    model = model ? model : g_getenv("EARVOICE_ASR_MODEL");
    g_autofree char *program = g_find_program_in_path(PROGRAM);
    if (!model || !program) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                    program ? _("Name the model that %s uses: --asr-model FILE.")
                            : _("%s is not on the PATH: install whisper.cpp, or give what a "
                                "recogniser wrote, as --asr FILE."),
                    PROGRAM);
        return NULL;
    }
    g_autofree char *text = run(recording, spoken, model, error);
    return text ? heard_read(text, strlen(text), error) : NULL;
}
