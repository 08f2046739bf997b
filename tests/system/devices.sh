#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The sound device is removed, moved, stalled, or its server dies: the position is kept, the user is told, and
# playing goes on when it can.
. "$(dirname "$0")/harness.sh"
need Xvfb xdotool pulseaudio parec pactl sox

"$(dirname "$0")/make_bursts" "$work" 130
start_display
start_sound
record_speaker

# near A B MICROSECONDS
near() { local d=$(($1 - $2)); [ ${d#-} -le "$3" ]; }

add_speaker() { pactl load-module module-null-sink sink_name="$1" rate=48000 channels=1 format=float32le >"$work/module-$1"; }
module_of() { pactl list short modules | awk -v name="sink_name=$1" '$2 == "module-null-sink" && index($0, name " ") { print $1 }'; }
# Milliseconds between now and the last line of the log, which says what state it is in.
now_ns() { awk '{ printf "%d", $1 * 1e9 }' /proc/uptime; }

launch "$work/bursts.vtt"
await_window
await_segment 3

echo "-- the only speaker is removed (A4)"
pactl unload-module "$(module_of spk)"
await_state paused 3
said "sound device was removed" || fail "it does not say so"
held=$(last_us)
stop_recording

echo "-- it comes back, and a key goes on"
add_speaker spk
record_speaker
press space
await_state playing 5
near "$(last_us)" "$held" 400000 || fail "it went on at $(last_us), not $held"
await_segment $(($(last_segment) + 3)) 10

echo "-- another speaker becomes the default one, and this one goes (A5)"
add_speaker other
parec --latency-msec=10 -d other.monitor >/dev/null 2>&1 &
started+=($!)
pactl set-default-sink other
before=$(last_segment)
pactl unload-module "$(module_of spk)"
stop_recording
is paused && press space
await_segment $((before + 5)) 15

echo "-- the sound server stalls (A5): the position stands, then it goes on"
kill -STOP $pulse
sleep 1.5 # longer than the watchdog's half second: what is tested is that nothing hangs meanwhile
press Left
stalled=$(last_us)
kill -CONT $pulse
await_segment $(($(last_segment) + 4)) 15

echo "-- the program stands still for a moment (A3), then for longer, as when a machine sleeps (A8)"
kill -STOP $player
sleep 0.35 # longer than any device has sound, shorter than the watchdog waits
kill -CONT $player
await 5 said "sound broke off" || fail "it does not say that the sound broke off: $(tail -12 "$work/scenes")"
is playing || fail "a moment's standing still paused it"
kill -STOP $player
sleep 3
held=$(last_us)
kill -CONT $player
await_state paused 5
near "$(last_us)" "$held" 900000 || fail "it paused at $(last_us), not $held"
press space
await_state playing 5

echo "-- the sound server dies: paused; a key goes on in silence, and says so"
kill -KILL $pulse
wait $pulse 2>/dev/null || true
await_state paused 5
press space
await_state playing 5
await 10 said "text goes on in silence" || fail "it does not say that it is silent"
await_segment $(($(last_segment) + 4)) 15

echo "-- a new server is taken"
rm -f "$work/sound"
start_sound
record_speaker
heard() { [ "$(tail -c 4800000 "$work/spk.raw" | od -An -v -tf4 -w4 | awk '$1 > 0.1 || $1 < -0.1 { print; exit }' | wc -l)" = 1 ]; }
await 20 heard || fail "no sound from the new server: $(tail -2 "$work/scenes")"

quit
stop_recording
echo "-- a driver that does not work: the next one is tried (A6)"
export SDL_AUDIODRIVER=bogus
record_speaker
launch "$work/bursts.vtt"
await_window
await 20 heard || fail "no other driver was tried: $(tail -2 "$work/scenes")"
quit
stop_recording

echo "-- no sound at all (A11)"
kept=$PULSE_SERVER
export PULSE_SERVER=unix:/nonexistent
launch "$work/bursts.vtt"
await_window
await_segment 5 20
said "text goes on in silence" || fail "it does not say that it is silent"
press space
await_state paused
press Right space
await_state playing
quit

echo "-- the speaker is suspended from the start (A6, A7)"
export SDL_AUDIODRIVER=pulseaudio PULSE_SERVER=$kept
pactl suspend-sink spk 1
launch "$work/bursts.vtt"
await_window
await_segment 3 20
quit 3
