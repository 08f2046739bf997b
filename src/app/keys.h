// SPDX-License-Identifier: GPL-3.0-or-later
// The names of keys, as the command table writes them: "Space", "Left", "r", "[", "?",
// "Shift+Left", "Ctrl+q". Letters are lower case; Shift is named only where it does not make
// another character.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define KEY_NAME_SIZE 32

// The name of SDL's key `symbol` (SDL_Keycode) with `modifiers` (SDL_Keymod). FALSE: it has none.
bool key_name(int symbol, int modifiers, char out[KEY_NAME_SIZE]);

// The name of the key that a terminal sent as `bytes` (a character, or a whole escape sequence);
// takes off the bytes used, which may be more than one key's. FALSE if they are no key; then one is
// used.
bool key_name_of_bytes(const char **bytes, size_t *size, char out[KEY_NAME_SIZE]);
