// SPDX-License-Identifier: GPL-3.0-or-later
// The functions behind the rows of the registry; what each has to do stands in earvoice/format.h.
#pragma once

#include "earvoice/format.h"

int vtt_probe(const char *head);
speech *vtt_read(const char *text, gsize size, report *r, GError **error);
gboolean vtt_write(const speech *s, GString *out, report *r, GError **error);

int srt_probe(const char *head);
speech *srt_read(const char *text, gsize size, report *r, GError **error);
gboolean srt_write(const speech *s, GString *out, report *r, GError **error);

int lrc_probe(const char *head);
speech *lrc_read(const char *text, gsize size, report *r, GError **error);
gboolean lrc_write(const speech *s, GString *out, report *r, GError **error);

int textgrid_probe(const char *head);
speech *textgrid_read(const char *text, gsize size, report *r, GError **error);
gboolean textgrid_write(const speech *s, GString *out, report *r, GError **error);

int eaf_probe(const char *head);
speech *eaf_read(const char *text, gsize size, report *r, GError **error);
gboolean eaf_write(const speech *s, GString *out, report *r, GError **error);

int ass_probe(const char *head);
speech *ass_read(const char *text, gsize size, report *r, GError **error);
gboolean ass_write(const speech *s, GString *out, report *r, GError **error);

int sbv_probe(const char *head);
speech *sbv_read(const char *text, gsize size, report *r, GError **error);

int microdvd_probe(const char *head);
speech *microdvd_read(const char *text, gsize size, report *r, GError **error);

int sami_probe(const char *head);
speech *sami_read(const char *text, gsize size, report *r, GError **error);

int aeneas_probe(const char *head);
speech *aeneas_read(const char *text, gsize size, report *r, GError **error);
gboolean aeneas_write(const speech *s, GString *out, report *r, GError **error);

int podcast_probe(const char *head);
speech *podcast_read(const char *text, gsize size, report *r, GError **error);
gboolean podcast_write(const speech *s, GString *out, report *r, GError **error);

int asr_probe(const char *head);
speech *asr_read(const char *text, gsize size, report *r, GError **error);

int captions_probe(const char *head);
speech *captions_read(const char *text, gsize size, report *r, GError **error);

int syncnarr_probe(const char *head);
speech *syncnarr_read(const char *text, gsize size, report *r, GError **error);
gboolean syncnarr_write(const speech *s, GString *out, report *r, GError **error);

int labels_probe(const char *head);
speech *labels_read(const char *text, gsize size, report *r, GError **error);
gboolean labels_write(const speech *s, GString *out, report *r, GError **error);

int docx_probe(const char *head);
speech *docx_read(const char *text, gsize size, report *r, GError **error);

int tmx_probe(const char *head);
speech *tmx_read(const char *text, gsize size, report *r, GError **error);
gboolean tmx_write(const speech *s, GString *out, report *r, GError **error);

int ttml_probe(const char *head);
speech *ttml_read(const char *text, gsize size, report *r, GError **error);
gboolean ttml_write(const speech *s, GString *out, report *r, GError **error);

int xliff_probe(const char *head);
speech *xliff_read(const char *text, gsize size, report *r, GError **error);

int smil_probe(const char *head);
speech *smil_read(const char *text, gsize size, report *r, GError **error);
gboolean smil_write(const speech *s, GString *out, report *r, GError **error);

// Knows no text: a book is a package (package.h).
int epub_probe(const char *head);

int table_probe(const char *head);
speech *table_read(const char *text, gsize size, report *r, GError **error);
gboolean table_write(const speech *s, GString *out, report *r, GError **error);

int tsv_probe(const char *head);
speech *tsv_read(const char *text, gsize size, report *r, GError **error);
gboolean tsv_write(const speech *s, GString *out, report *r, GError **error);

int csv_probe(const char *head);
gboolean csv_write(const speech *s, GString *out, report *r, GError **error);

int transcript_probe(const char *head);
speech *transcript_read(const char *text, gsize size, report *r, GError **error);
