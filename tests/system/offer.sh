#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A text without times is opened with its recording: the window offers to find them, plays meanwhile, can be told to
# stop, and goes on with the times; they are written beside the recording.
. "$(dirname "$0")/harness.sh"
need Xvfb xdotool pulseaudio pactl parec sox flite import

cd "$work"
for ((i = 1; i <= 8; i++)); do
    echo "This is sentence number $i of a speech about rivers and about the people who live beside them."
done >english.txt
flite -voice slt -f english.txt -o english.wav
sox -D english.wav -r 48000 speech.wav pad 3 1
awk '{ print "这是关于河流和沿河居民的演讲的第" NR "句话。"; print }' english.txt >speech.txt
for ((i = 0; i < 1500; i++)); do cat english.txt; done >long.txt
sox -D english.wav -r 16000 long.wav repeat 400
start_display
start_sound

echo "-- it is offered, and done while it plays"
launch speech.wav speech.txt
await_window
await 10 said "Enter finds them" || fail "it is not offered: $(tail -3 scenes)"
press Return
await 30 said "8 of 8 sentences have times, written to speech.vtt" || fail "not done: $(tail -3 scenes)"
is playing || fail "it does not play meanwhile"
await_segment 2 30
await_segment 3 30
import -window "$window" "${EARVOICE_SHOTS:-$work}/offered.png"
quit
grep -q '^audio: speech.wav' speech.vtt || fail "nothing was written"
"$program" --text speech.vtt --start 0:05 --volume 0 </dev/null >played 2>err & started+=($!)
await 20 grep -q "sentence number" played || fail "what was written cannot be played: $(cat err)"

echo "-- what is there already is kept"
cp speech.vtt before.vtt
mkdir again && cp speech.wav speech.txt again && echo "mine" >again/speech.vtt
launch again/speech.wav again/speech.txt
await_window
press Return
await 30 said "not written, for there is a speech.vtt already" || fail "not told: $(tail -3 scenes)"
[ "$(cat again/speech.vtt)" = mine ] || fail "a file was overwritten"
quit

echo "-- Escape stops it, quitting too"
launch long.wav long.txt
await_window
press Return
await 20 said "Finding the times" || fail "no progress: $(tail -3 scenes)"
press Escape
await 5 eval 'tail -1 scenes | grep -q "Enter finds them"' || fail "it was not stopped: $(tail -2 scenes)"
press Return
await 20 said "Finding the times: [1-9]" || fail "no progress: $(tail -3 scenes)"
quit
[ ! -e long.vtt ] || fail "written though stopped"

echo "-- by hand: a key for each sentence, kept whatever happens"
mkdir taps && cp speech.wav speech.txt taps
launch taps/speech.wav taps/speech.txt
await_window
await_state playing
for i in 1 2 3; do
    sleep 1.5 # a sentence is said
    press n
    await 5 said "Sentence $i of 8 begins at .*(speech.vtt)" || fail "sentence $i: $(tail -2 scenes)"
    await 5 eval '[ "$(grep -c -- "-->" taps/speech.vtt)" = $i ]' || fail "not written after the key: $(cat taps/speech.vtt)"
done
press Up
kill -KILL $player
wait $player || true
awk '/-->/ { split($1, t, ":"); now = t[1] * 3600 + t[2] * 60 + t[3]; n++
        if (n > 1 && (now - last < 1.2 || now - last > 4)) wrong = 1
        last = now }
    END { exit !(n == 3 && !wrong) }' taps/speech.vtt || fail "the times are not those of the keys: $(cat taps/speech.vtt)"

echo "-- the wrong text"
printf '%s\n' "Bright sunshine shimmers on the ocean all through the afternoon." "A crab challenged me, but a quick stab vanquished him." \
    "Two other cases also were under advisement by the court." "John repainted the garage door in one afternoon." \
    "The committee will publish its report on fisheries." "Pour more liquid into the deep glass bowl." >wrong.txt
launch english.wav wrong.txt
await_window
press Return
await 30 said "right recording" || fail "the wrong text is not noticed: $(tail -3 scenes)"
quit
[ ! -e english.vtt ] || fail "times of the wrong text were written"
