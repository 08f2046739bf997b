// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/xml_spaces.h"

#include <string.h>

#define OF_XML "http://www.w3.org/XML/1998/namespace"

// What a prefix stood for before an element said otherwise.
typedef struct {
    const char *prefix, *space; // NULL: for nothing
} binding;

struct xml_spaces {
    GStringChunk *texts;
    GHashTable *now;  // prefix to namespace
    GArray *bindings; // binding
};

xml_spaces *xml_spaces_new(void)
{
    xml_spaces *s = g_new0(xml_spaces, 1);
    s->texts = g_string_chunk_new(1024);
    s->now = g_hash_table_new(g_str_hash, g_str_equal);
    s->bindings = g_array_new(FALSE, FALSE, sizeof(binding));
    g_hash_table_insert(s->now, (gpointer) "xml", (gpointer)OF_XML);
    return s;
}

void xml_spaces_free(xml_spaces *s)
{
    if (!s)
        return;
    g_string_chunk_free(s->texts);
    g_hash_table_unref(s->now);
    g_array_unref(s->bindings);
    g_free(s);
}

const char *xml_declared_prefix(const char *name)
{
    if (strcmp(name, "xmlns") == 0)
        return "";
    return g_str_has_prefix(name, "xmlns:") && name[6] ? name + 6 : NULL;
}

// Whether all its characters are those of an address.
static gboolean is_address(const char *space)
{
    for (const char *p = space; *p; p++)
        if (!g_ascii_isgraph(*p) || strchr("\"<>\\^`{|}", *p))
            return FALSE;
    return TRUE;
}

gboolean xml_may_declare(const char *prefix, const char *space)
{
    if (!is_address(space))
        return FALSE;
    if (strcmp(space, OF_XML) == 0 || strcmp(space, XML_OF_SPACES) == 0)
        return FALSE;
    return !*prefix || (*space && xml_is_name(prefix, strlen(prefix)) &&
                        strcmp(prefix, "xml") != 0 && strcmp(prefix, "xmlns") != 0);
}

void xml_spaces_add(xml_spaces *s, const char *prefix, const char *space)
{
    binding was = {g_string_chunk_insert_const(s->texts, prefix), NULL};
    was.space = g_hash_table_lookup(s->now, was.prefix);
    g_array_append_val(s->bindings, was);
    g_hash_table_insert(s->now, (gpointer)was.prefix, g_string_chunk_insert_const(s->texts, space));
}

void xml_spaces_add_all(xml_spaces *s, const xml_attributes *a)
{
    for (int i = 0; a->names[i]; i++) {
        const char *prefix = xml_declared_prefix(a->names[i]);
        if (prefix && xml_may_declare(prefix, a->values[i]))
            xml_spaces_add(s, prefix, a->values[i]);
    }
}

guint xml_spaces_count(const xml_spaces *s)
{
    return s->bindings->len;
}

void xml_spaces_cut(xml_spaces *s, guint count)
{
    for (; s->bindings->len > count; g_array_set_size(s->bindings, s->bindings->len - 1)) {
        const binding *b = &g_array_index(s->bindings, binding, s->bindings->len - 1);
        if (b->space)
            g_hash_table_insert(s->now, (gpointer)b->prefix, (gpointer)b->space);
        else
            g_hash_table_remove(s->now, b->prefix);
    }
}

gboolean xml_spaces_has(const xml_spaces *s, const char *prefix)
{
    return g_hash_table_contains(s->now, prefix);
}

const char *xml_spaces_find(const xml_spaces *s, const char *name)
{
    const char *local = xml_local_name(name);
    if (!xml_is_name(local, strlen(local)))
        return NULL;
    if (local == name)
        return "";
    char prefix[64];
    gsize length = (gsize)(local - 1 - name);
    if (length >= sizeof prefix)
        return NULL;
    memcpy(prefix, name, length);
    prefix[length] = '\0';
    return g_hash_table_lookup(s->now, prefix);
}

// What an attribute is of; NULL: it may not be called so, or may not declare that.
static const char *space_of(const xml_spaces *s, const xml_attributes *a, int i)
{
    const char *prefix = xml_declared_prefix(a->names[i]);
    if (prefix)
        return xml_may_declare(prefix, a->values[i]) ? XML_OF_SPACES : NULL;
    return xml_spaces_find(s, a->names[i]);
}

gboolean xml_spaces_allow(const xml_spaces *s, const xml_attributes *a, int i)
{
    const char *local = xml_local_name(a->names[i]), *space = space_of(s, a, i);
    for (int j = 0; space && j < i; j++) {
        if (strcmp(a->names[i], a->names[j]) == 0)
            return FALSE;
        if (strcmp(local, xml_local_name(a->names[j])) == 0 &&
            g_strcmp0(space, xml_spaces_find(s, a->names[j])) == 0)
            return FALSE;
    }
    return space != NULL;
}
