#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Bad, damaged and hostile files and calls: one clear sentence and the right exit code, nothing else opened,
# nothing obeyed by the terminal.
. "$(dirname "$0")/harness.sh"
need ffmpeg sox timeout
export SDL_AUDIODRIVER=dummy
cd "$work"

# run CODE WORDS ARGS...: the program returns CODE and says WORDS in one line.
run() {
    local code=$1 words=$2 got=0
    shift 2
    timeout 20 "$program" "$@" </dev/null >out 2>err || got=$?
    [ $got = "$code" ] || fail "$*: returned $got, not $code: $(cat err)"
    [ -z "$words" ] || grep -qF -e "$words" err || fail "$*: says $(cat err), not “$words”"
    ! LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' out err || fail "$*: control characters"
}

sox -D -n -r 48000 -c 1 -b 16 tone.wav synth 0.5 sine 300 gain -6
printf 'WEBVTT\n\n1.1\n00:00:00.100 --> 00:00:00.400\n<lang zh>你好。</lang>\n<lang en>Hello.</lang>\n' >good.vtt

echo "-- calls"
run 2 "Say what to play" play
run 2 "--nonsense" --text --nonsense tone.wav
run 2 "speed is a whole number from 50 to 200" --text --speed=fast tone.wav
run 2 "is no time" --text --start=later tone.wav good.vtt
run 2 "is no size" render good.vtt --size big -o out.png

echo "-- what is no file"
mkfifo fifo
for name in fifo . /dev/zero missing.wav; do run 1 "$name" --text "$name"; done

echo "-- what is not what it says"
: >empty.wav
run 1 empty.wav --text empty.wav
head -c 5000 /dev/urandom >noise.mp3
run 1 noise.mp3 --text noise.mp3 good.vtt
printf '#EXTM3U\n#EXTINF:1,\n%s\n#EXT-X-ENDLIST\n' "$work/tone.wav" >list.mp3
printf 'ffconcat version 1.0\nfile tone.wav\n' >concat.wav
for name in list.mp3 concat.wav; do run 1 "a playlist" --text "$name" good.vtt; done
if command -v strace >/dev/null && strace true 2>/dev/null; then
    strace -f -e trace=%file,%network -o trace "$program" --text list.mp3 good.vtt </dev/null >out 2>err || true
    ! grep -F tone.wav trace || fail "list.mp3 made it open tone.wav"
    ! grep -E 'AF_INET6?' trace || fail "a network socket"
fi

echo "-- a damaged cue is named and skipped, the rest is kept"
printf 'WEBVTT\n\n1.1\n00:00:00.100 --> 00:00:00.200\nFirst.\n\n1.2\n00:00:00.300 --> 00:00:00.100\nBackwards.\n\n1.3\n00:00:00.300 --> 00:00:00.400\nThird.\n' >damaged.vtt
run 0 "damaged.vtt:8:" --text damaged.vtt tone.wav
grep -q First out && grep -q Third out || fail "the good cues are lost: $(cat out)"
head -c 20000 tone.wav >cut.wav
run 0 "" --text cut.wav good.vtt

echo "-- names and tags do not reach the terminal as commands"
evil=$'a\e]52;c;UFdO\a\u009d\u202e.mp3'
ffmpeg -v error -i tone.wav -metadata title="$evil" -metadata artist=$'\e[2J' "$work/$evil" || cp tone.wav "$work/$evil"
run 0 "" --text "$evil" good.vtt
run 1 "" --text "missing-$evil"
printf 'WEBVTT\n\n00:00:00.100 --> 00:00:00.400\nred \e[31m text \u009d5n\n' >evil.vtt
run 0 "" --text evil.vtt tone.wav

echo "-- a picture never lies over something else"
run 1 "tone.wav" render good.vtt -o tone.wav
run 0 "" render good.vtt --at 0.2 --size 480x320 -o new.png
run 0 "" render good.vtt --at 0.3 --size 480x320 -o new.png
echo "-- the order of words"
run 0 "" --text demo --volume 0 --start 1:23
run 0 "" --text -- tone.wav good.vtt
echo "-- a text without its recording goes on in silence"
cp good.vtt alone.vtt
run 0 "" --text alone.vtt
grep -q Hello out && grep -q "no recording" out || fail "not played in silence: $(cat out)"

echo "-- a display that does not answer"
DISPLAY=:54321 run 0 "" tone.wav good.vtt
grep -q Hello out || fail "nothing on the terminal: $(cat out)"

echo "-- found beside"
cp tone.wav speech.wav
printf '1\n00:00:00,100 --> 00:00:00,400\n你好。\n' >speech.zh.srt
printf '1\n00:00:00,100 --> 00:00:00,400\nHello.\n' >speech.en.srt
run 0 "" --text speech.wav
grep -q 你好 out && grep -q Hello out && grep -q "speech.zh.srt, speech.en.srt" out || fail "not found beside: $(cat out)"
