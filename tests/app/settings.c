// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settings.h"

#include <glib/gstdio.h>
#include <string.h>

#include "earvoice/error.h"

#define AT(field) G_STRUCT_OFFSET(settings, field)

static const struct {
    const char *name, *value;
    gsize offset;
    int number; // -1: refused
} set_rows[] = {
    {"layout", "auto", AT(layout), LAYOUT_AUTO},
    {"layout", "side-by-side", AT(layout), LAYOUT_SIDE_BY_SIDE},
    {"layout", "en", AT(layout), LAYOUT_EN_ONLY},
    {"layout", "EN", AT(layout), -1},
    {"layout", "1", AT(layout), -1},
    {"layout", "", AT(layout), -1},
    {"theme", "dark", AT(theme), THEME_DARK},
    {"theme", "light", AT(theme), THEME_LIGHT},
    {"theme", "contrast", AT(theme), THEME_CONTRAST},
    {"swap", "yes", AT(swapped), 1},
    {"swap", "no", AT(swapped), 0},
    {"scale", "0", AT(scale_percent), 0},
    {"scale", "300", AT(scale_percent), 300},
    {"scale", "301", AT(scale_percent), -1},
    {"zh-size", "50", AT(size_percent[LANGUAGE_ZH]), 50},
    {"zh-size", "49", AT(size_percent[LANGUAGE_ZH]), -1},
    {"en-size", "200", AT(size_percent[LANGUAGE_EN]), 200},
    {"en-size", "201", AT(size_percent[LANGUAGE_EN]), -1},
    {"channel", "mix", AT(channel), CHANNEL_MIX},
    {"channel", "right", AT(channel), CHANNEL_RIGHT},
    {"channel", "both", AT(channel), -1},
    {"speed", "75", AT(speed_percent), 75},
    {"speed", "75%", AT(speed_percent), -1},
    {"speed", " 75", AT(speed_percent), -1},
    {"speed", "0x50", AT(speed_percent), -1},
    {"speed", "99999999999999999999", AT(speed_percent), -1},
    {"volume", "0", AT(volume_percent), 0},
    {"volume", "-1", AT(volume_percent), -1},
    {"delay", "200", AT(delay_ms), 200},
    {"delay", "1.5", AT(delay_ms), -1},
    {"language", "zh", AT(language), CHOICE_ZH},
    {"language", "de", AT(language), -1},
    {"nonsense", "1", 0, -1},
    {"", "1", 0, -1},
};

static void test_set(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(set_rows); i++) {
        g_autoptr(GError) error = NULL;
        settings s = settings_default(), before = s;
        gboolean good = settings_set(&s, set_rows[i].name, set_rows[i].value, &error);
        g_test_message("%s=%s", set_rows[i].name, set_rows[i].value);
        g_assert_cmpint(good, ==, set_rows[i].number != -1);
        if (good) {
            g_assert_cmpint(G_STRUCT_MEMBER(int, &s, set_rows[i].offset), ==, set_rows[i].number);
            continue;
        }
        g_assert_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE);
        g_assert_nonnull(strstr(error->message, set_rows[i].name));
        g_assert_cmpmem(&s, sizeof s, &before, sizeof before);
    }
}

// What is refused is answered with what is possible; the help names all of that, too.
static void check_words(const GOptionEntry *r)
{
    g_autoptr(GError) error = NULL;
    settings s = settings_default();
    g_assert_false(settings_set(&s, r->long_name, "?", &error));
    const char *words = strstr(error->message, "is one of: ");
    if (!words)
        return;
    g_autofree char *until =
        g_strndup(words + strlen("is one of: "), strcspn(words, ";") - strlen("is one of: "));
    g_auto(GStrv) each = g_strsplit(until, " ", -1);
    for (int i = 0; each[i]; i++) {
        g_test_message("%s", each[i]);
        g_assert_nonnull(strstr(strchr(r->description, ':'), each[i]));
    }
}

// Every row of the table is an option with its help; names stand once.
static void test_options(void)
{
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree GOptionEntry *rows = settings_options();
    for (const GOptionEntry *r = rows; r->long_name; r++) {
        g_test_message("%s", r->long_name);
        g_assert_true(g_hash_table_add(names, (gpointer)r->long_name));
        g_assert_cmpstr(r->description, !=, NULL);
        g_assert_cmpstr(r->arg_description, !=, NULL);
        check_words(r);
    }
    g_assert_cmpuint(g_hash_table_size(names) * sizeof(int), ==, sizeof(settings));
}

