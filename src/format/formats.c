// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/i18n.h"
#include "format/charset.h"
#include "format/readers.h"

// clang-format off
const format formats[] = {
    {"vtt", N_("WebVTT: times, Chinese and English in one file"), "vtt webvtt",
     FORMAT_TIMED, vtt_probe, vtt_read, vtt_write,
     HOLDS_BOTH | HOLDS_UNTIMED | HOLDS_HEADINGS | HOLDS_PARAGRAPHS | HOLDS_WORDS | HOLDS_CONFIDENCE |
         HOLDS_METAS},
    {"srt", N_("SubRip subtitles"), "srt",
     FORMAT_TIMED, srt_probe, srt_read, srt_write, HOLDS_BOTH},
    {"lrc", N_("LRC lyrics"), "lrc",
     FORMAT_TIMED, lrc_probe, lrc_read, lrc_write, HOLDS_BOTH | HOLDS_WORDS | HOLDS_METAS | ROUNDS_TIMES},
    {"ass", N_("ASS and SSA subtitles (Sub Station Alpha)"), "ass ssa",
     FORMAT_TIMED, ass_probe, ass_read, ass_write, HOLDS_BOTH | HOLDS_WORDS | ROUNDS_TIMES},
    {"ttml", N_("TTML and IMSC, timed text in XML"), "ttml dfxp itt imsc",
     FORMAT_TIMED, ttml_probe, ttml_read, ttml_write,
     HOLDS_BOTH | HOLDS_PARAGRAPHS | HOLDS_WORDS | HOLDS_METAS},
    {"sbv", N_("SBV subtitles, as YouTube has them, and SubViewer"), "sbv",
     FORMAT_TIMED, sbv_probe, sbv_read, NULL, 0},
    {"microdvd", N_("MicroDVD subtitles, timed by frames"), "sub",
     FORMAT_TIMED, microdvd_probe, microdvd_read, NULL, 0},
    {"sami", N_("SAMI subtitles"), "smi sami",
     FORMAT_TIMED, sami_probe, sami_read, NULL, 0},
    {"textgrid", N_("Praat TextGrid: tiers in Chinese and English"), "textgrid",
     FORMAT_TIMED, textgrid_probe, textgrid_read, textgrid_write, HOLDS_BOTH | HOLDS_WORDS},
    {"eaf", N_("ELAN annotations: tiers in Chinese and English"), "eaf",
     FORMAT_TIMED, eaf_probe, eaf_read, eaf_write, HOLDS_BOTH | HOLDS_WORDS | HOLDS_METAS},
    {"labels", N_("Labels of Audacity, or start, end and paragraph by tabs"), "labels",
     FORMAT_TIMES, labels_probe, labels_read, labels_write, HOLDS_BOTH},
    {"tsv", N_("A table with times: start, end, Chinese, English, between tabs"), "tsv",
     FORMAT_TIMED, tsv_probe, tsv_read, tsv_write, HOLDS_BOTH | HOLDS_UNTIMED},
    {"csv", N_("A table with times: start, end, Chinese, English, between commas"), "csv",
     FORMAT_TIMED, csv_probe, tsv_read, csv_write, HOLDS_BOTH | HOLDS_UNTIMED},
    {"aeneas", N_("Sync maps of aeneas"), "json",
     FORMAT_TIMED, aeneas_probe, aeneas_read, aeneas_write, HOLDS_BOTH | HOLDS_PARAGRAPHS},
    {"podcast", N_("Transcripts of Podcasting 2.0"), "json",
     FORMAT_TIMED, podcast_probe, podcast_read, podcast_write, HOLDS_BOTH},
    {"asr", N_("What speech recognisers write: whisper.cpp, WhisperX, Vosk, FunASR and others"), "json",
     FORMAT_TIMED, asr_probe, asr_read, NULL, 0},
    {"captions", N_("Subtitles of sites in JSON: Bilibili, YouTube, NetEase, and lists of start, duration and text"), "json",
     FORMAT_TIMED, captions_probe, captions_read, NULL, 0},
    {"syncnarr", N_("Synchronized Narration, also Readium's: times of paragraphs"), "json",
     FORMAT_TIMES, syncnarr_probe, syncnarr_read, syncnarr_write, HOLDS_BOTH | HOLDS_PARAGRAPHS | HOLDS_NUMBERS},
    {"smil", N_("SMIL, text to read along with a recording (EPUB 3, aeneas)"), "smil",
     FORMAT_TIMES, smil_probe, smil_read, smil_write, HOLDS_BOTH | HOLDS_PARAGRAPHS | HOLDS_NUMBERS},
    {"epub", N_("EPUB 3, a book to read along, with its recording"), "epub",
     FORMAT_TIMED, epub_probe, NULL, NULL,
     HOLDS_BOTH | HOLDS_UNTIMED | HOLDS_HEADINGS | HOLDS_PARAGRAPHS | HOLDS_METAS},
    {"tmx", N_("TMX, translation memories"), "tmx",
     FORMAT_TRANSCRIPT, tmx_probe, tmx_read, tmx_write, HOLDS_BOTH | HOLDS_UNTIMED},
    {"xliff", N_("XLIFF, translations in exchange"), "xliff xlf",
     FORMAT_TRANSCRIPT, xliff_probe, xliff_read, NULL, 0},
    {"docx", N_("Word documents: a table of two columns, or paragraphs in turn"), "docx",
     FORMAT_TRANSCRIPT, docx_probe, docx_read, NULL, 0},
    {"table", N_("Chinese and English in two columns, between tabs, commas or semicolons"), "tsv csv",
     FORMAT_TRANSCRIPT, table_probe, table_read, table_write, HOLDS_BOTH | HOLDS_UNTIMED},
    {"transcript", N_("Text of a speech, Chinese and English in turn, without times"), "txt",
     FORMAT_TRANSCRIPT, transcript_probe, transcript_read, NULL, 0},
    {NULL, NULL, NULL, FORMAT_TIMED, NULL, NULL, NULL, 0},
};
// clang-format on

const format *format_find(const char *name)
{
    for (const format *f = formats; f->name; f++)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

const format *format_probe(const char *head)
{
    const format *best = NULL;
    int surest = 0;
    if (g_str_has_prefix(head, CHARSET_MARK))
        head += strlen(CHARSET_MARK);
    for (const format *f = formats; f->name; f++) {
        int sure = f->probe(head);
        if (sure > surest) {
            surest = sure;
            best = f;
        }
    }
    return best;
}

const format *format_for_path(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (const format *f = formats; dot && f->name; f++) {
        g_auto(GStrv) extensions = g_strsplit(f->extensions, " ", -1);
        g_autofree char *small = g_ascii_strdown(dot + 1, -1);
        if (f->write && g_strv_contains((const char *const *)extensions, small))
            return f;
    }
    return NULL;
}
