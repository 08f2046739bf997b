// SPDX-License-Identifier: GPL-3.0-or-later
// Each item is aligned by a process of its own, two at a time.
#include <fcntl.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "alter.h"

#define PARALLEL 2
// A time is right within so much; of sure ones all should be.
#define RIGHT_S 0.5
#define SURE    0.9

typedef struct {
    int items, lines, near, right; // said ones: all, within 200 and within 500 ms
    int unsaid, unsaid_timed, unsaid_sure;
    int sure, sure_right;
    int good, doubt, failed, falsely_good; // exit codes 0, 3 and others; 0 where it must not be
    double cpu_s, sound_s;
} score;

typedef struct {
    char *folder;
    int row;
    pid_t process;
} job;

static void score_line(score *to, double known_s, const json_t *found)
{
    const json_t *start = json_object_get(found, "start");
    const json_t *sure = json_object_get(found, "confidence");
    gboolean timed = json_is_number(start), said = known_s >= 0;
    gboolean is_sure = timed && json_is_number(sure) && json_number_value(sure) >= SURE;
    double off_s = timed && said ? fabs(json_number_value(start) - known_s) : INFINITY;
    to->lines += said, to->unsaid += !said;
    to->near += off_s <= 0.2, to->right += off_s <= RIGHT_S;
    to->unsaid_timed += timed && !said, to->unsaid_sure += is_sure && !said;
    to->sure += is_sure, to->sure_right += is_sure && off_s <= RIGHT_S;
}

// What failed has no times.
static void score_item(score *to, const job *j, int code)
{
    g_autofree char *truth_path = g_build_filename(j->folder, "truth.json", NULL);
    g_autofree char *found_path = g_build_filename(j->folder, "found.json", NULL);
    json_t *truth = json_load_file(truth_path, 0, NULL),
           *found = json_load_file(found_path, 0, NULL);
    const json_t *lines = json_object_get(truth, "lines");
    const json_t *segments = json_object_get(found, "segments");
    if (segments && json_array_size(segments) != json_array_size(lines))
        fprintf(stderr, "%s: %zu segments for %zu lines\n", j->folder, json_array_size(segments),
                json_array_size(lines));
    for (gsize i = 0; i < json_array_size(lines); i++) {
        const json_t *begin = json_object_get(json_array_get(lines, i), "begin");
        score_line(to, json_is_number(begin) ? json_number_value(begin) : ALTER_UNSAID,
                   json_array_get(segments, i));
    }
    to->items++;
    to->good += code == 0, to->doubt += code == 3, to->failed += code != 0 && code != 3;
    to->falsely_good += code == 0 && json_is_true(json_object_get(truth, "must_fail"));
    to->sound_s += json_number_value(json_object_get(truth, "seconds"));
    json_decref(truth);
    json_decref(found);
}

static void start(job *j, const char *program)
{
    g_autofree char *mp3 = g_build_filename(j->folder, "recording.mp3", NULL);
    g_autofree char *wav = g_build_filename(j->folder, "recording.wav", NULL);
    g_autofree char *text = g_build_filename(j->folder, "text.txt", NULL);
    g_autofree char *out = g_build_filename(j->folder, "found.vtt", NULL);
    g_autofree char *found = g_build_filename(j->folder, "found.json", NULL);
    const char *recording = g_file_test(mp3, G_FILE_TEST_EXISTS) ? mp3 : wav;
    fflush(stdout);
    j->process = fork();
    if (j->process != 0)
        return;
    int to = open(found, O_WRONLY | O_CREAT | O_TRUNC, 0644), nowhere = open("/dev/null", O_WRONLY);
    dup2(to, 1);
    dup2(nowhere, 2);
    unlink(out); // it is not replaced
    execlp(program, program, "align", recording, text, "-o", out, "--json", "--split", "line",
           (char *)NULL);
    _exit(127);
}

// Waits for one of the processes, and scores what it found.
static void finish(GArray *jobs, score *rows)
{
    struct rusage used;
    int status;
    pid_t ended = wait4(-1, &status, 0, &used);
    for (guint i = 0; i < jobs->len; i++) {
        const job *j = &g_array_index(jobs, job, i);
        if (j->process != ended)
            continue;
        score *to = &rows[j->row];
        to->cpu_s += (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec / 1e6;
        score_item(to, j, WIFEXITED(status) ? WEXITSTATUS(status) : 255);
    }
}

static gboolean wanted(const char *name, char **names)
{
    gboolean found = !*names;
    for (char **one = names; *one; one++)
        found |= g_pattern_match_simple(*one, name);
    return found;
}

static GArray *list_jobs(const char *folder, char **names)
{
    GArray *jobs = g_array_new(FALSE, TRUE, sizeof(job));
    for (int c = 0; c < condition_count; c++) {
        g_autofree char *path = g_build_filename(folder, conditions[c].name, NULL);
        g_autoptr(GDir) items =
            wanted(conditions[c].name, names) ? g_dir_open(path, 0, NULL) : NULL;
        for (const char *one; items && (one = g_dir_read_name(items));) {
            job j = {g_build_filename(path, one, NULL), c, 0};
            g_array_append_val(jobs, j);
        }
    }
    return jobs;
}

static double percent(int part, int all)
{
    return all ? 100.0 * part / all : 0;
}

static void show(const char *name, const score *s)
{
    printf("%-24s %5d %6.1f %6.1f  %5d %6.1f %5d  %5d %6.1f  %3d/%2d/%2d %s %6.2f %7.5f\n", name,
           s->lines, percent(s->near, s->lines), percent(s->right, s->lines), s->unsaid,
           percent(s->unsaid_timed, s->unsaid), s->unsaid_sure, s->sure,
           percent(s->sure_right, s->sure), s->good, s->doubt, s->failed,
           s->falsely_good ? "FALSE" : "     ", s->cpu_s, s->cpu_s / fmax(s->sound_s, 1));
}

static void add(score *to, const score *s)
{
    to->lines += s->lines, to->near += s->near, to->right += s->right;
    to->unsaid += s->unsaid, to->unsaid_timed += s->unsaid_timed;
    to->unsaid_sure += s->unsaid_sure, to->sure += s->sure, to->sure_right += s->sure_right;
    to->good += s->good, to->doubt += s->doubt, to->failed += s->failed;
    to->falsely_good += s->falsely_good, to->cpu_s += s->cpu_s, to->sound_s += s->sound_s;
}

int alter_score(const char *program, const char *folder, char **names)
{
    g_autofree score *rows = g_new0(score, (gsize)condition_count);
    g_autoptr(GArray) jobs = list_jobs(folder, names);
    guint running = 0;
    for (guint i = 0; i < jobs->len; i++) {
        if (running == PARALLEL)
            finish(jobs, rows), running--;
        start(&g_array_index(jobs, job, i), program);
        running++;
    }
    for (; running; running--)
        finish(jobs, rows);
    printf("%-24s %5s %6s %6s  %5s %6s %5s  %5s %6s  %s  %5s %6s %7s\n", "condition", "lines",
           "<200ms", "<500ms", "unsd", "timed%", "sure", "sure", "right%", "0/3/else", "good?",
           "cpu s", "/sound");
    score all = {0};
    for (int c = 0; c < condition_count; c++)
        if (rows[c].items) {
            show(conditions[c].name, &rows[c]);
            add(&all, &rows[c]);
        }
    show("all", &all);
    for (guint i = 0; i < jobs->len; i++)
        g_free(g_array_index(jobs, job, i).folder);
    return 0;
}
