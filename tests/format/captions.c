// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"Bilibili",
     "{\"font_size\":0.4,\"body\":[{\"from\":0.2,\"to\":2.16,\"content\":\"大家好\"},"
     "{\"from\":2.16,\"to\":4.5,\"content\":\"今天\"}]}",
     "200-2160 大家好|\n\n2160-4500 今天|\n"},
    {"a list with durations",
     "[{\"start\":1.0,\"duration\":1.5,\"text\":\"Hello\"},"
     "{\"start\":\"3.0\",\"dur\":\"2.0\",\"text\":\"Bye &amp; thanks\"}]",
     "1000-2500 |Hello\n\n3000-5000 |Bye & thanks\n"},
    {"a list with ends, both languages",
     "[{\"start\":1,\"end\":2,\"text\":\"你好\"},{\"start\":1,\"end\":2,\"text\":\"Hello\"}]",
     "1000-2000 你好|Hello\n"},
    {"no ends", "[{\"start\":1,\"text\":\"a\"},{\"start\":3,\"text\":\"b\"}]",
     "1000-3000 |a\n\n3000-8000 |b\n"},
    {"YouTube",
     "{\"wireMagic\":\"pb3\",\"events\":[{\"tStartMs\":0,\"dDurationMs\":9000,\"id\":1},"
     "{\"tStartMs\":160,\"dDurationMs\":4000,\"segs\":[{\"utf8\":\"good\"},{\"utf8\":\" evening\","
     "\"tOffsetMs\":400}]},{\"tStartMs\":2000,\"dDurationMs\":2000,\"aAppend\":1,\"segs\":"
     "[{\"utf8\":\"\\n\"}]},{\"tStartMs\":2010,\"dDurationMs\":2000,\"segs\":[{\"utf8\":\"we "
     "begin\"}]}]}",
     "160-2010 |good evening en5@560\n\n2010-4010 |we begin\n"},
    {"NetEase",
     "{\"lrc\":{\"version\":5,\"lyric\":\"[00:01.00]Hello all\\n[00:03.00]Let us begin\\n\"},"
     "\"tlyric\":{\"version\":2,\"lyric\":\"[00:01.00]大家好\\n[00:03.00]我们开始\\n\"}}",
     "1000-3000 大家好|Hello all\n\n3000-8000 我们开始|Let us begin\n"},
    {"NetEase, no translation", "{\"lrc\":{\"lyric\":\"[00:01.00]Hello all\\n\"},\"code\":200}",
     "1000-6000 |Hello all\n"},
    {"no time, no length",
     "[{\"text\":\"a\"},{\"start\":1,\"duration\":0,\"text\":\"b\"},"
     "{\"start\":2,\"duration\":1,\"text\":\"c\"}]",
     "2000-3000 |c\n? texts without times were left out: 1.\n"
     "? 1: the cue has no length, so it was skipped.\n"},
    {"milliseconds, two texts",
     "[{\"start\":599,\"end\":4160,\"content\":\"A: Hi\",\"text\":\"Hi\"},"
     "{\"start\":4160000,\"duration\":2610,\"text\":\"all\"}]",
     "599-4160 |Hi\n\n4160000-4162610 |all\n"},
    {"QQ", "{\"code\":0,\"lyric\":\"[00:01.00]Hello\",\"trans\":\"[00:01.00]你好\"}",
     "1000-6000 你好|Hello\n"},
    {"LRCLIB", "{\"plainLyrics\":\"Hello\",\"syncedLyrics\":\"[00:01.00] Hello\"}",
     "1000-6000 |Hello\n"},
    {"broken off", "[{\"start\":1,\"end\":2,\"text\":\"a\"},\n{\"start\":2,\"end\":3,\"te",
     "1000-2000 |a\n? 2: from here on it is no JSON, so the rest was skipped.\n"},
    {"empty", "{\"body\":[]}", "! There is no cue in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("captions", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(got, ==, rows[i].out);
        if (rows[i].out[0] != '!')
            g_assert_cmpstr(format_probe(rows[i].in)->name, ==, "captions");
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/captions/rows", test_rows);
    return g_test_run();
}
