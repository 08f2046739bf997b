// SPDX-License-Identifier: GPL-3.0-or-later
// What attackers do to XML and JSON, in each format that is made of them: over in a second and in
// 128 MiB, nothing fetched, nothing grown.
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "dump.h"

// Sanitizers make it several times slower.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SECOND_US 6000000
#else
#define SECOND_US 1000000
#endif
// A text that has been made to grow is longer than this.
#define TEXT_MAX (8 << 20)

#define MEMORY_MAX (128 << 20)

// ---- what is allocated

typedef struct {
    _Atomic gsize now, most;
} memory;
static memory used;

#ifdef __SANITIZE_ADDRESS__
// Of the sanitizer: it calls `got` and `gone` for each allocation.
int __sanitizer_install_malloc_and_free_hooks(void (*got)(const volatile void *, size_t),
                                              void (*gone)(const volatile void *));
size_t __sanitizer_get_allocated_size(const volatile void *at);

static void count_got(const volatile void *at, size_t size)
{
    (void)at;
    gsize now = atomic_fetch_add(&used.now, size) + size;
    if (now > used.most)
        used.most = now;
}

static void count_gone(const volatile void *at)
{
    if (at)
        atomic_fetch_sub(&used.now, __sanitizer_get_allocated_size(at));
}

static void count_memory(void)
{
    __sanitizer_install_malloc_and_free_hooks(count_got, count_gone);
}
#else
static void count_memory(void)
{
    g_test_message("memory is only counted by the address sanitizer");
}
#endif

// ---- attacks

// What each format begins with, and an element or place that may hold anything.
static const struct {
    const char *name, *head;
} formats_of_xml[] = {
    {"tmx", "<tmx version=\"1.4\"><body><tu><tuv xml:lang=\"en\"><seg>"},
    {"ttml", "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><div><p begin=\"1s\" end=\"2s\">"},
    {"eaf", "<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID=\"a\" TIME_VALUE=\"1\"/>"
            "</TIME_ORDER><TIER TIER_ID=\"en\"><ANNOTATION><ALIGNABLE_ANNOTATION "
            "TIME_SLOT_REF1=\"a\" TIME_SLOT_REF2=\"a\"><ANNOTATION_VALUE>"},
    {"xliff", "<xliff version=\"1.2\"><file source-language=\"en\"><body><trans-unit><source>"},
    {"smil", "<smil><body><par><text src=\"a#1\"/>"},
    {"docx", "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
             "<w:p><w:t>"},
};

static void add_times(GString *to, const char *text, int times)
{
    for (int i = 0; i < times; i++)
        g_string_append(to, text);
}

static void entities(GString *to, const char *head)
{
    g_string_append(to, "<!DOCTYPE a [<!ENTITY l0 \"lollollol\">");
    for (int i = 1; i < 12; i++) {
        g_string_append_printf(to, "<!ENTITY l%d \"", i);
        for (int k = 0; k < 10; k++)
            g_string_append_printf(to, "&l%d;", i - 1);
        g_string_append(to, "\">");
    }
    g_string_append_printf(to, "]>%sgood &l11;", head);
}

static void long_entity(GString *to, const char *head)
{
    g_string_append(to, "<!DOCTYPE a [<!ENTITY l \"");
    add_times(to, "lollollollol", 5000);
    g_string_append_printf(to, "\">]>%sgood ", head);
    add_times(to, "&l;", 20000);
}

static void file_entity(GString *to, const char *head)
{
    g_string_append_printf(to, "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>%sgood &x;",
                           head);
}

static void document_type(GString *to, const char *head)
{
    g_string_append_printf(to, "<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/a.dtd\">%sgood", head);
}

static void attributes(GString *to, const char *head)
{
    g_string_append_printf(to, "%sgood <a", head);
    for (int i = 0; i < 200000; i++)
        g_string_append_printf(to, " a%d=\"\"", i);
    g_string_append(to, "/>");
}

