// SPDX-License-Identifier: GPL-3.0-or-later
// The text inside of a document that is a ZIP archive (Word's .docx).
//
// One named member is read into memory; nothing is unpacked to a file, and no name in the archive
// is ever used as a path. Refused: more than PACKAGE_FILES_MAX members, a member of more than
// FILE_TEXT_MAX bytes or PACKAGE_RATIO_MAX times as large as it is packed, encryption.
//
// Threads: no state.
#pragma once

#include <glib.h>

#define PACKAGE_FILES_MAX 4096
#define PACKAGE_RATIO_MAX 200
// A member so small is let pass whatever its ratio.
#define PACKAGE_RATIO_FROM (1 << 20)

// The member of `archive` that holds the text, a NUL that is not counted behind it. NULL with
// EARVOICE_ERROR_FORMAT: it is damaged, refused, or no document that this program knows.
GBytes *package_text(GBytes *archive, GError **error);
