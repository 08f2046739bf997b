// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"
#include "earvoice/load.h"

#define HEAD                                                                                       \
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"                              \
    "<w:document "                                                                                 \
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
#define TAIL         "</w:body></w:document>"
#define T(text)      "<w:r><w:t>" text "</w:t></w:r>"
#define P(text)      "<w:p>" T(text) "</w:p>"
#define C(text)      "<w:tc>" P(text) "</w:tc>"
#define ROW(zh, en)  "<w:tr>" C(zh) C(en) "</w:tr>"
#define TABLE(...)   "<w:tbl>" __VA_ARGS__ "</w:tbl>"
#define TWO          "- 你好。|Hello.\n\n- 再见。|Bye.\n"
#define TWO_ROWS     ROW("你好。", "Hello.") ROW("再见。", "Bye.")
#define PROPERTY(it) "<w:tcPr>" it "</w:tcPr>"

#define SHOWN(properties, text) "<w:r><w:rPr>" properties "</w:rPr><w:t>" text "</w:t></w:r>"
#define HIDDEN(how)             "<w:r><w:rPr><w:b/><w:vanish" how "/></w:rPr><w:tab/><w:t>No</w:t><w:br/></w:r>"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"a table", TABLE(TWO_ROWS), TWO},
    {"English first", TABLE(ROW("Hello.", "你好。") ROW("Bye.", "再见。")), TWO},
    {"names of columns", TABLE(ROW("中文", "English") TWO_ROWS), TWO},
    {"notes behind", TABLE("<w:tr>" C("你好。") C("Hello.") C("Hm.") "</w:tr>"),
     "- 你好。|Hello.\n"
     "? columns other than Chinese and English were left out, in so many rows: 1.\n"},
    {"numbers in front", TABLE("<w:tr>" C("1") C("你好。") C("Hello.") "</w:tr>"),
     "- 你好。|Hello.\n"},
    {"above and below the table", P("会议") P("") TABLE(TWO_ROWS) P("The end."),
     "# - 会议|\n\n" TWO "\n- |The end.\n"},
    {"runs, breaks and tabs",
     TABLE("<w:tr>" C("你好。") "<w:tc><w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>" T("He")
               T("llo") "<w:r><w:tab/><w:t xml:space=\"preserve\"> my</w:t><w:noBreakHyphen/>"
                        "<w:br/><w:t>dear</w:t></w:r></w:p></w:tc></w:tr>"),
     "- 你好。|Hello  my-\\ndear\n"},
    {"as many paragraphs in both cells",
     TABLE("<w:tr><w:tc>" P("你好。") P("再见。") "</w:tc><w:tc>" P("Hello.")
               P("Bye.") "</w:tc></w:tr>"),
     TWO},
    {"not as many",
     TABLE("<w:tr>" C("你好。再见。") "<w:tc>" P("Hello.") P("Bye.") "</w:tc></w:tr>"),
     "- 你好。再见。|Hello.\\nBye.\n"},
    {"hidden text",
     TABLE("<w:tr>" C("你好。") "<w:tc><w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" HIDDEN("")
               HIDDEN(" w:val=\"1\"") SHOWN("<w:vanish w:val=\"0\"/>", "Hel")
                   SHOWN("<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>",
                         "lo.") "</w:p></w:tc></w:tr>"),
     "- 你好。|Hello.\n"},
    {"recorded changes",
     TABLE("<w:tr>" C("你好。") "<w:tc><w:p><w:del><w:r><w:delText>No</w:delText></w:r></w:del>"
                                "<w:moveFrom>" T("No") "</w:moveFrom><w:ins>" T(
                                    "Hello.") "</w:ins></w:p></w:tc></w:tr>"),
     "- 你好。|Hello.\n"},
    {"readings, pictures for old programs",
     TABLE("<w:tr><w:tc><w:p><w:r><w:ruby><w:rt>" T("hǎo") "</w:rt><w:rubyBase>" T(
         "好。") "</w:rubyBase></w:ruby></w:r></w:p></"
                 "w:tc><w:tc><w:p><mc:AlternateContent><mc:"
                 "Choice>" T("Good.") "</"
                                      "mc:Choice><mc:"
                                      "Fallback>" T("Good.") "</"
                                                             "mc"
                                                             ":F"
                                                             "al"
                                                             "lb"
                                                             "ac"
                                                             "k>"
                                                             "</"
                                                             "mc"
                                                             ":A"
                                                             "lt"
                                                             "er"
                                                             "na"
                                                             "te"
                                                             "Co"
                                                             "nt"
                                                             "en"
                                                             "t>"
                                                             "</"
                                                             "w:"
                                                             "p>"
                                                             "</"
                                                             "w:"
                                                             "tc"
                                                             "><"
                                                             "/w"
                                                             ":t"
                                                             "r"
                                                             ">"),
     "- 好。|Good.\n"},
    {"a cell over two columns",
     TABLE("<w:tr><w:tc>" PROPERTY("<w:gridSpan w:val=\"2\"/>") P("1") "</w:tc>" C("你好。")
               C("Hello.") "</w:tr><w:tr>" C("2") C("") C("再见。") C("Bye.") "</w:tr>"),
     TWO},
    {"a cell over two rows",
     TABLE("<w:tr><w:tc>" PROPERTY("<w:vMerge w:val=\"restart\"/>")
               P("你好。") "</w:tc>" C("Hello.") "</w:tr><w:tr><w:tc>" PROPERTY(
                   "<w:vMerge/>") "<w:p/></w:tc>" C("You.") "</w:tr>" ROW("再见。", "Bye.")),
     "- 你好。|Hello.\\nYou.\n\n- 再见。|Bye.\n"},
    {"times",
     P("会议") TABLE("<w:tr>" C("开始") C("结束") C("中文") C("English") "</w:tr><w:tr>" C("0:01")
                         C("0:02,5") C("你好。") C("Hello.") "</w:tr>") P("The end."),
     "# - 会议|\n\n1000-2500 你好。|Hello.\n\n- |The end.\n"},
    {"two tables with names",
     TABLE(ROW("中文", "English") ROW("你好。", "Hello.")) P("")
         TABLE(ROW("Chinese (PRC)", "English (US)") ROW("再见。", "Bye.")),
     TWO},
    {"columns that are left free",
     TABLE("<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>" C("Good.") "</w:tr>" TWO_ROWS),
     "- |Good.\n\n" TWO},
    {"a table in a cell",
     TABLE("<w:tr>" C("你好。") "<w:tc>" TABLE("<w:tr>" C("Hello.")
                                                   C("You.") "</w:tr>") "</w:tc></w:tr>"),
     "- 你好。|Hello.\\nYou.\n"},
    {"a table in a cell over two columns",
     TABLE("<w:tr><w:tc>" PROPERTY("<w:gridSpan w:val=\"2\"/>")
               TABLE("<w:tr>" C("1") "</w:tr>") "</w:tc>" C("你好。")
                   C("Hello.") "</w:tr>"
                               "<w:tr>" C("2") C("") C("再见。") C("Bye.") "</w:tr>"),
     TWO},
    {"paragraphs in turn", P("你好。") P("Hello.") P("") P("再见。") P("Bye."), TWO},
    {"one language", P("Hello.") P("Bye."), "- |Hello.\n\n- |Bye.\n"},
    {"a small table among paragraphs",
     TABLE(ROW("日期", "Date")) P("大家早上好，欢迎。") P("Good morning, everybody.") P("再见。")
         P("Bye."),
     "# - 日期|Date\n\n- 大家早上好，欢迎。|Good morning, everybody.\n\n- 再见。|Bye.\n"},
    {"nothing", P(""), "! There is no text in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *in = g_strconcat(HEAD, rows[i].in, TAIL, NULL);
        g_autofree char *got = dump_read("docx", in, strlen(in));
        g_test_message("row: %s", rows[i].name);
        g_assert_cmpstr(format_probe(in)->name, ==, "docx");
        g_assert_cmpstr(got, ==, rows[i].out);
    }
}

