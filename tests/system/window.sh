#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A real window, keys and pointer: what the screen shows is what `earvoice render` draws for that time.
. "$(dirname "$0")/harness.sh"
need Xvfb xdotool pulseaudio parec import compare

demo=$tests/../assets/demo.vtt
start_display 1600x900
start_sound
parec --latency-msec=10 -d spk.monitor >/dev/null 2>&1 &
started+=($!)

# The window shows what render draws at MICROSECONDS, with OPTIONS; asked until the window has come to rest.
same_picture() {
    import -window "$window" "$work/screen.png" 2>/dev/null &&
        [ "$(compare -metric AE "$work/screen.png" "$work/drawn.png" null: 2>&1)" = 0 ]
}
expect_picture() {
    local us=$1 size
    shift
    size=$(xdotool getwindowgeometry --shell "$window" | awk -F= '/WIDTH/ { w = $2 } /HEIGHT/ { print w "x" $2 }')
    "$program" render "$demo" --at "$((us / 1000000)).$(printf %06d $((us % 1000000)))" --size "$size" "$@" -o "$work/drawn.png"
    await 10 same_picture || {
        cp "$work/screen.png" "$tools/screen.png"
        cp "$work/drawn.png" "$tools/drawn.png"
        fail "at $us $*: the window differs from the picture; see $tools/screen.png, drawn.png"
    }
}

launch --paused "$demo"
await_window
xdotool mousemove 1500 850
echo "-- still, at the beginning"
await 20 test -s "$work/scenes"
expect_picture 0
echo "-- by sentence and paragraph: the right text at once, also while paused"
press Down
await_segment 0
press Down Down
await_segment 2
expect_picture "$(last_us)"
press Next
await_segment 4
expect_picture "$(last_us)"
press Prior
await_segment 2
press Up
await_segment 1
echo "-- 5 seconds on and back"
at=$(last_us)
press Right
await_segment 2
press Left
await_segment 1
echo "-- layouts, order, sizes, themes"
press v
expect_picture "$at" --layout stacked
press v
expect_picture "$at" --layout side-by-side
press s
expect_picture "$at" --layout side-by-side --swap yes
press s v v v t
sleep 4.2 # the message of a new layout stays for 4 s
expect_picture "$at" --theme light
press t t
echo "-- resized live"
xdotool windowmove "$window" 0 0
for size in '480 320' '800 900' '1600 900' '1280 720'; do
    xdotool windowsize "$window" $size
    expect_picture "$at"
done
echo "-- click on the timeline, drag along it"
xdotool mousemove --window "$window" 640 660 click 1
half() { [ "$(last_us)" -gt 40000000 ] && [ "$(last_us)" -lt 44000000 ]; }
await 5 half || fail "a click in the middle went to $(last_us)"
xdotool mousemove --window "$window" 640 660 mousedown 1 mousemove --window "$window" 1270 640 mouseup 1
late() { [ "$(last_segment)" = -1 ] && [ "$(last_us)" -gt 80000000 ]; }
await 5 late || fail "dragging to the end went to $(last_us)"
echo "-- play, pause, loop, speed"
press Home Down space
await_state playing
press l bracketright bracketright
sleep 4 # the sentence lasts for 2 s
shows 0 || fail "the loop was left: $(tail -3 "$work/scenes")"
press l
await_segment 1 10
press space
await_state paused
echo "-- help"
press question
sleep 0.3
import -window "$window" "$work/help.png"
[ "$(compare -metric AE "$work/help.png" "$work/screen.png" null: 2>&1)" != 0 ] || fail "no help"
press Escape
quit

echo "-- a signal ends it as a key does: what was set is kept"
launch --paused "$demo"
await_window
press t
await_state paused
kill -TERM $player
wait $player || fail "SIGTERM: it returned $?"
grep -q '^theme=' "$XDG_CONFIG_HOME/earvoice/settings.ini" || fail "the settings are lost"
rm -r "$XDG_CONFIG_HOME/earvoice"

echo "-- a missing Chinese font is named, not shown as boxes"
FONTCONFIG_FILE=$tests/latin-fonts.conf launch --paused "$demo"
await_window
await 20 said fonts-noto-cjk || fail "the missing font is not named"
quit
