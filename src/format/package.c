// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/package.h"

#include "base/i18n.h"
#include "earvoice/error.h"
#include "format/epub.h"

// By a member that it has, the surest first. '*' stands for anything.
static const struct {
    const char *member;
    const char *format; // NULL: the member is its text, and the registry knows the format
    speech *(*read)(archive *from, const char *name, const char *wanted, report *r, GError **error);
} documents[] = {
    {"word/document.xml", NULL, NULL},
    {"word/document*.xml", NULL, NULL},
    {"META-INF/container.xml", "epub", epub_read},
};

gboolean package_read(archive *from, const char *name, const char *wanted, report *r,
                      package_content *out, GError **error)
{
    *out = (package_content){0};
    for (gsize i = 0; i < G_N_ELEMENTS(documents); i++) {
        int64_t member = archive_match(from, documents[i].member);
        if (member < 0)
            continue;
        if (!documents[i].read) {
            out->text = archive_read(from, member, error);
            return out->text != NULL;
        }
        out->format = format_find(documents[i].format);
        out->speech = documents[i].read(from, name, wanted, r, error);
        return out->speech != NULL;
    }
    g_set_error_literal(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT,
                        _("There is no text in this archive: save it as .docx or .epub, or as "
                          "plain text."));
    return FALSE;
}
