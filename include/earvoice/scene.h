// SPDX-License-Identifier: GPL-3.0-or-later
// What is to be shown at a time: plain data, decided here and drawn elsewhere.
//
// scene_at() is a pure function. Two equal scenes look the same, so a player that draws only when
// the scene differs, and sleeps until scene_next_change(), costs nothing while nothing changes.
#pragma once

#include <stdbool.h>

#include "earvoice/speech.h"

typedef enum {
    LAYOUT_AUTO, // side by side in a wide window, else stacked
    LAYOUT_STACKED,
    LAYOUT_SIDE_BY_SIDE,
    LAYOUT_ZH_ONLY,
    LAYOUT_EN_ONLY,
    LAYOUT_COUNT,
} layout_mode;

typedef enum { THEME_DARK, THEME_LIGHT, THEME_CONTRAST, THEME_COUNT } theme_id;

// The window, what the user has set, and how the player stands. Zero it before filling: scenes are
// compared byte by byte, padding included.
typedef struct {
    int width_px, height_px;     // of the picture
    int timeline_px;             // width of the timeline in it, as the painter places it; > 0
    int scale_percent;           // 100 … 300: size of everything
    int size_percent[LANGUAGES]; // 50 … 200: size of each text
    layout_mode layout;
    theme_id theme;
    bool swapped; // English first
    bool list;    // all sentences stand beside the stage, where there is room
    bool help;    // the keys lie over the stage
    bool playing;
    bool muted;
    bool looping;          // between the loop marks
    bool warning;          // the message says that something is wrong
    int reading;           // segment that the reader of an untimed speech has turned to; 0 …
    int speed_percent;     // 50 … 200
    int volume_percent;    // 0 … 100
    int64_t duration_us;   // of the recording; TIME_NONE: unknown
    int64_t loop_start_us; // marks; TIME_NONE: not set
    int64_t loop_end_us;
    int64_t hover_us;  // the time under the pointer on the timeline; TIME_NONE: not there
    char title[128];   // shown where the speech has no title of its own
    char message[256]; // the message line; "" for none
} view;

// Steps of the glide from one place on the stage to the next.
#define SCENE_GLIDE_STEPS 16
// How long the stage takes to bring the next sentence to its place.
#define SCENE_GLIDE_US (INT64_C(240) * 1000)

typedef struct {
    view view;

    // The stage. A word is known where its end is larger than its start, in bytes of the text of
    // `segment`.
    int segment; // spoken now, -1: between segments, or not timed
    int focus;   // what the stage shows: the segment spoken last, the first one before that; -1: no
                 // text
    int word_start[LANGUAGES], word_end[LANGUAGES];
    int glide_from; // the segment that had the focus before; `focus` if there was none
    int glide; // at once there while not playing; 0 … SCENE_GLIDE_STEPS: how far the stage has come
               // from there
    int within; // 0 … 1000: share of the focus segment's span that is over

    // The timeline.
    int64_t shown_us;  // the time shown, cut to tenths of a second
    int playhead_px;   // 0 … view.timeline_px
    int hover_segment; // spoken at view.hover_us, or last before it; -1
} scene;

// The scene at `us` of the recording. An untimed speech has its focus where `us` falls in its
// length by share of text, so that it can be read along; nothing is marked as spoken.
scene scene_at(const speech *s, int64_t us, const view *v);

// The first time after `us` at which scene_at() differs while playing and `v` stays; INT64_MAX if
// never.
int64_t scene_next_change(const speech *s, int64_t us, const view *v);

// Equal scenes look the same.
bool scene_equal(const scene *a, const scene *b);
