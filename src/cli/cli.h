// SPDX-License-Identifier: GPL-3.0-or-later
// The program's subcommands: a file and a row each.
#pragma once

#include <glib.h>

#include "app/settings.h"
#include "earvoice/load.h"

// What the program returns.
typedef enum {
    EXIT_GOOD = 0,
    EXIT_DATA = 1,  // a file, a device
    EXIT_USAGE = 2, // the command line
    EXIT_DOUBT = 3, // it was done, but text and recording do not seem to belong together
} exit_code;

typedef struct {
    const char *name, *arguments, *summary;
    // `argv` begins with the subcommand's name.
    int (*run)(int argc, char **argv);
} subcommand;

// Ended by a row whose name is NULL. The first is what runs where none is named.
extern const subcommand subcommands[];

int play_command(int argc, char **argv);
int demo_command(int argc, char **argv);
int render_command(int argc, char **argv);
int align_command(int argc, char **argv);
int check_command(int argc, char **argv);
int convert_command(int argc, char **argv);
int resync_command(int argc, char **argv);
int help_command(int argc, char **argv);
int version_command(int argc, char **argv);

// Parses `argv` of a subcommand: what is left are files, which `files` names (for --help). `own`
// are its options; and where `set` is given, the settings that are options go there. FALSE
// after an error has been shown.
gboolean parse_options(const char *files, const GOptionEntry *own, settings *set, int *argc,
                       char ***argv);

// load_files(), with an empty speech where there is only a recording; complains where `paths`
// (ended by NULL) are none.
gboolean load_speech(char **paths, const load_options *how, loaded *out, GError **error);

// The place of `word` (NULL: the first), the value of `option`, among `words` (ended by NULL); -1
// with EARVOICE_ERROR_USAGE: it is none of them.
int choose_word(const char *option, const char *word, const char *const *words, GError **error);

// Whether `output` may be written: FALSE with EARVOICE_ERROR_USAGE where a file is there that is
// to be replaced only by `force`.
gboolean may_write(const char *output, gboolean force, GError **error);

// The exit code that fits an error.
exit_code error_exit_code(const GError *error);

// Shows an error, or a warning, on standard error, made safe for a terminal. Returns the exit code
// that fits it.
int show_error(const GError *error);
void show_warning(const char *text);

// A file of the program's own (the demo), and the folder of its catalogues: installed, or while it
// is being built. Free with g_free().
char *asset_path(const char *name);
char *catalogue_path(void);
