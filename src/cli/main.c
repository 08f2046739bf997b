// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/device.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/safe.h"
#include "cli/cli.h"
#include "cli/language.h"
#include "earvoice/error.h"

// clang-format off
const subcommand subcommands[] = {
    {"play",    N_("RECORDING [TEXT…] | SPEECH"), N_("Play a recording with its texts in step (also without “play”)"), play_command},
    {"demo",    "",                               N_("Play the speech that comes with the program"),                   demo_command},
    {"render",  N_("SPEECH"),                     N_("Draw what the window shows at a time to a PNG file"),            render_command},
    {"align",   N_("RECORDING TRANSCRIPT"),       N_("Find out when each sentence of a text is said in a recording"),          align_command},
    {"resync",  N_("TEXT [RECORDING]"),           N_("Move, stretch or snap the times of a text"),                     resync_command},
    {"check",   N_("TEXT [RECORDING]"),           N_("Find what breaks the rules of subtitles or of a speech"),          check_command},
    {"convert", N_("IN… OUT"),                    N_("Write a text in another format"),                              convert_command},
    {"help",    N_("[keys | formats | settings | rules]"), N_("Show this, or the keys, formats, settings or rules"),                  help_command},
    {"version", "",                               N_("Show the versions of the program and its libraries"),            version_command},
    {NULL, NULL, NULL, NULL},
};
// clang-format on

int choose_word(const char *option, const char *word, const char *const *words, GError **error)
{
    for (int i = 0; words[i]; i++)
        if (!word || strcmp(word, words[i]) == 0)
            return i;
    g_autofree char *all = g_strjoinv(", ", (char **)words);
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE, _("--%s is one of: %s."), option, all);
    return -1;
}

gboolean may_write(const char *output, gboolean force, GError **error)
{
    if (force || file_is_stream(output) || !g_file_test(output, G_FILE_TEST_EXISTS))
        return TRUE;
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                _("%s is there already: give another name, or --force to replace it."), output);
    return FALSE;
}

exit_code error_exit_code(const GError *error)
{
    bool usage = error->domain == G_OPTION_ERROR ||
                 g_error_matches(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE);
    return usage ? EXIT_USAGE : EXIT_DATA;
}

int show_error(const GError *error)
{
    g_autofree char *safe = safe_for_terminal(error->message, FALSE);
    fprintf(stderr, "earvoice: %s\n", safe);
    return error_exit_code(error);
}

void show_warning(const char *text)
{
    g_autofree char *safe = safe_for_terminal(text, FALSE);
    fprintf(stderr, "earvoice: %s\n", safe);
}

gboolean parse_options(const char *files, const GOptionEntry *own, settings *set, int *argc,
                       char ***argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GOptionContext) context = g_option_context_new(files);
    g_option_context_set_translation_domain(context, GETTEXT_PACKAGE);
    GOptionGroup *group = g_option_group_new("", "", "", set, NULL);
    g_option_group_set_translation_domain(group, GETTEXT_PACKAGE);
    g_autofree GOptionEntry *rows = settings_options();
    if (set)
        g_option_group_add_entries(group, rows);
    g_option_group_add_entries(group, own);
    g_option_context_set_main_group(context, group);
    gboolean good = g_option_context_parse(context, argc, argv, &error);
    if (!good) {
        show_error(error);
        fprintf(stderr, "%s\n", _("earvoice help shows what there is."));
    }
    return good;
}

// A file of the program's own: where it was installed to, else beside the program while it is being
// built. Both places are relative to the program's folder.
static char *find_own(const char *from_bin, const char *from_build, const char *name)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = g_path_get_dirname(program ? program : ".");
    g_autofree char *installed = g_build_filename(folder, from_bin, name, NULL);
    if (g_file_test(installed, G_FILE_TEST_EXISTS))
        return g_steal_pointer(&installed);
    return g_build_filename(folder, from_build, name, NULL);
}

char *asset_path(const char *name)
{
    return find_own(EARVOICE_ASSETS_FROM_BIN, EARVOICE_ASSETS_FROM_BUILD, name);
}

char *catalogue_path(void)
{
    return find_own(EARVOICE_LOCALE_FROM_BIN, EARVOICE_LOCALE_FROM_BUILD, "");
}

static const subcommand *find_subcommand(const char *name)
{
    for (const subcommand *c = subcommands; c->name; c++) {
        if (strcmp(c->name, name) == 0)
            return c;
    }
    return NULL;
}

// "-h", "--help" and "--version" do what people expect of them.
static const char *alias(const char *word)
{
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "-?") == 0)
        return "help";
    return strcmp(word, "--version") == 0 ? "version" : word;
}

// "earvoice --text demo" means "earvoice demo --text": a subcommand's name that is no file's goes
// first.
static void name_first(int argc, char **argv)
{
    if (argv[1][0] != '-')
        return;
    for (int i = 2; i < argc; i++) {
        char *name = argv[i];
        if (!find_subcommand(name) || g_file_test(name, G_FILE_TEST_EXISTS))
            continue;
        memmove(argv + 2, argv + 1, (gsize)(i - 1) * sizeof *argv);
        argv[1] = name;
        return;
    }
}

int main(int argc, char **argv)
{
    // A file that may not grow is an error that is said, and nothing is left behind.
    signal(SIGXFSZ, SIG_IGN);
    device_prepare();
    g_set_prgname("earvoice");
    language_start();
    // What is wrong with the settings is said by the subcommands that use them.
    settings set = settings_default();
    g_autoptr(report) unsaid = report_new();
    settings_load(&set, unsaid);
    language_use((language_choice)set.language);

    if (argc < 2)
        return help_command(argc, argv), EXIT_USAGE;
    name_first(argc, argv);
    const subcommand *c = find_subcommand(alias(argv[1]));
    int code = c ? c->run(argc - 1, argv + 1) : subcommands->run(argc, argv);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    show_warning(_("What was to be printed could not be written."));
    return code ? code : EXIT_DATA;
}
