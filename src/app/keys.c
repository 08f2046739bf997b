// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys.h"

#include <SDL_keycode.h>
#include <glib.h>
#include <string.h>

// A key with a name: in SDL, and as terminals send it.
typedef struct {
    const char *name;
    int symbol;
    const char *sequences[3];
} named;

// clang-format off
static const named keys[] = {
    {"Space",     SDLK_SPACE,     {" "}},
    {"Left",      SDLK_LEFT,      {"\033[D", "\033OD"}},
    {"Right",     SDLK_RIGHT,     {"\033[C", "\033OC"}},
    {"Up",        SDLK_UP,        {"\033[A", "\033OA"}},
    {"Down",      SDLK_DOWN,      {"\033[B", "\033OB"}},
    {"PageUp",    SDLK_PAGEUP,    {"\033[5~"}},
    {"PageDown",  SDLK_PAGEDOWN,  {"\033[6~"}},
    {"Home",      SDLK_HOME,      {"\033[H", "\033OH", "\033[1~"}},
    {"End",       SDLK_END,       {"\033[F", "\033OF", "\033[4~"}},
    {"Backspace", SDLK_BACKSPACE, {"\177", "\b"}},
    {"F1",        SDLK_F1,        {"\033OP", "\033[11~"}},
    {"F11",       SDLK_F11,       {"\033[23~"}},
    {"Tab",       SDLK_TAB,       {"\t"}},
    {"Enter",     SDLK_RETURN,    {"\r", "\n"}},
    {"Ctrl+q",    0,              {"\021"}},
    {"Escape",    SDLK_ESCAPE,    {"\033"}},
};
// clang-format on

static bool put_name(int symbol, int modifiers, const char *name, char out[KEY_NAME_SIZE])
{
    bool shifted = modifiers & KMOD_SHIFT && (strlen(name) > 1 || g_ascii_isalpha(*name));
    if (symbol == SDLK_SLASH && modifiers & KMOD_SHIFT)
        return g_strlcpy(out, "?", KEY_NAME_SIZE) > 0;
    if (symbol == SDLK_PLUS)
        name = "=";
    g_snprintf(out, KEY_NAME_SIZE, "%s%s%s%s", modifiers & KMOD_CTRL ? "Ctrl+" : "",
               modifiers & KMOD_ALT ? "Alt+" : "", shifted ? "Shift+" : "", name);
    return true;
}

bool key_name(int symbol, int modifiers, char out[KEY_NAME_SIZE])
{
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (symbol && keys[i].symbol == symbol)
            return put_name(symbol, modifiers, keys[i].name, out);
    }
    if (symbol <= ' ' || symbol > '~')
        return false;
    return put_name(symbol, modifiers, (char[]){(char)g_ascii_tolower((char)symbol), 0}, out);
}

bool key_name_of_bytes(const char **bytes, size_t *size, char out[KEY_NAME_SIZE])
{
    const char *from = *bytes;
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        for (gsize j = 0; j < G_N_ELEMENTS(keys[i].sequences) && keys[i].sequences[j]; j++) {
            size_t length = strlen(keys[i].sequences[j]);
            if (length > *size || memcmp(from, keys[i].sequences[j], length) != 0)
                continue;
            *bytes += length;
            *size -= length;
            g_strlcpy(out, keys[i].name, KEY_NAME_SIZE);
            return true;
        }
    }
    char c = *from;
    ++*bytes;
    --*size;
    if (c <= ' ' || c > '~')
        return false;
    return put_name(c, 0, (char[]){(char)g_ascii_tolower(c), 0}, out);
}
