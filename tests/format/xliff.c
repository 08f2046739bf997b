// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"
#include "earvoice/load.h"

#define ONE                                                                                        \
    "<?xml version=\"1.0\"?>\n<xliff version=\"1.2\" "                                             \
    "xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">"                                             \
    "<file original=\"x\" source-language=\"en-US\" "                                              \
    "target-language=\"zh-CN\"><header><note>n</note>"                                             \
    "</header><body>"
#define ONE_END "</body></file></xliff>\n"
#define TWO                                                                                        \
    "<xliff version=\"2.1\" srcLang=\"zh\" trgLang=\"en\" "                                        \
    "xmlns=\"urn:oasis:names:tc:xliff:document:2.0\"><file id=\"f\">"
#define TWO_END "</file></xliff>\n"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"1.2, units in groups",
     ONE
     "<trans-unit id=\"1\"><source>Hello.</source><target state=\"final\">你好。</target>"
     "</trans-unit><group><group><trans-unit id=\"2\"><source>Bye.</source></trans-unit></group>"
     "<trans-unit id=\"3\"><source/><target/></trans-unit></group>" ONE_END,
     "- 你好。|Hello.\n\n- |Bye.\n"},
    {"1.2, segments by number, the other way round, one too many",
     ONE
     "<trans-unit id=\"1\"><source>A. B. C.</source><seg-source><g id=\"1\"><mrk mtype=\"seg\" "
     "mid=\"1\">A.</mrk> <mrk mtype=\"seg\" mid=\"2\">B.</mrk></g> <mrk mtype=\"seg\" mid=\"3\">C."
     "</mrk></seg-source><target><mrk mtype=\"seg\" mid=\"2\">乙。</mrk><mrk mtype=\"seg\" "
     "mid=\"1\">甲。</mrk><mrk mtype=\"seg\" mid=\"4\">丁。</mrk></target></trans-unit>" ONE_END,
     "- 甲。|A.\n- 乙。|B.\n- |C.\n- 丁。|\n"},
    {"1.2, a number twice",
     ONE "<trans-unit id=\"1\"><source>A. B.</source><seg-source><mrk mtype=\"seg\" mid=\"1\">A."
         "</mrk><mrk mtype=\"seg\" mid=\"1\">B.</mrk></seg-source><target><mrk mtype=\"seg\" "
         "mid=\"1\">甲。</mrk><mrk mtype=\"seg\" mid=\"1\">乙。</mrk><mrk mtype=\"seg\" "
         "mid=\"1\">丙。</mrk></target></trans-unit>" ONE_END,
     "- 甲。|A.\n- 乙。|B.\n- 丙。|\n"},
    {"1.2, segments of one text only",
     ONE
     "<trans-unit id=\"1\"><source>A. B.</source><seg-source><mrk mtype=\"seg\" mid=\"1\">A.</mrk> "
     "<mrk mtype=\"seg\" mid=\"2\">B.</mrk></seg-source><target>甲。乙。</target></trans-unit>"
     "<trans-unit id=\"2\"><source>C. D.</source><seg-source><mrk mtype=\"seg\" mid=\"1\">C.</mrk>"
     " &amp; <mrk mtype=\"seg\" mid=\"2\">D.</mrk></seg-source></trans-unit>" ONE_END,
     "- 甲。乙。|A. B.\n\n- |C.\n- |&\n- |D.\n"},
    {"1.2, tags in a text",
     ONE
     "<trans-unit id=\"1\"><source>a <g id=\"1\">b</g><x id=\"2\"/> <bpt id=\"3\">&lt;i&gt;<sub>s"
     "</sub></bpt>c<ept id=\"3\">&lt;/i&gt;</ept><it id=\"4\" pos=\"open\">q</it><ph "
     "id=\"5\">r</ph>"
     "<mrk mtype=\"term\"> d</mrk><x id=\"6\" ctype=\"lb\"/>\n e</source></trans-unit>" ONE_END,
     "- |a b c d\\ne\n"},
    {"1.2, a candidate, and a target that is the source",
     ONE
     "<trans-unit id=\"1\"><source>Hello.</source><target state=\"new\">Hello.</target><alt-trans>"
     "<source>Hullo.</source><target>哈啰。</target></alt-trans><note>x</note></trans-unit>"
     "<trans-unit id=\"2\"><source>1 2</source><target>1 2</target></trans-unit>" ONE_END,
     "- |Hello.\n\n- 1 2|1 2\n"},
    {"1.2, blanks",
     ONE
     "<trans-unit id=\"1\"><source>\n    a  b\n    c\n  </source></trans-unit><trans-unit id=\"2\" "
     "xml:space=\"preserve\"><source>a\nb</source></trans-unit>" ONE_END,
     "- |a  b c\n\n- |a\\nb\n"},
    {"1.2, the language of a text itself",
     "<xliff version=\"1.2\"><file source-language=\"de\"><body><trans-unit><source "
     "xml:lang=\"zh\">OK"
     "</source><target xml:lang=\"en\">OK.</target></trans-unit></body></file></xliff>",
     "- OK|OK.\n"},
    {"no languages said",
     "<xliff version=\"1.2\"><file><body><trans-unit><source>你好。</source><target>Hello.</target>"
     "</trans-unit><trans-unit><source>One</source><target>Two</target></trans-unit></body></file>"
     "</xliff>",
     "- 你好。|Hello.\n\n- |One\n? texts in another language, left out: 1.\n"},
    {"another language",
     "<xliff version=\"2.0\" srcLang=\"en\" trgLang=\"fr\"><file><unit><segment><source>Hello."
     "</source><target>Bonjour.</target></segment></unit></file></xliff>",
     "- |Hello.\n? texts in another language, left out: 1.\n"},
    {"2.x, units, segments",
     TWO
     "<unit id=\"1\"><segment><source>甲。</source><target>A.</target></segment><ignorable><source>"
     " </source></ignorable><segment state=\"initial\"><source>乙。</source></segment></unit>"
     "<group id=\"g\"><unit id=\"2\"><segment><source>丙。</source><target order=\"2\">C.</target>"
     "</segment></unit></group>" TWO_END,
     "- 甲。|A.\n- 乙。|\n\n- 丙。|C.\n"},
    {"2.x, tags in a text",
     TWO
     "<unit "
     "id=\"1\"><notes><note>n</note></notes><mtc:matches><mtc:match><source>x</source><target>"
     "y</target></mtc:match></mtc:matches><originalData><data id=\"d\">z</data></originalData>"
     "<segment><source>甲<pc id=\"1\">乙</pc><sc id=\"2\"/>丙<ec startRef=\"2\"/><ph id=\"3\" "
     "subType=\"xlf:lb\"/><mrk id=\"m\" type=\"term\">丁</mrk><cp hex=\"001b\"/></source></segment>"
     "</unit>" TWO_END,
     "- 甲乙丙\\n丁|\n"},
    {"broken off", ONE "<trans-unit><source>Hello.</source></trans-unit><trans-unit><source>By",
     NULL},
    {"nothing", ONE ONE_END, "! There is no unit with Chinese or English text in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("xliff", rows[i].in, strlen(rows[i].in));
        g_test_message("%s", rows[i].name);
        g_assert_cmpstr(format_probe(rows[i].in)->name, ==, "xliff");
        if (rows[i].out)
            g_assert_cmpstr(got, ==, rows[i].out);
        else
            g_assert_true(g_str_has_prefix(got, "- |Hello.\n? 2: from here on"));
    }
}

// XLIFF 1.0, English and French, where it is at hand.
static void test_suites(void)
{
    const char *path = suite("suites/tmx/tmx/TMXComplianceKit/ExportTest1E.xlf");
    if (!path)
        return;
    g_auto(loaded) l = {0};
    g_assert_true(load_files((const char *const[]){path, NULL}, NULL, &l, NULL));
    const loaded_file *file = g_ptr_array_index(l.files, 0);
    g_assert_cmpstr(file->format, ==, "xliff");
    g_assert_cmpint(speech_segment_count(l.speech), ==, 4);
    g_assert_cmpstr(speech_segment(l.speech, 0)->text[LANGUAGE_EN], ==,
                    "Text with 3 spaces [   ] and 2 [  ]");
    g_assert_cmpstr(speech_segment(l.speech, 2)->text[LANGUAGE_EN], ==,
                    "<=lt, >=gt, &=amp, {=obrace, }=cbrace");
    g_assert_false(speech_has_language(l.speech, LANGUAGE_ZH));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xliff/rows", test_rows);
    g_test_add_func("/xliff/suites", test_suites);
    return g_test_run();
}