// Broken off: what was whole before is kept, and the line said.
static void test_broken(void)
{
    const char *in = HEAD TABLE(TWO_ROWS) "\n<w:p><w:r><w:t>x";
    g_autofree char *got = dump_read("docx", in, strlen(in));
    g_assert_true(g_str_has_prefix(got, TWO "? 3: from here on it is no XML"));
}

static void test_deep(void)
{
    g_autoptr(GString) in = g_string_new(HEAD TABLE(TWO_ROWS));
    for (int i = 0; i < 100000; i++)
        g_string_append(in, "<w:p>");
    g_autofree char *got = dump_read("docx", in->str, in->len);
    g_assert_nonnull(strstr(got, TWO));
    g_assert_nonnull(strstr(got, "more than 256 elements inside of one another"));
}

// What is short in the file and long to look at.
static void test_wide(void)
{
    g_autoptr(GString) in = g_string_new(HEAD "<w:tbl><w:tr>");
    for (int i = 0; i < 200000; i++)
        g_string_append(in, "<w:tc/>");
    g_string_append(in, C("你好。") C("Hello.") "</w:tr></w:tbl>" TAIL);
    int64_t from_us = g_get_monotonic_time();
    g_autofree char *got = dump_read("docx", in->str, in->len);
    g_assert_cmpint(g_get_monotonic_time() - from_us, <, 5 * G_USEC_PER_SEC);
    g_assert_nonnull(strstr(got, "你好。"));
}

// Real documents of others, where they are at hand.
static const struct {
    const char *name;
    int least;
    const char *begins;
} documents[] = {
    {"file-OpenXMLFilter.docx", 1, NULL},
    {"file-OpenXMLFilter-tables.docx", 20, "Title for paper"},
};

static void test_documents(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(documents); i++) {
        const char *folder = suite("suites/docx/openXML");
        if (!folder)
            return;
        g_autofree char *path = g_build_filename(folder, documents[i].name, NULL);
        g_auto(loaded) l = {0};
        g_autoptr(GError) error = NULL;
        load_files((const char *const[]){path, NULL}, NULL, &l, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(((loaded_file *)g_ptr_array_index(l.files, 0))->format, ==, "docx");
        g_autofree char *got = dump_short(l.speech);
        g_test_message("%s:\n%s", documents[i].name, got);
        g_assert_cmpint(speech_segment_count(l.speech), >=, documents[i].least);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/docx/rows", test_rows);
    g_test_add_func("/docx/broken", test_broken);
    g_test_add_func("/docx/deep", test_deep);
    g_test_add_func("/docx/wide", test_wide);
    g_test_add_func("/docx/documents", test_documents);
    return g_test_run();
}
