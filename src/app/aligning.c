// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/aligning.h"

#include <stdatomic.h>
#include <string.h>

#include "base/i18n.h"
#include "earvoice/align.h"
#include "earvoice/bitext.h"
#include "earvoice/error.h"
#include "earvoice/save.h"

struct aligning {
    char *recording;
    channel heard;
    speech *text;
    aligning *before;
    player_notify notify;
    void *data;
    GThread *thread;
    atomic_int percent;
    atomic_bool cancelled, done;
    // The thread's, until `done`.
    speech *timed;
    char message[256];
};

static gboolean tell_share(void *data, double share)
{
    aligning *a = data;
    int percent = (int)(share * 100);
    bool cancelled = atomic_load(&a->cancelled);
    if (atomic_exchange(&a->percent, percent) != percent && !cancelled)
        a->notify(a->data);
    return cancelled;
}

// Beside the recording, under its name; what is there already is kept.
static void write_down(aligning *a, const speech *timed, int found, int all)
{
    const char *dot = strrchr(a->recording, '.'), *slash = strrchr(a->recording, '/');
    gsize stem =
        dot && (!slash || dot > slash) ? (gsize)(dot - a->recording) : strlen(a->recording);
    g_autofree char *path = g_strdup_printf("%.*s.vtt", (int)stem, a->recording);
    g_autofree char *name = g_filename_display_basename(path);
    const save_options how = {.recording = a->recording};
    g_autoptr(GError) error = NULL;
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        g_snprintf(a->message, sizeof a->message,
                   _("%d of %d sentences have times; not written, for there is a %s already."),
                   found, all, name);
    else if (save_speech(timed, path, &how, &error))
        g_snprintf(a->message, sizeof a->message,
                   _("%d of %d sentences have times, written to %s."), found, all, name);
    else
        g_snprintf(a->message, sizeof a->message,
                   _("%d of %d sentences have times, but they are not written: %s"), found, all,
                   error->message);
}

static speech *find_times(aligning *a, align_summary *summary, GError **error)
{
    g_autoptr(speech) sentences = bitext_split(a->text, UNIT_SENTENCE, NULL, NULL, error);
    g_autoptr(decoder) d = sentences ? decoder_open(a->recording, error) : NULL;
    align_options how = {.spoken = -1, .channel = a->heard, .progress = tell_share, .data = a};
    return d ? align_speech(d, sentences, &how, summary, NULL, error) : NULL;
}

static void *work(void *data)
{
    aligning *a = data;
    g_autoptr(GError) error = NULL;
    g_auto(align_summary) summary = {0};
    aligning_free(g_steal_pointer(&a->before));
    g_autoptr(speech) timed = find_times(a, &summary, &error);
    if (!timed) {
        g_strlcpy(a->message, error->message, sizeof a->message);
    } else if (summary.mismatched) {
        g_strlcpy(a->message, summary.reason, sizeof a->message);
    } else {
        write_down(a, timed, summary.timed, summary.timed + summary.untimed);
        a->timed = g_steal_pointer(&timed);
    }
    atomic_store(&a->done, true);
    a->notify(a->data);
    return NULL;
}

aligning *aligning_start(const char *recording, channel where, const speech *s, aligning *before,
                         player_notify notify, void *data)
{
    aligning *a = g_new0(aligning, 1);
    a->recording = g_strdup(recording);
    a->heard = where;
    a->text = speech_ref((speech *)s);
    a->before = before;
    a->notify = notify;
    a->data = data;
    a->thread = g_thread_new("align", work, a);
    return a;
}

void aligning_cancel(aligning *a)
{
    if (a)
        atomic_store(&a->cancelled, true);
}

void aligning_free(aligning *a)
{
    if (!a)
        return;
    aligning_cancel(a);
    g_thread_join(a->thread);
    speech_unref(a->timed);
    speech_unref(a->text);
    g_free(a->recording);
    g_free(a);
}

int aligning_share(const aligning *a)
{
    return atomic_load(&a->percent);
}

bool aligning_take(aligning *a, speech **timed, char *message, gsize size)
{
    if (!atomic_load(&a->done))
        return false;
    *timed = g_steal_pointer(&a->timed);
    g_strlcpy(message, a->message, size);
    return true;
}
