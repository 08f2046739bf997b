// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "earvoice/check.h"
#include "earvoice/error.h"

#define OFF               NAN
#define PROFILE_BYTES_MAX (64 * 1024)

// What is wrong in any speech; other profiles add to it.
#define ALWAYS                                                                                     \
    [RULE_OVERLAP] = 0, [RULE_ORDER] = 0, [RULE_OUTSIDE] = 0.25, [RULE_SWAPPED] = 0,               \
    [RULE_UNTIMED] = 0

// Netflix' timed text style guides, as Subtitle Edit checks them (2 frames at 24 a second); the
// BBC's subtitle guidelines; TED's for translators. “interpreting”: from there on a speech is fast.
// clang-format off
static const struct {
    const char *name;
    check_profile profile;
} built_in[] = {
    {"speech", {{ALWAYS, [RULE_GAP] = OFF, [RULE_SHORT] = 0.2, [RULE_LONG] = OFF,
        [RULE_SPEED_ZH] = OFF, [RULE_SPEED_EN] = OFF, [RULE_LINE_ZH] = OFF, [RULE_LINE_EN] = OFF,
        [RULE_LINES] = OFF, [RULE_CPM] = OFF, [RULE_WPM] = OFF, [RULE_RATE] = 2,
        [RULE_UNTRANSLATED] = 0}}},
    {"netflix-zh", {{ALWAYS, [RULE_GAP] = 0.083, [RULE_SHORT] = 0.833, [RULE_LONG] = 7,
        [RULE_SPEED_ZH] = 9, [RULE_SPEED_EN] = OFF, [RULE_LINE_ZH] = 16, [RULE_LINE_EN] = OFF,
        [RULE_LINES] = 2, [RULE_CPM] = OFF, [RULE_WPM] = OFF, [RULE_RATE] = OFF,
        [RULE_UNTRANSLATED] = OFF}}},
    {"netflix-en", {{ALWAYS, [RULE_GAP] = 0.083, [RULE_SHORT] = 0.833, [RULE_LONG] = 7,
        [RULE_SPEED_ZH] = OFF, [RULE_SPEED_EN] = 20, [RULE_LINE_ZH] = OFF, [RULE_LINE_EN] = 42,
        [RULE_LINES] = 2, [RULE_CPM] = OFF, [RULE_WPM] = OFF, [RULE_RATE] = OFF,
        [RULE_UNTRANSLATED] = OFF}}},
    {"bbc", {{ALWAYS, [RULE_GAP] = OFF, [RULE_SHORT] = 0.833, [RULE_LONG] = OFF,
        [RULE_SPEED_ZH] = OFF, [RULE_SPEED_EN] = OFF, [RULE_LINE_ZH] = OFF, [RULE_LINE_EN] = 37,
        [RULE_LINES] = 2, [RULE_CPM] = OFF, [RULE_WPM] = 180, [RULE_RATE] = OFF,
        [RULE_UNTRANSLATED] = OFF}}},
    {"ted", {{ALWAYS, [RULE_GAP] = OFF, [RULE_SHORT] = 1, [RULE_LONG] = 7,
        [RULE_SPEED_ZH] = OFF, [RULE_SPEED_EN] = 21, [RULE_LINE_ZH] = OFF, [RULE_LINE_EN] = 42,
        [RULE_LINES] = 2, [RULE_CPM] = OFF, [RULE_WPM] = OFF, [RULE_RATE] = OFF,
        [RULE_UNTRANSLATED] = OFF}}},
    {"interpreting", {{ALWAYS, [RULE_GAP] = OFF, [RULE_SHORT] = 0.2, [RULE_LONG] = OFF,
        [RULE_SPEED_ZH] = OFF, [RULE_SPEED_EN] = OFF, [RULE_LINE_ZH] = OFF, [RULE_LINE_EN] = OFF,
        [RULE_LINES] = OFF, [RULE_CPM] = 260, [RULE_WPM] = 160, [RULE_RATE] = 1.6,
        [RULE_UNTRANSLATED] = 0}}},
};
// clang-format on

const char *check_profile_name(int index)
{
    return index < (int)G_N_ELEMENTS(built_in) ? built_in[index].name : NULL;
}

static gboolean find_built_in(const char *name, check_profile *to)
{
    for (gsize i = 0; i < G_N_ELEMENTS(built_in); i++)
        if (strcmp(built_in[i].name, name) == 0) {
            *to = built_in[i].profile;
            return TRUE;
        }
    return FALSE;
}

static gboolean usage(GError **error, const char *sentence, const char *word)
{
    g_autofree char *text = g_strdup_printf(sentence, word);
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE, text);
    return FALSE;
}

static gboolean read_limit(const char *key, const char *text, check_profile *to, GError **error)
{
    for (check_rule rule = 0; rule < RULES; rule++) {
        if (strcmp(rule_name(rule), key) != 0)
            continue;
        char *end;
        double limit = strcmp(text, "off") == 0 ? OFF : g_ascii_strtod(text, &end);
        if (strcmp(text, "off") != 0 && (end == text || *end || !(limit >= 0 && limit < 1e9)))
            return usage(error, _("A limit is a number from 0, or off, not %s."), text);
        to->limits[rule] = limit;
        return TRUE;
    }
    return usage(error, _("There is no rule %s: “earvoice help rules” shows them."), key);
}

static gboolean read_file(GKeyFile *file, check_profile *to, GError **error)
{
    g_autofree char *base = g_key_file_get_string(file, "check", "profile", NULL);
    g_auto(GStrv) keys = g_key_file_get_keys(file, "check", NULL, NULL);
    if (!keys)
        return usage(error, "%s", _("There is no [check] in the profile."));
    if (!find_built_in(base ? base : built_in[0].name, to))
        return usage(error, _("There is no profile %s."), base);
    for (char **key = keys; *key; key++) {
        g_autofree char *value = g_key_file_get_string(file, "check", *key, NULL);
        if (strcmp(*key, "profile") != 0 &&
            !read_limit(*key, value ? g_strstrip(value) : "", to, error))
            return FALSE;
    }
    return TRUE;
}

gboolean check_profile_find(const char *name, check_profile *to, GError **error)
{
    if (find_built_in(name, to))
        return TRUE;
    if (!strpbrk(name, "./"))
        return usage(error,
                     _("There is no profile %s: “earvoice help rules” shows them; a file needs a "
                       "dot or a slash in its name."),
                     name);
    g_autoptr(GBytes) bytes = file_read(name, PROFILE_BYTES_MAX, error);
    if (!bytes)
        return FALSE;
    gsize size, mark;
    const char *text = g_bytes_get_data(bytes, &size);
    mark = size >= 3 && memcmp(text, "\357\273\277", 3) == 0 ? 3 : 0;
    g_autoptr(GBytes) without_mark = g_bytes_new_from_bytes(bytes, mark, size - mark);
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) wrong = NULL;
    if (g_key_file_load_from_bytes(file, without_mark, G_KEY_FILE_NONE, &wrong)) {
        gboolean good = read_file(file, to, error);
        if (!good)
            g_prefix_error(error, "%s: ", name);
        return good;
    }
    g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE, "%s: %s", name, wrong->message);
    return FALSE;
}
