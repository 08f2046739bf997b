#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What people's recordings and texts are like: parts missing on either side, other sound between the sentences, noise,
# another pace, pauses, opposed channels. Each row alters a speech whose truth is known.
. "$(dirname "$0")/harness.sh"
need flite sox soxi
cd "$work"

mapfile -t sentences <<'END'
The harbour was rebuilt in the spring after the great storm.
Nobody had asked the fishermen what they thought of it.
My grandmother kept her letters in a wooden box under the stairs.
Twelve engineers measured the old bridge from end to end.
We bought bread, cheese and a little honey at the market.
The orchestra played until the lamps went out.
Her brother writes about birds for a small newspaper.
In winter the northern road is closed for several weeks.
A young doctor opened her practice above the bakery.
The committee will meet again on Thursday afternoon.
Please leave your umbrella beside the yellow door.
Some of the apples had already fallen into the grass.
The train to the coast was forty minutes late.
Every child in the village learned to swim that summer.
They sold the farm and moved to a flat near the station.
His speech was short, and it was understood by everybody.
The museum shows coins, maps and a broken violin.
Rain is expected in the valley before the evening.
The library lends bicycles to its older readers.
Two photographers followed the river down to the sea.
END
count=${#sentences[@]}

# say VOICE TEXT FILE: without silence at its ends.
say() {
    flite -voice "$1" -t "$2" -o said.wav
    sox said.wav -r 16000 -c 1 "$3" silence 1 0.01 0.3% reverse silence 1 0.01 0.3% reverse
}
silence() { sox -D -n -r 16000 -c 1 "$1" trim 0 "$2"; }
seconds() { soxi -D "$1"; }

for i in "${!sentences[@]}"; do say rms "${sentences[$i]}" "s$i.wav"; done
silence half.wav 0.5
say slt "This is another voice, and what it says is of no text at all. It talks about the weather, about football
    and about a new kind of telephone, and it goes on for quite a while without ever saying what we wait for." other.wav
# Many hands that clap.
sox -D -R -n -r 16000 -c 1 applause.wav synth 6 noise band -n 1800 1500 tremolo 23 30 fade q 0.6 6 1.2 gain -n -8
sox -D -R -n -r 16000 -c 1 hall.wav synth 45 noise band -n 1800 1500 tremolo 23 30 gain -n -8

# Of the sentences that are said, `said`, and of the words of the text, `text`: indices. Writes speech.wav, text.txt
# and truth. `between INDEX`: what is heard before a sentence, besides half a second of silence.
between() { :; }
speak() {
    local i at=0.5 parts=(half.wav) extra
    : >truth
    for i in "${said[@]}"; do
        for extra in $(between "$i") half.wav; do
            parts+=("$extra")
            at=$(awk "BEGIN { print $at + $(seconds "$extra") }")
        done
        [[ " ${text[*]} " != *" $i "* ]] || printf '%s\t%s\n' "$at" "${sentences[$i]}" >>truth
        parts+=("s$i.wav")
        at=$(awk "BEGIN { print $at + $(seconds "s$i.wav") }")
    done
    sox "${parts[@]}" half.wav clean.wav
    sox -D -m -v 1 clean.wav -v 1 <(sox -D -R -n -r 16000 -c 1 -t wav - synth "$(seconds clean.wav)" pinknoise vol 0.002) \
        speech.wav 2>/dev/null
    for i in "${text[@]}"; do echo "${sentences[$i]}"; done >text.txt
}
sound() { mv speech.wav before.wav && sox -D before.wav speech.wav "$@"; }
pace() { sound tempo -s "$1" && awk -F'\t' -v by="$1" '{ print $1 / by "\t" $2 }' truth >paced && mv paced truth; }
noise() {
    mv speech.wav before.wav
    local db
    db=$(sox before.wav -n stats 2>&1 | awk '/RMS lev/ { print $4 }')
    sox -D -R -n -r 16000 -c 1 noise.wav synth "$(seconds before.wav)" whitenoise gain -n "$(awk "BEGIN { print $db - $1 + 4.8 }")"
    sox -D -m -v 0.5 before.wav -v 0.5 noise.wav speech.wav
}

# ROW: NAME, exit code, share of the begins that are right, in percent; then the function NAME makes it.
all() { seq -s' ' 0 $((count - 1)); }
rows="plain 0 100
first_half_said 0 100
last_third_said 0 100
middle_of_the_text_missing 0 95
middle_of_the_sound_missing 0 95
applause_between 0 95
another_voice_amid 0 95
pauses_in_sentences 0 95
first_words_left_out 0 90
twice_as_slow 0 95
nearly_twice_as_fast 0 95
white_noise_10_db 0 90
ends_inside 0 95
opposed_channels 0 95
interpreter_in_the_right 0 95
nothing_but_applause 3 0
another_text 3 0"

plain() { speak; }
first_half_said() { said=($(seq 0 9)); speak; }
last_third_said() { said=($(seq 14 19)); speak; }
middle_of_the_text_missing() { text=(0 1 2 3 4 5 13 14 15 16 17 18 19); speak; }
middle_of_the_sound_missing() { said=(0 1 2 3 4 5 13 14 15 16 17 18 19); speak; }
applause_between() { between() { [ $(($1 % 4)) != 3 ] || echo applause.wav; }; speak; }
another_voice_amid() { between() { [ "$1" != 10 ] || echo half.wav other.wav other.wav other.wav; }; speak; }
pauses_in_sentences() {
    local i text_of
    for i in 2 5 8 11 14 17; do
        text_of=${sentences[$i]}
        say rms "$(cut -d' ' -f1-4 <<<"$text_of")" part1.wav
        say rms "$(cut -d' ' -f5- <<<"$text_of")" part2.wav
        sox part1.wav half.wav half.wav half.wav half.wav part2.wav "s$i.wav"
    done
    speak
}
first_words_left_out() {
    local i
    for i in 3 9 15; do say rms "$(cut -d' ' -f4- <<<"${sentences[$i]}")" "s$i.wav"; done
    speak
}
twice_as_slow() { speak; pace 0.5; }
nearly_twice_as_fast() { speak; pace 1.9; }
white_noise_10_db() { speak; noise 10; }
ends_inside() { speak; sound trim 0 -1.2; }
opposed_channels() { speak; sound remix 1 1i; }
interpreter_in_the_right() {
    speak
    sox other.wav other.wav other.wav other.wav other.wav other.wav other.wav long.wav
    sox -D speech.wav left.wav pad 0 1
    sox -D -M left.wav long.wav speech.wav trim 0 "$(seconds left.wav)"
}
nothing_but_applause() { speak; cp hall.wav speech.wav; : >truth; }
another_text() {
    speak
    printf '%s\n' "A crab challenged me in a dream about elections." "Parliament adjourned without a vote on fisheries." \
        "Cotton prices rose by nine percent in the third quarter." "Our choir rehearses Mozart on Wednesday nights." \
        "Volcanic ash grounded every aeroplane in the country." >text.txt
    : >truth
}

mkdir kept && cp s*.wav kept
while read -r name code share; do
    cp kept/* .
    between() { :; }
    said=($(all)) text=($(all))
    $name
    got=0
    rm -f out.vtt
    "$program" align speech.wav text.txt --split line --spoken en -o out.vtt >out 2>err || got=$?
    [ $got = "$code" ] || fail "$name: returned $got, not $code: $(cat out err)"
    awk '/-->/ { split($1, t, ":"); start = t[1] * 3600 + t[2] * 60 + t[3]; getline; gsub(/<[^>]*>/, ""); print start "\t" $0 }' \
        out.vtt >found
    awk -F'\t' -v name="$name" -v share="$share" 'NR == FNR { begin[$2] = $1; next }
        { n++; off = $2 in begin ? begin[$2] - $1 : 99; right += off <= 0.2 && off >= -0.2
          if (off > 0.2 || off < -0.2) wrong = wrong "; " off " s: " $2 }
        END { printf "%s: %d of %d within 0.2 s%s\n", name, right, n, wrong; exit n && 100 * right < share * n }' found truth ||
        fail "$name"
    # What is not said has no time, but for what was cut off with the end.
    [ "$code" = 3 ] || [ "$(wc -l <found)" -le $(($(wc -l <truth) + 0)) ] || fail "$name: what is not said has times: $(cat found)"
done <<<"$rows"
