// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/xml.h"

#include <string.h>

static void start(void *data, const char *element, const xml_attributes *a)
{
    g_string_append_printf(data, "<%s|%s", element, a->element);
    for (int i = 0; a->names[i]; i++)
        g_string_append_printf(data, " %s=%s", a->names[i], a->values[i]);
    g_string_append_c(data, '\n');
}

static void end(void *data, const char *element)
{
    g_string_append_printf(data, "/%s\n", element);
}

static void text(void *data, const char *from, gsize length)
{
    g_string_append_len(data, from, (gssize)length);
}

static const xml_handler handler = {start, end, text, NULL};

static const char *const rows[] = {
    "<a>text</a>\n",
    "<a x=\"1\" b:y=\"2 &lt; 3\">te&amp;xt<b/>&gt;&quot;<c:d z=\"\">more</c:d></a>",
    "<a><!-- <b> & --><br/>好<!----></a>",
    "<a x=\"=/\"><b y=\"&quot;\"/></a>",
};

// What was written here is told as a reader of XML tells it.
static void test_written(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) one = g_string_new(NULL), other = g_string_new(NULL);
        g_autofree char *copy = g_strdup(rows[i]);
        g_assert_true(xml_read(rows[i], strlen(rows[i]), &handler, one, NULL, NULL));
        xml_read_written(copy, strlen(copy), &handler, other);
        // A newline behind the last element is text to the one and nothing to the other.
        g_assert_cmpstr(g_strchomp(other->str), ==, g_strchomp(one->str));
    }
}

// What is no XML at all ends somewhere, with no more ends than starts.
static void test_broken(void)
{
    static const char *const broken[] = {
        "</a><b>",
        "<a></a></a><b/>",
        "<",
        "<a",
        "<a x>t</a>",
        "<a x=\"1",
        "<a x=1>t</a>",
        "<!-- <a/>",
        "<a x=\">t",
        "<a  x=\"1\">&",
        "<>",
        "</>",
        "<a/></a>",
        "&&lt",
        "<a x=\"1\"y=\"2\">",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(broken); i++) {
        g_autoptr(GString) got = g_string_new(NULL);
        g_autofree char *copy = g_strdup(broken[i]);
        xml_read_written(copy, strlen(copy), &handler, got);
        int depth = 0;
        g_auto(GStrv) lines = g_strsplit(got->str, "\n", -1);
        for (char **l = lines; *l; l++) {
            depth += strchr(*l, '<') ? 1 : *l[0] == '/' ? -1 : 0;
            g_assert_cmpint(depth, >=, 0);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml/written", test_written);
    g_test_add_func("/xml/broken", test_broken);
    return g_test_run();
}
