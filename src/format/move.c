// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "earvoice/format.h"
#include "format/eaf.h"
#include "format/textgrid.h"

void format_move_kept(const speech *s, speech_builder *b, time_change to, const void *data)
{
    static const struct {
        const char *name;
        char *(*move)(const char *file, time_change to, const void *data);
    } kinds[] = {{"textgrid", textgrid_move}, {"eaf", eaf_move}};
    const char *name = speech_verbatim_format(s), *header = speech_header(s);
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (!*header || g_strcmp0(name, kinds[i].name) != 0)
            continue;
        g_autofree char *moved = kinds[i].move(header, to, data);
        speech_builder_header(b, name, moved);
    }
}
