// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settings.h"

#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/error.h"

#define GROUP    "earvoice"
#define FILE_MAX (1u << 20)

typedef struct {
    const char *name;
    gsize offset; // of an int in settings
    int smallest, largest, otherwise;
    const char *choices; // words for 0, 1, …, separated by blanks; NULL: a number
    const char *argument, *summary;
} row;

// clang-format off
#define AT(field) offsetof(settings, field)
static const row rows[] = {
    {"layout",  AT(layout),          0, LAYOUT_COUNT - 1, LAYOUT_AUTO,
     "auto stacked side-by-side zh en",                       N_("WORD"),    N_("How the two texts lie: auto, stacked, side-by-side, zh or en")},
    {"theme",   AT(theme),           0, THEME_COUNT - 1,  THEME_DARK,
     "dark light contrast",                                   N_("WORD"),    N_("Colours: dark, light or contrast")},
    {"scale",   AT(scale_percent),   0, 300,  0,   NULL,      N_("PERCENT"), N_("Size of everything, 100 to 300; 0: as the desktop says")},
    {"zh-size", AT(size_percent[LANGUAGE_ZH]), 50, 200, 100, NULL, N_("PERCENT"), N_("Size of the Chinese text, 50 to 200")},
    {"en-size", AT(size_percent[LANGUAGE_EN]), 50, 200, 100, NULL, N_("PERCENT"), N_("Size of the English text, 50 to 200")},
    {"swap",    AT(swapped),         0, 1,    0,   "no yes",  N_("YES"),     N_("English first: yes or no")},
    {"list",    AT(listed),          0, 1,    1,   "no yes",  N_("YES"),     N_("The sentences in a list beside the text, where there is room: yes or no")},
    {"channel", AT(channel),         0, CHANNELS - 1, CHANNEL_MIX,
     "mix left right",                                        N_("WORD"),    N_("What is heard of a stereo recording: mix (both channels), left or right")},
    {"speed",   AT(speed_percent),   50, 200, 100, NULL,      N_("PERCENT"), N_("Speed of the sound, 50 to 200")},
    {"volume",  AT(volume_percent),  0, 100,  100, NULL,      N_("PERCENT"), N_("Volume, 0 to 100")},
    {"delay",   AT(delay_ms),        -500, 1000, 0, NULL,     N_("MS"),      N_("How much later the sound is heard than the device says (Bluetooth: about 200)")},
    {"language", AT(language),       0, CHOICE_COUNT - 1, CHOICE_AUTO,
     "auto zh en",                                            N_("WORD"),    N_("Language of the interface: auto, zh or en")},
};
// clang-format on

static int *field(settings *of, const row *r)
{
    return (int *)(void *)((char *)of + r->offset);
}

static const row *find_row(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    }
    return NULL;
}

settings settings_default(void)
{
    settings out;
    memset(&out, 0, sizeof out);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        *field(&out, &rows[i]) = rows[i].otherwise;
    return out;
}

static int find_choice(const row *r, const char *value)
{
    g_auto(GStrv) words = g_strsplit(r->choices, " ", -1);
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], value) == 0)
            return i;
    }
    return -1;
}

gboolean settings_set(settings *to, const char *name, const char *value, GError **error)
{
    const row *r = find_row(name);
    gint64 number;
    if (!r) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE, _("There is no setting “%s”."),
                    name);
        return FALSE;
    }
    if (r->choices && (number = find_choice(r, value)) < 0) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE, _("%s is one of: %s; not “%s”."),
                    name, r->choices, value);
        return FALSE;
    }
    if (!r->choices &&
        !g_ascii_string_to_signed(value, 10, r->smallest, r->largest, &number, NULL)) {
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                    _("%s is a whole number from %d to %d, not “%s”."), name, r->smallest,
                    r->largest, value);
        return FALSE;
    }
    *field(to, r) = (int)number;
    return TRUE;
}

static char *file_name(void)
{
    return g_build_filename(g_get_user_config_dir(), "earvoice", "settings.ini", NULL);
}

void settings_load(settings *to, report *r)
{
    g_autofree char *path = file_name();
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return;
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = file_read(path, FILE_MAX, &error);
    g_autoptr(GKeyFile) file = g_key_file_new();
    report_file(r, path);
    if (!bytes || !g_key_file_load_from_bytes(file, bytes, G_KEY_FILE_NONE, &error)) {
        report_add(r, 0, "%s", error->message);
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *value = g_key_file_get_value(file, GROUP, rows[i].name, NULL);
        g_autoptr(GError) wrong = NULL;
        if (value && !settings_set(to, rows[i].name, value, &wrong))
            report_add(r, 0, "%s", wrong->message);
    }
}

static char *to_text(const row *r, int number)
{
    if (!r->choices)
        return g_strdup_printf("%d", number);
    g_auto(GStrv) words = g_strsplit(r->choices, " ", -1);
    return g_strdup(words[number]);
}

gboolean settings_save(const settings *before, const settings *now, GError **error)
{
    if (memcmp(before, now, sizeof *now) == 0)
        return TRUE;
    g_autofree char *path = file_name();
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GBytes) old = file_read(path, FILE_MAX, NULL);
    if (old && !g_key_file_load_from_bytes(file, old, G_KEY_FILE_KEEP_COMMENTS, NULL)) {
        // What cannot be read is not lost either.
        g_autofree char *kept = g_strconcat(path, "~", NULL);
        if (!file_save(kept, old, NULL, error))
            return FALSE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        int was = *field((settings *)before, &rows[i]), is = *field((settings *)now, &rows[i]);
        g_autofree char *text = to_text(&rows[i], is);
        if (was != is)
            g_key_file_set_value(file, GROUP, rows[i].name, text);
    }
    gsize size;
    char *data = g_key_file_to_data(file, &size, NULL);
    g_autoptr(GBytes) bytes = g_bytes_new_take(data, size);
    g_mkdir_with_parents(folder, 0700);
    return file_save(path, bytes, NULL, error);
}

static gboolean option_given(const char *option, const char *value, gpointer to, GError **error)
{
    return settings_set(to, option + strlen("--"), value, error);
}

GOptionEntry *settings_options(void)
{
    // GOptionEntry wants the function as a data pointer, which C converts only through memory.
    const union {
        GOptionArgFunc function;
        gpointer pointer;
    } given = {option_given};
    GOptionEntry *out = g_new0(GOptionEntry, G_N_ELEMENTS(rows) + 1);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        out[i].long_name = rows[i].name;
        out[i].arg = G_OPTION_ARG_CALLBACK;
        out[i].arg_data = given.pointer;
        out[i].description = rows[i].summary;
        out[i].arg_description = rows[i].argument;
    }
    return out;
}
