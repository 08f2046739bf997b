// SPDX-License-Identifier: GPL-3.0-or-later
#include <SDL.h>
#include <libavformat/avformat.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <sndfile.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "earvoice/check.h"
#include "earvoice/format.h"

// Pads to a column as it is seen: Chinese characters take two cells.
static void print_padded(const char *text, int cells)
{
    int width = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        width += g_unichar_iswide(g_utf8_get_char(p)) ? 2 : 1;
    printf("  %s%*s  ", text, MAX(cells - width, 0), "");
}

static void help_usage(void)
{
    printf(
        "%s\n\n",
        _("earvoice plays a recorded speech and shows what is being said in Chinese and English."));
    for (const subcommand *c = subcommands; c->name; c++) {
        g_autofree char *call =
            g_strdup_printf("earvoice %s %s", c->name, *c->arguments ? _(c->arguments) : "");
        print_padded(call, 44);
        printf("%s\n", _(c->summary));
    }
    printf("\n%s\n",
           _("Files may be given in any order; each is recognised by what is in it. “earvoice "
             "play --help” shows the options, “earvoice help keys” the keys."));
}

static void help_keys(void)
{
    for (const command *c = commands; c->name; c++) {
        char keys[64];
        command_keys(c, keys, sizeof keys);
        print_padded(keys, 16);
        printf("%s\n", _(c->summary));
    }
}

static void help_formats(void)
{
    for (const format *f = formats; f->name; f++) {
        print_padded(f->name, 12);
        printf("%s (%s)%s\n", _(f->summary), f->extensions, f->holds ? _(", also written") : "");
    }
}

static void help_settings(void)
{
    g_autofree GOptionEntry *rows = settings_options();
    for (GOptionEntry *r = rows; r->long_name; r++) {
        g_autofree char *option = g_strdup_printf("--%s=%s", r->long_name, _(r->arg_description));
        print_padded(option, 20);
        printf("%s\n", _(r->description));
    }
}

// A column for each profile, a row for each rule.
static void help_rules(void)
{
    print_padded("", 14);
    for (int i = 0; check_profile_name(i); i++)
        printf(" %12s", check_profile_name(i));
    printf("\n");
    for (check_rule rule = 0; rule < RULES; rule++) {
        print_padded(rule_name(rule), 14);
        for (int i = 0; check_profile_name(i); i++) {
            check_profile p;
            check_profile_find(check_profile_name(i), &p, NULL);
            if (isnan(p.limits[rule]))
                printf(" %12s", "off");
            else
                printf(" %12g", p.limits[rule]);
        }
        printf("  %s\n", rule_unit(rule));
    }
}

static const struct {
    const char *name;
    void (*print)(void);
} topics[] = {{"keys", help_keys},
              {"formats", help_formats},
              {"settings", help_settings},
              {"rules", help_rules}};

int help_command(int argc, char **argv)
{
    for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS(topics); i++) {
        if (strcmp(argv[1], topics[i].name) == 0) {
            topics[i].print();
            return EXIT_GOOD;
        }
    }
    help_usage();
    return argc > 1 && g_str_has_prefix(argv[0], "help") ? EXIT_USAGE : EXIT_GOOD;
}

int version_command(int argc, char **argv)
{
    (void)argc, (void)argv;
    SDL_version sdl;
    SDL_GetVersion(&sdl);
    unsigned avformat = avformat_version();
    printf("earvoice %s\n", EARVOICE_VERSION);
    printf("SDL %d.%d.%d, libavformat %u.%u.%u, %s, Pango %s, cairo %s, GLib %u.%u.%u\n", sdl.major,
           sdl.minor, sdl.patch, avformat >> 16, avformat >> 8 & 255, avformat & 255,
           sf_version_string(), pango_version_string(), cairo_version_string(), glib_major_version,
           glib_minor_version, glib_micro_version);
    return EXIT_GOOD;
}
