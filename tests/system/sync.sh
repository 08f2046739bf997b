#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The text is shown when it is heard: text changes against the recorded loudspeaker, playing on and after seeks.
. "$(dirname "$0")/harness.sh"
need Xvfb xdotool pulseaudio parec sox

"$(dirname "$0")/make_bursts" "$work" 130
start_display
start_sound
record_speaker
launch "$work/bursts.vtt"
await_window
await_segment 60 60

# Seeks, forwards and back, while it plays.
for key in Left Right Left Left Right Down Down Up Right Left Right Down Left Right; do
    press $key
    sleep 1.6 # time for two or three sentences to pass: what is measured is what comes after a seek
done
quit
stop_recording
"$tools/sync" "$work/bursts.cues" "$work/spk.index" "$work/spk.raw" "$work/scenes"
