// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/player.h"

#include <time.h>

#include "app/device.h"
#include "base/i18n.h"
#include "media/pump.h"

// Looked after at least ten times a second while it plays: after this long the machine has slept.
#define SLEPT_US (2 * TIME_SECOND)

// Going back within this time after a beginning goes to the one before.
#define BACK_US (TIME_SECOND * 3 / 2)

struct player {
    speech *speech;
    playout *out; // NULL: no recording
    pump *pump;
    device *device;

    bool playing, muted;
    int speed_percent, volume_percent;
    int64_t loop_start_us, loop_end_us;

    // Until the clock has come to this generation, the position is `target_us`.
    unsigned generation;
    int64_t target_us;
    int64_t last_us;    // shown last in this generation
    int64_t checked_us; // of the monotonic clock, last
    bool slept;         // and nothing was done since
    pump_report report;
    char trouble[256];
};

static int64_t monotonic_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

player *player_new(decoder *d, speech *s, player_notify notify, void *data)
{
    player *p = g_new0(player, 1);
    p->speech = speech_ref(s);
    p->speed_percent = p->volume_percent = 100;
    p->loop_start_us = p->loop_end_us = TIME_NONE;
    p->report.duration_us = TIME_NONE;
    if (!d) {
        p->report.duration_us = speech_is_timed(s) ? speech_end_us(s) : TIME_NONE;
        return p;
    }
    const decoder_info *info = decoder_describe(d);
    p->out = playout_new(info->rate, info->channels);
    p->pump = pump_start(d, p->out, notify, data);
    p->device = device_new(p->out, notify, data);
    p->generation = 1;
    pump_look(p->pump, &p->report);
    return p;
}

void player_free(player *p)
{
    if (!p)
        return;
    if (p->out) {
        device_close(p->device);
        pump_stop(p->pump);
        playout_unref(p->out);
    }
    speech_unref(p->speech);
    g_free(p);
}

const speech *player_speech(const player *p)
{
    return p->speech;
}

void player_set_speech(player *p, speech *s)
{
    speech_ref(s);
    speech_unref(p->speech);
    p->speech = s;
}

player_status player_look(const player *p)
{
    return (player_status){
        .playing = p->playing,
        .muted = p->muted,
        .looping = p->loop_start_us != TIME_NONE && p->loop_end_us != TIME_NONE,
        .speed_percent = p->speed_percent,
        .volume_percent = p->volume_percent,
        .duration_us = p->report.duration_us,
        .loop_start_us = p->loop_start_us,
        .loop_end_us = p->loop_end_us,
        .underruns = p->out ? playout_underruns(p->out) : 0,
        .trouble = p->trouble,
    };
}

int64_t player_position(player *p, int64_t now_ns)
{
    playclock_reading heard;
    bool known = p->out && playclock_read(playout_clock(p->out), now_ns, &heard) &&
                 heard.generation >= p->generation;
    if (!known)
        return p->target_us;
    // The reckoning of the device's clock may take back a little of what it said; the text does
    // not.
    bool taken_back = heard.media_us < p->last_us && p->last_us - heard.media_us < TIME_SECOND / 20;
    if (!taken_back)
        p->last_us = heard.media_us;
    return p->last_us;
}

bool player_at_end(const player *p)
{
    return !p->out || playout_ended(p->out) >= p->generation;
}

// Whoever opens the lid again does not want to be spoken to at once, and has missed nothing.
static void check_sleep(player *p)
{
    int64_t now_us = g_get_monotonic_time(), before_us = p->checked_us;
    p->checked_us = now_us;
    if (!p->playing || !before_us || now_us - before_us < SLEPT_US)
        return;
    player_play(p, false);
    p->slept = true;
}

void player_check(player *p)
{
    if (!p->out)
        return;
    check_sleep(p);
    device_check(p->device);
    if (device_take_pause(p->device))
        player_play(p, false);
    pump_look(p->pump, &p->report);
    const char *trouble = p->report.error[0] ? p->report.error : device_notice(p->device);
    g_autofree char *cut =
        p->report.missing_us
            ? decoder_missing_text(p->report.duration_us, p->report.missing_us, TIME_SECOND)
            : NULL;
    if (cut && !*trouble)
        trouble = cut;
    if (p->slept && !*trouble)
        trouble = _("The machine stood still, so playing is paused: press Space to go on.");
    g_strlcpy(p->trouble, trouble, sizeof p->trouble);

    playclock_reading heard;
    if (p->playing && player_at_end(p) &&
        (!playclock_read(playout_clock(p->out), monotonic_ns(), &heard) || heard.standing))
        player_play(p, false);
}

int64_t player_patience_us(const player *p)
{
    return p->out ? device_patience_us(p->device) : INT64_MAX;
}

void player_play(player *p, bool playing)
{
    if (!p->out)
        return;
    p->playing = playing;
    p->slept = false;
    p->checked_us = 0;
    pump_set_playing(p->pump, playing);
    device_play(p->device, playing);
}