static gboolean parse_words(settings *to, const char *words, GError **error)
{
    g_auto(GStrv) argv = g_strsplit(words, " ", -1);
    g_autofree GOptionEntry *rows = settings_options();
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    GOptionGroup *group = g_option_group_new("test", "", "", to, NULL);
    g_option_group_add_entries(group, rows);
    g_option_context_set_main_group(context, group);
    return g_option_context_parse_strv(context, &argv, error);
}

static void test_command_line(void)
{
    g_autoptr(GError) error = NULL;
    settings s = settings_default();
    g_assert_true(parse_words(&s, "earvoice --speed=80 --theme light", &error));
    g_assert_no_error(error);
    g_assert_cmpint(s.speed_percent, ==, 80);
    g_assert_cmpint(s.theme, ==, THEME_LIGHT);
    g_assert_false(parse_words(&s, "earvoice --speed=8", &error));
    g_assert_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE);
}

static char *settings_path(void)
{
    return g_build_filename(g_get_user_config_dir(), "earvoice", "settings.ini", NULL);
}

// What is saved is loaded, and what was not changed is not written.
static void test_round_trip(void)
{
    g_autofree char *path = settings_path();
    g_autoptr(GError) error = NULL;
    g_autoptr(report) r = report_new();
    settings before = settings_default(), now = before, loaded = before;
    g_remove(path);
    settings_load(&loaded, r);
    g_assert_cmpmem(&loaded, sizeof loaded, &before, sizeof before);
    g_assert_true(settings_save(&before, &now, &error));
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));

    now.theme = THEME_CONTRAST;
    now.delay_ms = -120;
    now.size_percent[LANGUAGE_EN] = 150;
    g_assert_true(settings_save(&before, &now, &error));
    g_assert_no_error(error);
    settings_load(&loaded, r);
    g_assert_cmpmem(&loaded, sizeof loaded, &now, sizeof now);
    g_assert_cmpint(report_count(r), ==, 0);

    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_nonnull(strstr(text, "theme=contrast"));
    g_assert_null(strstr(text, "volume"));
}

// What a person wrote stays, but for the value that changed; what is wrong is reported and left
// alone.
static void test_by_hand(void)
{
    g_autofree char *path = settings_path();
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(GError) error = NULL;
    g_autoptr(report) r = report_new();
    g_mkdir_with_parents(folder, 0700);
    g_assert_true(g_file_set_contents(
        path, "# mine\n[earvoice]\nspeed=75\nvolume=loud\nfuture=1\n[other]\na=b\n", -1, &error));
    settings loaded = settings_default();
    settings_load(&loaded, r);
    g_assert_cmpint(loaded.speed_percent, ==, 75);
    g_assert_cmpint(loaded.volume_percent, ==, 100);
    g_assert_cmpint(report_count(r), ==, 1);
    g_assert_nonnull(strstr(report_message(r, 0), "volume"));

    settings now = loaded;
    now.speed_percent = 80;
    g_assert_true(settings_save(&loaded, &now, &error));
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    static const char *const kept[] = {"# mine",   "speed=80", "volume=loud",
                                       "future=1", "[other]",  "a=b"};
    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
        g_test_message("%s in: %s", kept[i], text);
        g_assert_nonnull(strstr(text, kept[i]));
    }
}

static void test_not_a_key_file(void)
{
    g_autofree char *path = settings_path();
    g_autofree char *folder = g_path_get_dirname(path);
    static const char *const rows[] = {"", "nonsense", "[earvoice", "[earvoice]\nspeed\n",
                                       "\xff\xfe\n"};
    g_mkdir_with_parents(folder, 0700);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(report) r = report_new();
        settings loaded = settings_default(), standard = loaded;
        g_test_message("row %d", (int)i);
        g_assert_true(g_file_set_contents(path, rows[i], -1, NULL));
        settings_load(&loaded, r);
        g_assert_cmpmem(&loaded, sizeof loaded, &standard, sizeof standard);
        g_assert_cmpint(report_count(r), ==, *rows[i] ? 1 : 0);
    }
}

int main(int argc, char **argv)
{
    // The settings folder is this test's own, from before GLib looks for it.
    g_autofree char *home = g_dir_make_tmp("earvoice-XXXXXX", NULL);
    g_setenv("XDG_CONFIG_HOME", home, TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/settings/set", test_set);
    g_test_add_func("/settings/options", test_options);
    g_test_add_func("/settings/command-line", test_command_line);
    g_test_add_func("/settings/round-trip", test_round_trip);
    g_test_add_func("/settings/by-hand", test_by_hand);
    g_test_add_func("/settings/not-a-key-file", test_not_a_key_file);
    int failed = g_test_run();

    g_autofree char *path = settings_path();
    g_autofree char *folder = g_path_get_dirname(path);
    g_remove(path);
    g_rmdir(folder);
    g_rmdir(home);
    return failed;
}
