// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/xml_copy.h"

#include <string.h>

typedef struct {
    xml_copy *copy;
    GString *out, *part; // what is in `part` elements goes into a string of its own
    guint parts;
} copier;

static void start(void *data, const char *element, const xml_attributes *a)
{
    copier *c = data;
    if (strcmp(element, "part") == 0 && c->parts++ == 0)
        xml_copy_to(c->copy, c->part);
    gboolean written = xml_copy_start(c->copy, a);
    g_assert_true(written == xml_copy_writes(c->copy));
    g_assert_cmpstr(xml_copy_open(c->copy), ==, a->element);
    if (strcmp(element, "raw") == 0)
        xml_copy_raw(c->copy, "<b/>");
}

static void end(void *data, const char *element)
{
    copier *c = data;
    g_assert_cmpstr(xml_local_name(xml_copy_open(c->copy)), ==, element);
    xml_copy_end(c->copy);
    if (strcmp(element, "part") == 0 && --c->parts == 0)
        xml_copy_to(c->copy, c->out);
}

static void text(void *data, const char *from, gsize length)
{
    xml_copy_text(((copier *)data)->copy, from, length);
}

static void comment(void *data, const char *from, gsize length)
{
    xml_copy_comment(((copier *)data)->copy, from, length);
}

// `part` gets what is in the first `part` element and those after it.
static char *copy_of(const char *xml, GString *part)
{
    static const xml_handler handler = {start, end, text, comment};
    GString *out = g_string_new(NULL);
    g_autoptr(xml_copy) copy = xml_copy_new(out);
    copier c = {copy, out, part, 0};
    xml_read(xml, strlen(xml), &handler, &c, NULL, NULL);
    while (xml_copy_open(copy))
        xml_copy_end(copy);
    return g_string_free(out, FALSE);
}

#define SPACE "xmlns:x=\"http://a.b/c\""

static const struct {
    const char *name, *in, *out, *part; // out NULL: as `in`
} rows[] = {
    {"as it is", "<a b=\"c\" x-d=\"\"> <e/>f<g>h</g>\n</a>\n", NULL, ""},
    {"empty", "<a></a>", "<a/>\n", ""},
    {"quotes", "<a b='\"' c=\"'\">\"'</a>", "<a b=\"&quot;\" c=\"'\">&quot;'</a>\n", ""},
    {"entities", "<a b=\"&lt;&amp;&#9;&#10;&#13;\">&lt;&gt;&amp;&#13;&#x4F60;</a>",
     "<a b=\"&lt;&amp;&#9;&#10;&#13;\">&lt;&gt;&amp;&#13;你</a>\n", ""},
    {"CDATA", "<a><![CDATA[<b>]]></a>", "<a>&lt;b&gt;</a>\n", ""},
    {"lines of CDATA", "<a>b\r\n<![CDATA[c\r\nd\re\n\r\r\n]]>\r<![CDATA[]]></a>",
     "<a>b\nc\nd\ne\n\n\n\n</a>\n", ""},
    {"no characters", "<a b=\"\1\">&#1;\357\277\277c</a>", "<a b=\"\">c</a>\n", ""},
    {"nothing but no characters", "<a><b>\1</b></a>", "<a><b/></a>\n", ""},
    {"comments", "<!-- 1 --><a><!-- 2 --><b><!-- 3 --></b></a><!-- 4 -->",
     "<!-- 1 -->\n<a><!-- 2 --><b><!-- 3 --></b></a>\n<!-- 4 -->\n", ""},
    {"no comment", "<a><!-- -- --><!-- ---><!--\1--></a>", "<a/>\n", ""},
    {"instructions", "<?xml version=\"1.0\"?><?b c?><a><?d?><?e  f\n?></a><?g-h?>",
     "<?b c?>\n<a><?d?><?e  f\n?></a>\n<?g-h?>\n", ""},
    {"no instructions", "<a><?XML b?><?1 c?><?d:e?><? f?><?g \1?></a>", "<a/>\n", ""},
    {"text outside", " \n<a/>\n \n", "<a/>\n", ""},
    {"two roots", "<a/><b><c/>d</b>", "<a/>\n", ""},
    {"prefixes", "<x:a " SPACE " x:b=\"\"><x:c/></x:a>\n", NULL, ""},
    {"what is not declared", "<a x:b=\"\"><x:c>d<e/><!-- --></x:c>f</a>", "<a>f</a>\n", ""},
    {"declared inside", "<a><b " SPACE "><x:c/></b><x:d/></a>", "<a><b " SPACE "><x:c/></b></a>\n",
     ""},
    {"the root is not declared", "<x:a><b/></x:a><a/>", "<a/>\n", ""},
    {"no names", "<a :b=\"\" b:c:d=\"\" é=\"\"><b:/></a>", "<a é=\"\"/>\n", ""},
    {"no declarations", "<a xmlns:=\"x\" xmlns:y=\"\" xmlns:xml=\"z\" xmlns=\"a b\"/>", "<a/>\n",
     ""},
    {"twice", "<a b=\"1\" b=\"2\" xml:lang=\"zh\" xml:lang=\"en\"/>",
     "<a b=\"1\" xml:lang=\"zh\"/>\n", ""},
    {"twice by its namespace",
     "<a " SPACE " xmlns:y=\"http://a.b/c\" x:b=\"1\" y:b=\"2\" b=\"3\"/>",
     "<a " SPACE " xmlns:y=\"http://a.b/c\" x:b=\"1\" b=\"3\"/>\n", ""},
    {"broken off", "<a><b c=\"d\"><e>f</e", "<a><b c=\"d\"><e>f</e></b></a>\n", ""},
    {"raw", "<a><raw/><x:raw/></a>", "<a><raw><b/></raw></a>\n", ""},
    {"a part", "<a><part c=\"d\">e<part/></part></a>", "<a></a>\n",
     "<part c=\"d\">e<part/></part>"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) part = g_string_new(NULL);
        g_autofree char *got = copy_of(rows[i].in, part);
        g_test_message("%s: %s", rows[i].name, got);
        g_assert_cmpstr(got, ==, rows[i].out ? rows[i].out : rows[i].in);
        g_assert_cmpstr(part->str, ==, rows[i].part);
        // What is written is copied as it is.
        g_autofree char *again = copy_of(got, part);
        if (!*rows[i].part && !strstr(got, "<raw>"))
            g_assert_cmpstr(again, ==, got);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml_copy/rows", test_rows);
    return g_test_run();
}
