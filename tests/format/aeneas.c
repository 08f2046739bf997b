// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"

#define MAP(fragments) "{\"fragments\": [" fragments "]}\n"
#define ONE(begin, end, language, lines)                                                           \
    "{\"begin\": \"" begin "\", \"end\": \"" end "\", \"id\": \"f\", \"language\": \"" language    \
    "\", \"lines\": [" lines "], \"children\": []}"
#define PARENT(lines, children)                                                                    \
    "{\"begin\": \"1.000\", \"end\": \"9.000\", \"language\": \"eng\", \"lines\": [" lines "], "   \
    "\"children\": [" children "]}"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"a flat map",
     MAP(ONE("0.000", "2.680", "eng", "\"Hello.\"") "," ONE("2.680", "3", "eng", "\"Bye.\"")),
     "0-2680 |Hello.\n\n2680-3000 |Bye.\n"},
    {"numbers for times", MAP("{\"begin\": 1, \"end\": 2.5, \"lines\": [\"Hello.\"]}"),
     "1000-2500 |Hello.\n"},
    {"what else is said",
     MAP("{\"begin\": 1, \"end\": 2, \"lines\": [\"Hi.\"], \"speaker\": \"A\", \"note\": null},"
         "{\"begin\": 2, \"end\": 3, \"lines\": [\"Bye.\"], \"speaker\": \"B\", \"conf\": 1}"),
     "1000-2000 |Hi.\n\n2000-3000 |Bye.\n"
     "? what is said of fragments besides (conf, speaker) was left out: of 2.\n"},
    {"several lines are one text", MAP(ONE("0", "1", "eng", "\"Hello\", \"there.\"")),
     "0-1000 |Hello\\nthere.\n"},
    {"two languages", MAP(ONE("0", "1", "eng", "\"Hello.\", \"你好。\"")),
     "0-1000 你好。|Hello.\n"},
    {"the language says the side",
     MAP(ONE("0", "1", "cmn", "\"OK\"") "," ONE("1", "2", "eng", "\"2020\"")),
     "0-1000 OK|\n\n1000-2000 |2020\n"},
    {"no language: the script does", MAP(ONE("0", "1", "", "\"你好 Tom\"")), "0-1000 你好 Tom|\n"},
    {"head and tail",
     MAP(ONE("0", "1", "eng", "") "," ONE("1", "2", "eng", "\"Hello.\"") "," ONE("2", "3", "eng",
                                                                                 "\" \"")),
     "1000-2000 |Hello.\n"},
    {"paragraphs",
     MAP(PARENT(
         "\"a. b.\"",
         ONE("1", "2", "eng", "\"One of.\"") "," ONE(
             "2", "3", "eng", "\"Two of.\"")) "," PARENT("", ONE("3", "4", "eng", "\"Three.\""))),
     "1000-2000 |One of.\n2000-3000 |Two of.\n\n3000-4000 |Three.\n"},
    {"sentences of one word",
     MAP(PARENT("\"Yes. No.\"",
                ONE("1", "2", "eng", "\"Yes.\"") "," ONE("2", "3", "eng", "\"No.\""))),
     "1000-2000 |Yes.\n2000-3000 |No.\n"},
    {"words",
     MAP(PARENT("\"Now, go on.\"",
                ONE("1", "2", "eng", "\"Now,\"") "," ONE("2", "3", "eng", "\"go\"") "," ONE(
                    "3", "4", "eng", "\"on.\""))),
     "1000-9000 |Now, go on. en0@1000 en5@2000 en8@3000\n"},
    {"words of sentences of paragraphs",
     MAP(PARENT("\"Hi. Go.\"", PARENT("\"Hi.\"", ONE("1", "2", "eng", "\"Hi.\"")) "," PARENT(
                                   "\"Go.\"", ONE("2", "3", "eng", "\"Go.\"")))),
     "1000-9000 |Hi. en0@1000\n1000-9000 |Go. en0@2000\n"},
    {"no length",
     MAP(ONE("1.000", "1.000", "eng", "\"One.\"") "," ONE("1.000", "2.000", "eng", "\"Two.\"")),
     "1000-1001 |One.\n\n1000-2000 |Two.\n" DUMP_MENDED("1: ", 1)},
    {"the end before the start",
     MAP(ONE("3", "2", "eng", "\"One.\"") "," ONE("4", "5", "eng", "\"Two.\"")),
     "3000-4000 |One.\n\n4000-5000 |Two.\n" DUMP_MENDED("1: ", 1)},
    {"no times that can be read",
     MAP(ONE("x", "2", "eng", "\"One.\"") "," ONE("-4", "5", "eng", "\"Two.\"") "," ONE(
         "1e300", "1e301", "eng", "\"Three.\"") "," ONE("nan", "5", "eng", "\"Four.\"")),
     "- |One.\n\n- |Two.\n\n- |Three.\n\n- |Four.\n" DUMP_UNTIMED("1: ", 1) DUMP_UNTIMED("1: ", 2)
         DUMP_UNTIMED("1: ", 3) DUMP_UNTIMED("1: ", 4)},
    {"the same span in two languages",
     MAP(ONE("1", "2", "zho", "\"好。\"") "," ONE("1", "2", "eng", "\"Good.\"") "," ONE(
         "2", "3", "eng", "\"Bye.\"")),
     "1000-2000 好。|Good.\n\n2000-3000 |Bye.\n"},
    {"one language behind the other",
     MAP(ONE("1", "2", "zho", "\"好。\"") "," ONE("2", "3", "zho", "\"走。\"") "," ONE(
         "1.1", "2", "eng", "\"Good.\"") "," ONE("2", "3.1", "eng", "\"Go.\"")),
     "1000-2000 好。|Good.\n\n2000-3100 走。|Go.\n"},
    {"Python's numbers",
     MAP("{\"begin\": 1, \"end\": NaN, \"x\": [-Infinity], \"lines\": [\"NaN.\"]}"),
     "1000-6000 |NaN.\n"
     "? what is said of fragments besides (x) was left out: of 1.\n" DUMP_MENDED("1: ", 1)},
    {"broken off", "{\"fragments\": [\n" ONE("1", "2", "eng", "\"One.\"") ",\n{\"begin\": \"2",
     "1000-2000 |One.\n? 3: from here on it is no JSON, so the rest was skipped.\n"},
    {"each is in its line",
     "{\"fragments\": [\n" ONE("1", "2", "eng", "\"One\nof.\"") ",\n" ONE(
         "3", "2", "eng", "\"Two.\"") ",\n\n" PARENT("",
                                                     ONE("4", "5", "eng", "\"Three.\"") "," ONE(
                                                         "x", "6", "eng", "\"Four.\"")) "]}",
     "1000-2000 |One\\nof.\n\n3000-4000 |Two.\n\n4000-5000 |Three.\n- |Four.\n" DUMP_MENDED(
         "4: ", 2) DUMP_UNTIMED("6: ", 4)},
    {"the fragments behind others, and twice",
     "{\"fragments\": 1, \"x\": {\"fragments\": [{\"a\": [\"]}\\\"\"]}]}, \"fragments\": [" ONE(
         "1", "2", "eng", "\"One.\"") "], \"y\": [1, {}]}",
     "1000-2000 |One.\n"},
    {"wrong types",
     MAP("1, null, [], \"x\", {\"lines\": 3}, {\"lines\": [1, {}]}, {\"lines\": [\"One.\"], "
         "\"begin\": [], \"children\": 1}"),
     "- |One.\n" DUMP_UNTIMED("1: ", 1)},
    {"nothing", MAP(""), "! There is no fragment with text in it.\n"},
    {"no JSON", "x", "! There is no fragment with text in it.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("aeneas", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_fail_printf("%s:\n%s", rows[i].name, got);
    }
}

