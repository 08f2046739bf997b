// SPDX-License-Identifier: GPL-3.0-or-later
// A program of somebody else's: reader FILE TIME says what is in a speech, and what is said at a
// time.
#include <earvoice/load.h>
#include <earvoice/painter.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    int64_t us;
    if (argc != 3 || !timecode_parse(argv[2], &us))
        return 2;
    g_auto(loaded) from = {0};
    g_autoptr(GError) error = NULL;
    if (!load_files((const char *const[]){argv[1], NULL}, NULL, &from, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    printf("%d sentences, recording %s\n", speech_segment_count(from.speech),
           from.recording ? "found" : "missing");
    const segment *g = speech_segment(from.speech, speech_segment_before(from.speech, us));
    printf("%s %s\n", g->text[LANGUAGE_ZH], g->text[LANGUAGE_EN]);

    // All layers can be linked to.
    g_autoptr(painter) p = painter_new(NULL, 0);
    return painter_missing_font(p) ? 3 : 0;
}
