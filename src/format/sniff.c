// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/sniff.h"

#include <string.h>

#include "base/i18n.h"
#include "format/charset.h"

typedef struct {
    gsize offset;
    const char *magic;
    gsize length;
    sniff_kind kind;
    const char *what; // of SNIFF_OTHER
} row;

#define AT(offset, magic) offset, magic, sizeof(magic) - 1

// clang-format off
static const row rows[] = {
    {AT(0, "WEBVTT"), SNIFF_TEXT, NULL}, // whatever stands behind it
    {AT(0, "\357\273\277WEBVTT"), SNIFF_TEXT, NULL},
    {AT(0, "RIFF"), SNIFF_RECORDING, NULL},
    {AT(0, "RF64"), SNIFF_RECORDING, NULL},
    {AT(0, "FORM"), SNIFF_RECORDING, NULL},
    {AT(0, "OggS"), SNIFF_RECORDING, NULL},
    {AT(0, "fLaC"), SNIFF_RECORDING, NULL},
    {AT(0, "ID3"), SNIFF_RECORDING, NULL},
    {AT(0, "\377\373"), SNIFF_RECORDING, NULL},
    {AT(0, "\377\363"), SNIFF_RECORDING, NULL},
    {AT(0, "\377\361"), SNIFF_RECORDING, NULL},
    {AT(0, "caff"), SNIFF_RECORDING, NULL},
    {AT(0, ".snd"), SNIFF_RECORDING, NULL},
    {AT(0, "wvPk"), SNIFF_RECORDING, NULL},
    {AT(0, "MAC "), SNIFF_RECORDING, NULL},
    {AT(0, "#!AMR"), SNIFF_RECORDING, NULL},
    {AT(0, "FLV\1"), SNIFF_RECORDING, NULL},
    {AT(0, "\032\105\337\243"), SNIFF_RECORDING, NULL},
    {AT(0, "\060\046\262\165"), SNIFF_RECORDING, NULL},
    {AT(4, "ftyp"), SNIFF_RECORDING, NULL},
    // Its reader says how to make a text of it.
    {AT(0, "ooBinary"), SNIFF_TEXT, NULL},
    {AT(0, "#EXTM3U"), SNIFF_OTHER, N_("a playlist")},
    {AT(0, "[playlist]"), SNIFF_OTHER, N_("a playlist")},
    {AT(0, "ffconcat "), SNIFF_OTHER, N_("a playlist")},
    {AT(0, "v=0\n"), SNIFF_OTHER, N_("a description of a stream")},
    {AT(0, "v=0\r"), SNIFF_OTHER, N_("a description of a stream")},
    {AT(0, "%PDF-"), SNIFF_OTHER, N_("a PDF document")},
    {AT(0, "PK\3\4"), SNIFF_PACKAGE, NULL},
    {AT(0, "\320\317\021\340"), SNIFF_OTHER, N_("an old office document")},
    {AT(0, "\211PNG"), SNIFF_OTHER, N_("a picture")},
    {AT(0, "\377\330\377"), SNIFF_OTHER, N_("a picture")},
    {AT(0, "GIF8"), SNIFF_OTHER, N_("a picture")},
    {AT(0, "\177ELF"), SNIFF_OTHER, N_("a program")},
    {AT(0, "\037\213"), SNIFF_OTHER, N_("a compressed file")},
    {AT(0, "SQLite format 3"), SNIFF_OTHER, N_("a database")},
};
// clang-format on

sniff_kind sniff(const char *head, gsize size, const char **what)
{
    if (what)
        *what = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const row *r = &rows[i];
        if (size < r->offset + r->length || memcmp(head + r->offset, r->magic, r->length) != 0)
            continue;
        if (what && r->what)
            *what = _(r->what);
        return r->kind;
    }
    return charset_is_text(head, size) ? SNIFF_TEXT : SNIFF_RECORDING;
}
