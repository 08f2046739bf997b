// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/language.h"

#include <glib.h>
#include <locale.h>

#include "base/i18n.h"
#include "cli/cli.h"

// What the user asks for, whether or not that locale is installed.
static const char *wanted_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = g_getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "C";
}

void language_start(void)
{
    if (!setlocale(LC_ALL, "")) {
        // Debian installs no locale but C.UTF-8 by itself; the catalogue needs no more.
        setlocale(LC_ALL, "C.UTF-8");
        g_setenv("LANGUAGE", wanted_locale(), FALSE);
    }
    setlocale(LC_NUMERIC, "C");
    g_autofree char *catalogues = catalogue_path();
    bindtextdomain(GETTEXT_PACKAGE, catalogues);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
}

void language_use(language_choice choice)
{
    static const char *const names[] = {[CHOICE_ZH] = "zh_CN", [CHOICE_EN] = "en"};
    if (choice == CHOICE_AUTO)
        return;
    // gettext translates in no locale called "C", and asks again only after a call like the last
    // one.
    if (g_str_equal(setlocale(LC_MESSAGES, NULL), "C"))
        setlocale(LC_MESSAGES, "C.UTF-8");
    g_setenv("LANGUAGE", names[choice], TRUE);
    g_autofree char *catalogues = catalogue_path();
    bindtextdomain(GETTEXT_PACKAGE, catalogues);
}
