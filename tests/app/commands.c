// SPDX-License-Identifier: GPL-3.0-or-later
#include <SDL_keycode.h>
#include <string.h>

#include "app/app.h"
#include "app/keys.h"

static void test_rows(void)
{
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) summaries = g_hash_table_new(g_str_hash, g_str_equal);
    int count = 0;
    for (const command *c = commands; c->name; c++, count++) {
        g_test_message("%s", c->name);
        g_assert_nonnull(c->run);
        g_assert_true(g_hash_table_add(names, (gpointer)c->name));
        g_assert_cmpuint(strspn(c->name, "abcdefghijklmnopqrstuvwxyz-"), ==, strlen(c->name));
        g_assert_true(g_hash_table_add(summaries, (gpointer)c->summary));
        g_assert_true(g_ascii_isupper(*c->summary) || g_ascii_isdigit(*c->summary));
        g_assert_false(g_str_has_suffix(c->summary, "."));
        g_assert_cmpstr(c->keys, !=, "");
    }
    g_assert_cmpint(count, >, 20);
}

// Every name that key_name() can give.
static GHashTable *possible_names(void)
{
    static const int modifiers[] = {0, KMOD_LSHIFT, KMOD_LCTRL, KMOD_LALT,
                                    KMOD_LCTRL | KMOD_LSHIFT};
    GHashTable *out = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int i = 0; i < 512; i++) {
        int symbol = i < 256 ? i : (i - 256) | SDLK_SCANCODE_MASK;
        for (gsize j = 0; j < G_N_ELEMENTS(modifiers); j++) {
            char name[KEY_NAME_SIZE];
            if (key_name(symbol, modifiers[j], name))
                g_hash_table_add(out, g_strdup(name));
        }
    }
    return out;
}

static void test_keys(void)
{
    g_autoptr(GHashTable) possible = possible_names();
    g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (const command *c = commands; c->name; c++) {
        g_auto(GStrv) keys = g_strsplit(c->keys, " ", -1);
        for (int i = 0; keys[i]; i++) {
            g_test_message("%s: %s", c->name, keys[i]);
            g_assert_true(g_hash_table_contains(possible, keys[i]));
            g_assert_true(g_hash_table_add(taken, g_strdup(keys[i])));
            g_assert_true(command_find_key(keys[i]) == c);
        }
    }
}

static void test_no_key(void)
{
    static const char *const rows[] = {"",  " ",   "Space k", "Spac",  "Space ",
                                       "K", "F12", "Ctrl+",   "Ctrl+z"};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("“%s”", rows[i]);
        g_assert_null(command_find_key(rows[i]));
    }
}

static void test_shown(void)
{
    static const command some = {.keys = "Space k"}, one = {.keys = "Home"};
    char out[64], narrow[4];
    command_keys(&some, out, sizeof out);
    g_assert_cmpstr(out, ==, "Space, k");
    command_keys(&one, out, sizeof out);
    g_assert_cmpstr(out, ==, "Home");
    command_keys(&one, narrow, sizeof narrow);
    g_assert_cmpstr(narrow, ==, "Hom");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/commands/rows", test_rows);
    g_test_add_func("/commands/keys", test_keys);
    g_test_add_func("/commands/no-key", test_no_key);
    g_test_add_func("/commands/shown", test_shown);
    return g_test_run();
}