void player_toggle(player *p)
{
    if (!p->playing && player_at_end(p))
        player_seek(p, 0);
    player_play(p, !p->playing);
}

static bool has_loop(const player *p)
{
    return p->loop_start_us != TIME_NONE && p->loop_end_us != TIME_NONE;
}

void player_seek(player *p, int64_t us)
{
    int64_t last_us = p->report.duration_us == TIME_NONE ? TIME_MAX : p->report.duration_us;
    us = CLAMP(us, 0, last_us);
    if (has_loop(p) && (us < p->loop_start_us || us >= p->loop_end_us))
        player_clear_loop(p);
    p->target_us = p->last_us = us;
    if (p->pump)
        p->generation = pump_seek(p->pump, us);
}

void player_skip(player *p, int64_t by_us)
{
    player_seek(p, player_position(p, monotonic_ns()) + by_us);
}

// An untimed speech, or one alone, is stepped through by its length; see scene_at().
static void seek_to_segment(player *p, int index)
{
    if (index >= 0)
        player_seek(p, speech_segment(p->speech, index)->start_us);
}

void player_step_sentence(player *p, int by)
{
    int64_t us = player_position(p, monotonic_ns());
    int heard = speech_segment_before(p->speech, us);
    bool inside = heard >= 0 && us - speech_segment(p->speech, heard)->start_us > BACK_US;
    seek_to_segment(p, speech_step(p->speech, heard, by < 0 && inside ? by + 1 : by));
}

// The first timed segment of a paragraph that has one, looking on from `index` in direction `by`;
// -1.
static int first_of_paragraph(const speech *s, int index, int by)
{
    for (; index >= 0 && index < speech_paragraph_count(s); index += by) {
        const paragraph *g = speech_paragraph(s, index);
        for (int i = g->first; i < g->first + g->count; i++) {
            if (speech_segment(s, i)->start_us != TIME_NONE)
                return i;
        }
    }
    return -1;
}

void player_step_paragraph(player *p, int by)
{
    int64_t us = player_position(p, monotonic_ns());
    int heard = speech_segment_before(p->speech, us);
    if (heard < 0) {
        seek_to_segment(p, speech_step(p->speech, -1, 1));
        return;
    }
    int index = speech_segment(p->speech, heard)->paragraph;
    int first = first_of_paragraph(p->speech, index, 1);
    bool inside = us - speech_segment(p->speech, first)->start_us > BACK_US;
    if (by > 0 || !inside)
        first = first_of_paragraph(p->speech, index + by, by);
    seek_to_segment(p, first);
}

void player_repeat(player *p)
{
    seek_to_segment(p, speech_segment_before(p->speech, player_position(p, monotonic_ns())));
}

void player_set_speed(player *p, int percent)
{
    percent = CLAMP(percent, PLAYER_SPEED_MIN, PLAYER_SPEED_MAX);
    if (percent == p->speed_percent)
        return;
    p->speed_percent = percent;
    if (p->pump)
        pump_set_speed(p->pump, percent / 100.0);
}

static void set_gain(player *p)
{
    float share = (float)p->volume_percent / 100;
    // Loudness goes with about the square of the gain: equal steps sound equal.
    if (p->out)
        playout_set_gain(p->out, p->muted ? 0 : share * share);
}

void player_set_volume(player *p, int percent)
{
    p->volume_percent = CLAMP(percent, 0, 100);
    p->muted = false;
    set_gain(p);
}

void player_mute(player *p, bool muted)
{
    p->muted = muted;
    set_gain(p);
}

void player_set_delay(player *p, int64_t delay_us)
{
    if (p->out)
        playclock_set_delay(playout_clock(p->out), delay_us);
}

static void set_loop(player *p, int64_t start_us, int64_t end_us)
{
    bool had = has_loop(p);
    p->loop_start_us = start_us;
    p->loop_end_us = end_us;
    if (!p->pump || (!had && !has_loop(p)))
        return;
    if (has_loop(p))
        pump_set_loop(p->pump, start_us, end_us);
    else
        pump_set_loop(p->pump, TIME_NONE, TIME_NONE);
}

void player_mark_loop(player *p, int64_t start_us, int64_t end_us)
{
    bool both = start_us != TIME_NONE && end_us != TIME_NONE;
    if (both && start_us == end_us)
        return;
    set_loop(p, both ? MIN(start_us, end_us) : start_us, both ? MAX(start_us, end_us) : end_us);
}

void player_clear_loop(player *p)
{
    set_loop(p, TIME_NONE, TIME_NONE);
}

void player_loop_sentence(player *p)
{
    int index = speech_segment_before(p->speech, player_position(p, monotonic_ns()));
    if (index < 0)
        return;
    const segment *g = speech_segment(p->speech, index);
    if (p->loop_start_us == g->start_us && p->loop_end_us == g->end_us)
        player_clear_loop(p);
    else
        player_mark_loop(p, g->start_us, g->end_us);
}

void player_device_removed(player *p, unsigned id)
{
    if (p->device)
        device_removed(p->device, id);
}

void player_device_added(player *p)
{
    if (p->device)
        device_added(p->device);
}
