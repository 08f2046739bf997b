// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/charset.h"

#include <string.h>

#include "base/file.h"
#include "dump.h"

static const struct {
    const char *name, *in;
    gsize size;
    const char *forced, *encoding, *out;
} rows[] = {
#define BYTES(text) text, sizeof(text) - 1
    {"ascii", BYTES("plain\n"), NULL, "UTF-8", "plain\n"},
    {"utf-8", BYTES("早上好"), NULL, "UTF-8", "早上好"},
    {"mark", BYTES("\357\273\277好"), NULL, "UTF-8", "好"},
    {"two marks", BYTES("\357\273\277\357\273\277好"), NULL, "UTF-8", "好"},
    {"utf-16le with a mark", BYTES("\377\376a\0\n\0\x7d\x59"), NULL, "UTF-16LE", "a\n好"},
    {"utf-16be with a mark", BYTES("\376\377\0a\x59\x7d"), NULL, "UTF-16BE", "a好"},
    {"utf-16le", BYTES("1\0\n\0a\0b\0\n\0\x7d\x59"), NULL, "UTF-16LE", "1\nab\n好"},
    {"utf-16be", BYTES("\0001\0\n\0a\0b\0\n\x59\x7d"), NULL, "UTF-16BE", "1\nab\n好"},
    {"utf-32le with a mark", BYTES("\377\376\0\0a\0\0\0\x7d\x59\0\0"), NULL, "UTF-32LE", "a好"},
    {"utf-32be", BYTES("\0\0\0a\0\0\0b\0\0\x59\x7d"), NULL, "UTF-32BE", "ab好"},
    {"gbk", BYTES("1\n\xb4\xf3\xbc\xd2\xba\xc3\n"), NULL, "GB18030", "1\n大家好\n"},
    {"gbk, few and rare", BYTES("1\n\xba\xfb\xb5\xfb\xf4\xe6\xf4\xe6\n"), NULL, "GB18030",
     "1\n蝴蝶翩翩\n"},
    {"big5", BYTES("1\n\xa4\x6a\xae\x61\xa6\x6e\n"), NULL, "BIG5-HKSCS", "1\n大家好\n"},
    {"cp1252", BYTES("caf\xe9 na\xefve \x93quoted\x94\n"), NULL, NULL, "café naïve “quoted”\n"},
    {"one quote", BYTES("It\x92s fine\n"), NULL, "WINDOWS-1252", "It’s fine\n"},
    {"few letters", BYTES("\xe9t\xe9 \xe0 Besan\xe7on\n"), NULL, "WINDOWS-1252",
     "été à Besançon\n"},
    {"damaged utf-8", BYTES("一二三四五六七八九十一二三四五六七八九十\377。"), NULL, "UTF-8",
     "一二三四五六七八九十一二三四五六七八九十\357\277\275。"},
    {"json with half characters", BYTES("[{\"a\":\"你好吗\",\"b\":\"\xE4\xBD\"}]"), NULL, "UTF-8",
     "[{\"a\":\"你好吗\",\"b\":\"\357\277\275\"}]"},
    {"json in gbk", BYTES("[{\"a\":\"\xb4\xf3\xbc\xd2\xba\xc3\"}]"), NULL, "GB18030",
     "[{\"a\":\"大家好\"}]"},
    {"a nul", BYTES("one\0two\n"), NULL, "UTF-8", "one\357\277\275two\n"},
    {"euc-jp",
     BYTES("1\n\xa4\xb3\xa4\xf3\xa4\xcb\xa4\xc1\xa4\xcf\xa1\xa2\xb3\xa7\xa4\xb5\xa4\xf3\n"), NULL,
     "EUC-JP", "1\nこんにちは、皆さん\n"},
    {"iso-2022-jp", BYTES("1\n\033$B$3$s$K$A$O\033(B\n"), NULL, "ISO-2022-JP", "1\nこんにちは\n"},
    {"turkish with a quote",
     BYTES("G\xfcnayd\xfdn, de\xf0"
           "erli \xddstanbul\x92"
           "a\n"),
     NULL, "WINDOWS-1254", "Günaydın, değerli İstanbul’a\n"},
    {"forced", BYTES("\xe9"), "CP1251", "CP1251", "й"},
    {"forced, but for the order", BYTES("\376\377\0a\x59\x7d"), "utf-16", "UTF-16BE", "a好"},
    {"forced, without a mark", BYTES("\0001\0\n\0a\0b\0\n\x59\x7d"), "UTF-16", "UTF-16BE",
     "1\nab\n好"},
    {"forced, by a name too small", BYTES("\x94\x4b"), "gb2312", "GB18030", "擪"},
    {"empty", BYTES(""), NULL, "UTF-8", ""},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GBytes) in = g_bytes_new_static(rows[i].in, rows[i].size);
        charset_text t;
        g_assert_true(charset_decode(in, rows[i].forced, &t, NULL));
        g_assert_cmpuint(strlen(t.text), ==, t.size);
        if (strcmp(t.text, rows[i].out) != 0 ||
            (rows[i].encoding && strcmp(t.encoding, rows[i].encoding) != 0))
            g_error("row: %s: %s [%s]", rows[i].name, t.encoding, t.text);
        charset_clear(&t);
    }
}

static void test_unknown(void)
{
    g_autoptr(GBytes) in = g_bytes_new_static("a", 1);
    g_autoptr(GError) error = NULL;
    charset_text t;
    g_assert_false(charset_decode(in, "no-such", &t, &error));
    g_assert_cmpstr(error->message, ==, "There is no text encoding called no-such.");
}

// Files whose encoding is the name of their folder.
static const struct {
    const char *folder, *encoding;
} suites[] = {
    {"GB2312", "GB18030"},  {"Big5", "BIG5-HKSCS"}, {"utf-8", "UTF-8"},
    {"utf-8-sig", "UTF-8"}, {"UTF-16", "UTF-16"},   {"UTF-32", "UTF-32"},
    {"ascii", "UTF-8"},     {"EUC-JP", "EUC-JP"},   {"EUC-TW", "EUC-TW"},
    {"CP932", "CP932"},     {"SHIFT_JIS", "CP932"}, {"iso-8859-9-turkish", "WINDOWS-1254"},
};

static void test_suite(void)
{
    const char *root = suite("suites/charset");
    if (!root)
        return;
    int files = 0, good = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(suites); i++) {
        g_autofree char *folder = g_build_filename(root, suites[i].folder, NULL);
        g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
        for (const char *name; dir && (name = g_dir_read_name(dir));) {
            g_autofree char *path = g_build_filename(folder, name, NULL);
            g_autoptr(GBytes) in = file_read(path, FILE_TEXT_MAX, NULL);
            charset_text t;
            if (!in)
                continue;
            g_assert_true(charset_decode(in, NULL, &t, NULL));
            gboolean right = g_str_has_prefix(t.encoding, suites[i].encoding);
            if (!right)
                g_test_message("%s/%s: %s", suites[i].folder, name, t.encoding);
            files++;
            good += right;
            charset_clear(&t);
        }
    }
    g_test_message("right: %d of %d", good, files);
    g_assert_cmpint(good * 100, >=, files * 95);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/charset/rows", test_rows);
    g_test_add_func("/charset/unknown", test_unknown);
    g_test_add_func("/charset/suite", test_suite);
    return g_test_run();
}
