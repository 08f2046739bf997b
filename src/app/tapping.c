// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tapping.h"

#include <string.h>

#include "base/i18n.h"
#include "earvoice/save.h"

struct tapping {
    char *recording, *path, *name;
    player_notify notify;
    void *data;
    GThread *thread;

    GMutex lock; // of what follows
    GCond changed;
    speech *next; // to be written; NULL: nothing
    bool closing, failed;
    char message[256];
};

static void write_one(tapping *t, const speech *s)
{
    g_autoptr(GError) error = NULL;
    const save_options how = {.recording = t->recording};
    if (save_speech(s, t->path, &how, &error))
        return;
    g_mutex_lock(&t->lock);
    t->failed = true;
    g_snprintf(t->message, sizeof t->message, _("The times are not written: %s"), error->message);
    g_mutex_unlock(&t->lock);
    t->notify(t->data);
}

static void *work(void *data)
{
    tapping *t = data;
    for (;;) {
        g_mutex_lock(&t->lock);
        while (!t->next && !t->closing)
            g_cond_wait(&t->changed, &t->lock);
        g_autoptr(speech) s = g_steal_pointer(&t->next);
        g_mutex_unlock(&t->lock);
        if (!s)
            return NULL;
        write_one(t, s);
    }
}

tapping *tapping_new(const char *recording, player_notify notify, void *data)
{
    tapping *t = g_new0(tapping, 1);
    const char *dot = strrchr(recording, '.'), *slash = strrchr(recording, '/');
    gboolean ending = dot && (!slash || dot > slash + 1);
    int stem = (int)(ending ? (gsize)(dot - recording) : strlen(recording));
    t->path = g_strdup_printf("%.*s.vtt", stem, recording);
    if (g_file_test(t->path, G_FILE_TEST_EXISTS)) {
        g_free(t->path);
        t->path = g_strdup_printf("%.*s.tapped.vtt", stem, recording);
    }
    t->name = g_filename_display_basename(t->path);
    t->recording = g_strdup(recording);
    t->notify = notify;
    t->data = data;
    g_mutex_init(&t->lock);
    g_cond_init(&t->changed);
    t->thread = g_thread_new("tapping", work, t);
    return t;
}

void tapping_free(tapping *t)
{
    if (!t)
        return;
    g_mutex_lock(&t->lock);
    t->closing = true;
    g_cond_signal(&t->changed);
    g_mutex_unlock(&t->lock);
    g_thread_join(t->thread);
    g_mutex_clear(&t->lock);
    g_cond_clear(&t->changed);
    g_free(t->recording);
    g_free(t->path);
    g_free(t->name);
    g_free(t);
}

const char *tapping_name(const tapping *t)
{
    return t->name;
}

void tapping_write(tapping *t, speech *s)
{
    g_mutex_lock(&t->lock);
    speech_unref(t->next);
    t->next = speech_ref(s);
    g_cond_signal(&t->changed);
    g_mutex_unlock(&t->lock);
}

bool tapping_failed(tapping *t, char *message, gsize size)
{
    g_mutex_lock(&t->lock);
    bool failed = t->failed;
    t->failed = false;
    g_strlcpy(message, t->message, size);
    g_mutex_unlock(&t->lock);
    return failed;
}
