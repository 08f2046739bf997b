#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# At speed 1 the sound arrives at the loudspeaker unaltered, every sample of it: that of a WAV file bit for bit,
# that of the demo as the codec's own decoder gives it. The terminal shows both texts meanwhile.
. "$(dirname "$0")/harness.sh"
need pulseaudio parec opusdec sox

raw() { sox "$1" -t raw -e float -b 32 -c 1 -r 48000 "$2" 2>/dev/null; }

# Times that the sound server has been without sound from a program. It says so once when a stream starts.
starved() { grep -c 'end of underrun' "$work/pulse.log" || true; }

# play SPEECH ORIGINAL TOLERANCE. Where the machine kept the program or the server waiting, so that the sound
# broke off, nothing is known of what passes between them: then it is played again, three times at most.
play() {
    local try before
    for try in 1 2 3 4; do
        before=$(starved)
        record_speaker
        timeout 150 "$program" --text "$1" </dev/null >"$work/text.out" 2>"$work/program.err"
        stop_recording
        "$tools/contains" "$work/spk.raw" "$2" "$3" && return
        [ $(($(starved) - before)) -gt 1 ] || fail "the sound arrived altered"
        echo "the machine was too busy: try $try says nothing"
    done
    fail "the machine is too busy for sound"
}

start_sound
"$(dirname "$0")/make_bursts" "$work" 12
raw "$work/bursts.wav" "$work/bursts.raw"
play "$work/bursts.vtt" "$work/bursts.raw" 0

opusdec --quiet --float --no-dither "$tests/../assets/demo.opus" "$work/demo.wav" 2>/dev/null
raw "$work/demo.wav" "$work/demo.raw"
play "$tests/../assets/demo.vtt" "$work/demo.raw" 1e-6
for text in 各位来宾，早上好。 'Distinguished guests, good morning.' 谢谢大家。 'Thank you.'; do
    grep -qF "$text" "$work/text.out" || fail "“$text” was not shown"
done
