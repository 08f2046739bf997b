// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys.h"

#include <SDL_keycode.h>
#include <glib.h>
#include <string.h>

static const struct {
    int symbol, modifiers;
    const char *name; // NULL: it has none
} key_rows[] = {
    {SDLK_SPACE, 0, "Space"},
    {SDLK_LEFT, 0, "Left"},
    {SDLK_LEFT, KMOD_LSHIFT, "Shift+Left"},
    {SDLK_LEFT, KMOD_RALT, "Alt+Left"},
    {SDLK_LEFT, KMOD_LCTRL | KMOD_LSHIFT, "Ctrl+Shift+Left"},
    {SDLK_RETURN, 0, "Enter"},
    {SDLK_BACKSPACE, 0, "Backspace"},
    {SDLK_F1, 0, "F1"},
    {SDLK_F11, 0, "F11"},
    {SDLK_ESCAPE, 0, "Escape"},
    {SDLK_r, 0, "r"},
    {SDLK_r, KMOD_NUM | KMOD_CAPS, "r"},
    {SDLK_r, KMOD_RSHIFT, "Shift+r"},
    {SDLK_q, KMOD_RCTRL, "Ctrl+q"},
    {SDLK_LEFTBRACKET, 0, "["},
    {SDLK_SLASH, 0, "/"},
    {SDLK_SLASH, KMOD_LSHIFT, "?"},
    {SDLK_QUESTION, 0, "?"},
    {SDLK_EQUALS, 0, "="},
    {SDLK_EQUALS, KMOD_LCTRL, "Ctrl+="},
    {SDLK_EQUALS, KMOD_LCTRL | KMOD_LSHIFT, "Ctrl+="}, // how most keyboards have "Ctrl" and "+"
    {SDLK_PLUS, KMOD_LCTRL, "Ctrl+="},
    {SDLK_MINUS, KMOD_LCTRL, "Ctrl+-"},
    {SDLK_LSHIFT, KMOD_LSHIFT, NULL},
    {SDLK_LCTRL, KMOD_LCTRL, NULL},
    {SDLK_F2, 0, NULL},
    {0, 0, NULL},
    {0x4E2D, 0, NULL}, // from a keyboard that types Hanzi
    {-1, 0, NULL},
};

static void test_key_name(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(key_rows); i++) {
        char name[KEY_NAME_SIZE] = "";
        bool named = key_name(key_rows[i].symbol, key_rows[i].modifiers, name);
        g_test_message("row %d, symbol %#x, modifiers %#x", (int)i, (unsigned)key_rows[i].symbol,
                       (unsigned)key_rows[i].modifiers);
        g_assert_cmpint(named, ==, key_rows[i].name != NULL);
        if (named)
            g_assert_cmpstr(name, ==, key_rows[i].name);
    }
}

static const struct {
    const char *bytes;
    const char *name; // NULL: no key
    size_t left;
} byte_rows[] = {
    {" ", "Space", 0},
    {"r", "r", 0},
    {"rl", "r", 1},
    {"?", "?", 0},
    {"[", "[", 0},
    {"=", "=", 0},
    {"\177", "Backspace", 0},
    {"\b", "Backspace", 0},
    {"\r", "Enter", 0},
    {"\021", "Ctrl+q", 0},
    {"\033[A", "Up", 0},
    {"\033OA", "Up", 0},
    {"\033[A\033[B", "Up", 3},
    {"\033[5~", "PageUp", 0},
    {"\033[6~q", "PageDown", 1},
    {"\033[H", "Home", 0},
    {"\033[1~", "Home", 0},
    {"\033OP", "F1", 0},
    {"\033[23~", "F11", 0},
    {"\033", "Escape", 0},
    {"\001", NULL, 0},
    {"\xe4\xb8\xad", NULL, 2}, // 中
};

static void test_bytes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(byte_rows); i++) {
        char name[KEY_NAME_SIZE] = "";
        const char *at = byte_rows[i].bytes;
        size_t size = strlen(at);
        bool named = key_name_of_bytes(&at, &size, name);
        g_test_message("row %d", (int)i);
        g_assert_cmpint(named, ==, byte_rows[i].name != NULL);
        if (named)
            g_assert_cmpstr(name, ==, byte_rows[i].name);
        g_assert_cmpuint(size, ==, byte_rows[i].left);
        g_assert_cmpuint(strlen(at), ==, size);
    }
}

// Whatever comes, it is read to its end, a byte or more at a time, and names are names.
static void test_noise(void)
{
    GRand *dice = g_rand_new_with_seed(7);
    for (int round = 0; round < 2000; round++) {
        char bytes[16], name[KEY_NAME_SIZE];
        size_t size = (size_t)g_rand_int_range(dice, 1, sizeof bytes);
        for (size_t i = 0; i < size; i++)
            bytes[i] = g_rand_boolean(dice) ? (char)g_rand_int(dice)
                                            : "\033[O~1256"[g_rand_int_range(dice, 0, 8)];
        for (const char *at = bytes; size > 0;) {
            size_t before = size;
            if (key_name_of_bytes(&at, &size, name))
                g_assert_cmpuint(strlen(name), <, KEY_NAME_SIZE);
            g_assert_cmpuint(size, <, before);
            g_assert_true(at <= bytes + sizeof bytes);
        }
    }
    g_rand_free(dice);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keys/name", test_key_name);
    g_test_add_func("/keys/bytes", test_bytes);
    g_test_add_func("/keys/noise", test_noise);
    return g_test_run();
}