static void depth(GString *to, const char *head)
{
    g_string_append_printf(to, "%sgood ", head);
    add_times(to, "<a>", 1000000);
}

static void open_tag(GString *to, const char *head)
{
    g_string_append_printf(to, "%sgood ", head);
    add_times(to, "<a ", 300000);
}

static void references_to_characters(GString *to, const char *head)
{
    g_string_append_printf(to, "%sgood ", head);
    add_times(to, "&#x41;", 300000);
}

static const struct {
    const char *name;
    void (*make)(GString *to, const char *head);
} attacks[] = {
    {"entities in entities", entities},
    {"a long entity", long_entity},
    {"a file as an entity", file_entity},
    {"a document type from the network", document_type},
    {"200,000 attributes", attributes},
    {"a million elements inside of one another", depth},
    {"tags that do not end", open_tag},
    {"300,000 references to characters", references_to_characters},
};

// That of this program: on a busy machine others have theirs.
static int64_t processor_us(void)
{
    struct timespec now;
    g_assert_cmpint(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now), ==, 0);
    return (int64_t)now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

static void check(const char *name, const GString *file)
{
    int64_t from_us = processor_us();
    gsize before = used.now;
    used.most = before;
    g_autofree char *got = dump_read(name, file->str, file->len);
    g_assert_cmpuint(used.most - before, <, MEMORY_MAX);
    g_test_message("  %u of %u KiB", (unsigned)((used.most - before) >> 10),
                   (unsigned)(file->len >> 10));
    g_assert_cmpint(processor_us() - from_us, <, SECOND_US);
    g_assert_cmpint(strlen(got), <, TEXT_MAX);
    g_assert_null(strstr(got, "root:"));
    g_assert_null(strstr(got, "lollol"));
}

static void test_xml(void)
{
    for (gsize f = 0; f < G_N_ELEMENTS(formats_of_xml); f++)
        for (gsize i = 0; i < G_N_ELEMENTS(attacks); i++) {
            g_test_message("%s: %s", formats_of_xml[f].name, attacks[i].name);
            g_autoptr(GString) file = g_string_new(NULL);
            attacks[i].make(file, formats_of_xml[f].head);
            check(formats_of_xml[f].name, file);
        }
}

static void deep_arrays(GString *to)
{
    add_times(to, "[", 1000000);
}

static void deep_objects(GString *to)
{
    add_times(to, "{\"children\":[{\"segments\":", 200000);
}

static void many_keys(GString *to)
{
    for (int i = 0; i < 200000; i++)
        g_string_append_printf(to, "\"k%d\":%d,", i, i);
    g_string_append(to, "\"end\":1}]}");
}

static void many_values(GString *to)
{
    g_string_append(to, "\"a\":[");
    add_times(to, "[],", 300000);
    g_string_append(to, "1]}]}");
}

static void large_numbers(GString *to)
{
    g_string_append(to, "\"begin\":1e999999,\"end\":-1e999999,\"start\":1e308,\"startTime\":");
    add_times(to, "9", 300000);
    g_string_append(to, "}]}");
}

static void check_json(const char *name, const char *head)
{
    static void (*const each[])(GString *) = {deep_arrays, deep_objects, many_keys, large_numbers,
                                              many_values};
    for (gsize i = 0; i < G_N_ELEMENTS(each); i++) {
        g_test_message("%s: %d", name, (int)i);
        g_autoptr(GString) file = g_string_new(head);
        each[i](file);
        check(name, file);
    }
}

static void test_json(void)
{
    check_json("aeneas", "{\"fragments\":[{");
    check_json("podcast", "{\"version\":\"1.0.0\",\"segments\":[{");
    check_json("asr", "{\"segments\":[{");
    check_json("syncnarr", "{\"narration\":[{");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    count_memory();
    g_test_add_func("/hostile/xml", test_xml);
    g_test_add_func("/hostile/json", test_json);
    return g_test_run();
}