// Deeper than is looked into, and deeper than JSON may be.
static void test_deep(void)
{
    static const struct {
        int depth;
        const char *out;
    } depths[] = {
        {20, "1000-2000 |c d\n"},
        {100,
         "1000-2000 |c d\n? 1: fragments that stand too deep inside of others were skipped.\n"},
        {1000,
         "1000-2000 |c d\n? 1: fragments that stand too deep inside of others were skipped.\n"},
        {100000, "1000-2000 |c d\n? 1: fragments that stand too deep inside of others were "
                 "skipped.\n? 1: from here on it is no JSON, so the rest was skipped.\n"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(depths); i++) {
        g_autoptr(GString) in = g_string_new(
            "{\"fragments\": [{\"lines\": [\"a b\"], \"begin\": 1, \"end\": 2, \"children\": [");
        for (int k = 0; k < depths[i].depth; k++)
            g_string_append(in, "{\"begin\": 1, \"end\": 2, \"lines\": [\"c d\"], \"children\": [");
        for (int k = 0; k < depths[i].depth; k++)
            g_string_append(in, "]}");
        g_string_append(in, "]}]}");
        g_autofree char *got = dump_read("aeneas", in->str, in->len);
        g_assert_cmpstr(got, ==, depths[i].out);
    }
}

static const struct {
    const char *head, *format;
} probes[] = {
    {" \n" MAP(ONE("1", "2", "eng", "\"start text words segments\"")), "aeneas"},
    {"{\"fragments\": []}", NULL},
};

static void test_probe(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(probes); i++) {
        const format *f = format_probe(probes[i].head);
        gboolean is = f && strcmp(f->name, "aeneas") == 0;
        g_assert_cmpint(is, ==, probes[i].format != NULL);
    }
}

// Ids stay, and so do the paragraphs.
static void test_again(void)
{
    static const char in[] = MAP(
        PARENT("\"a\"", "{\"id\": \"s7\", \"begin\": 1, \"end\": 2, \"lines\": [\"One of.\"]}," ONE(
                            "2", "3", "eng", "\"Two of.\"")));
    g_autoptr(speech) s = format_find("aeneas")->read(in, strlen(in), NULL, NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    g_assert_true(format_find("aeneas")->write(s, out, NULL, NULL));
    g_assert_nonnull(strstr(out->str, "\"id\": \"s7\""));
    g_autofree char *got = dump_read("aeneas", out->str, out->len);
    g_assert_cmpstr(got, ==, "1000-2000 |One of.\n2000-3000 |Two of.\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/aeneas/rows", test_rows);
    g_test_add_func("/aeneas/deep", test_deep);
    g_test_add_func("/aeneas/probe", test_probe);
    g_test_add_func("/aeneas/again", test_again);
    return g_test_run();
}
