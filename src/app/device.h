// SPDX-License-Identifier: GPL-3.0-or-later
// The sound device, real or silent, as a state machine with watchdogs: SDL says nothing when
// callbacks stop, and its calls may hang when a sound server does.
//
//     closed ──play──▶ opening ──▶ running ──removed──▶ gone ──play, or a device comes──▶ opening
//                         │           │ no callback 0.5 s
//                         │ no sound  ▼
//                         └──────▶ silent ──a device comes, or one opens after all──▶ running
//
// In silence a thread of our own takes the sound at the pace of the monotonic clock, so that the
// text goes on. Devices are opened and closed on helper threads; one that does not come back is
// left behind with what it holds.
//
// Threads: all calls belong to the main thread.
#pragma once

#include <stdbool.h>

#include "media/playout.h"

typedef enum {
    DEVICE_CLOSED,
    DEVICE_OPENING,
    DEVICE_RUNNING,
    DEVICE_SILENT,
    DEVICE_GONE,
} device_state;

typedef struct device device;

// Called on any thread when device_check() should be called soon; may only wake somebody.
typedef void (*device_notify)(void *data);

// Before the first thread starts: sets the process up for steady sound.
void device_prepare(void);

// Nothing is opened before device_play(). Takes a reference to `o`.
device *device_new(playout *o, device_notify notify, void *data);
// Closes and frees it within 2 s, whatever the sound device does.
void device_close(device *d);

// Takes sound, or stops taking it. After a while without sound the device is closed, so that idle
// costs nothing.
void device_play(device *d, bool playing);

// The sound device `id` (SDL's) was removed; a device was added.
void device_removed(device *d, unsigned id);
void device_added(device *d);

// Looks after the device: call when notified and at least every DEVICE_CHECK_US while playing.
// Returns the state.
device_state device_check(device *d);
#define DEVICE_CHECK_US 100000

// TRUE once for each time that playing has to stop: the device was taken away.
bool device_take_pause(device *d);

// What the user must know of the device, a sentence; "" if all is well.
const char *device_notice(const device *d);

// The microseconds after which device_check() should be called though nothing happens; INT64_MAX:
// never.
int64_t device_patience_us(const device *d);
