#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A speech in a voice that is not the reference's, with pauses, an introduction of 20 s that is not in the text,
# a sentence that is said but not in the text and one that is in the text but not said: exact truth.
. "$(dirname "$0")/harness.sh"
need flite sox soxi parallel
cd "$work"

sentences=(
    "Ladies and gentlemen, good morning."
    "Today I would like to tell you the story of a river."
    "Thirty years ago it carried away twenty three million tonnes of silt a year."
    "Children knew salmon only from their textbooks."
    "Then a teacher downstream planted the first row of willows with her pupils."
    "At first nobody believed her."
    "In the first year the floods washed away half of the saplings."
    "In the spring of the third year a fisherman saw that the water along the bank was clear."
    "The farmers came too, and dug three ponds."
    "Last September the children upstream counted more than three hundred salmon."
    "A river cannot speak, but it answers."
    "Thank you very much."
)
untold=4  # said, but not in the text
unsaid=8  # in the text behind this one, but not said
added="The committee will publish its report on fisheries in the coming autumn."
intro="You are listening to the evening programme. The weather will be fair tomorrow, with some cloud in the north.
    Our engineers are Martin and Louise. If you have questions, write to us at the usual address. We now go over to
    the town hall, where the meeting is about to begin. Please stay with us after the break for the football results."

# say VOICE TEXT FILE: without silence at its ends.
say() {
    flite -voice "$1" -t "$2" -o said.wav
    sox said.wav -r 16000 -c 1 "$3" silence 1 0.01 0.3% reverse silence 1 0.01 0.3% reverse
}
pause() { sox -D -n -r 16000 -c 1 "$1" trim 0 "$2"; }

say rms "$intro" intro.wav
[ "$(soxi -D intro.wav | cut -d. -f1)" -ge 19 ] || fail "the introduction is short: $(soxi -D intro.wav)"
parts=(intro.wav)
at=$(soxi -D intro.wav)
for i in "${!sentences[@]}"; do
    length=$(awk -v i="$i" 'BEGIN { srand(i + 5); printf "%.2f", 0.35 + rand() }')
    pause "pause$i.wav" "$length"
    say slt "${sentences[$i]}" "said$i.wav"
    at=$(awk "BEGIN { print $at + $length }")
    [ "$i" = $untold ] || printf '%s\t%s\n' "$at" "${sentences[$i]}" >>truth
    at=$(awk "BEGIN { print $at + $(soxi -D "said$i.wav") }")
    parts+=("pause$i.wav" "said$i.wav")
    [ "$i" = $untold ] || echo "${sentences[$i]}" >>text.txt
    [ "$i" != $unsaid ] || echo "$added" >>text.txt
done
# A room is not quite silent.
sox "${parts[@]}" clean.wav
sox -m clean.wav <(sox -R -n -r 16000 -c 1 -t wav - synth "$at" pinknoise vol 0.003 2>/dev/null) speech.wav 2>/dev/null

timeout 60 "$program" align speech.wav text.txt --split line -o speech.vtt >out 2>err || fail "it returned $?: $(cat err)"
cat out err

# Cues as seconds, tab, text.
awk '/-->/ { split($1, t, ":"); start = t[1] * 3600 + t[2] * 60 + t[3]; getline; gsub(/<[^>]*>/, ""); print start "\t" $0 }' \
    speech.vtt >cues
! grep -qF "$added" cues || fail "what was not said has a time: $(grep -F "$added" cues)"
grep -qF "$added" speech.vtt || fail "what was not said is lost"
awk -F'\t' 'NR == FNR { got[$2] = $1; next }
    { off = ($2 in got) ? got[$2] - $1 : 99; if (off < 0) off = -off
      printf "%+.3f s off: %s\n", off, $2; n++; near += off <= 0.2; most = off > most ? off : most }
    END { printf "%d of %d within 0.2 s, all within %.3f s\n", near, n, most; exit !(near >= 0.9 * n && most <= 0.5) }' \
    cues truth || fail "the times are off"

grep -q "not found in the recording.*“The committee will publi…”" err || fail "what is not said is not reported: $(cat err)"
grep -q "speech that is not in the text: 2 places, first 0:00" err || fail "what is untold is not reported: $(cat err)"

echo "-- as JSON"
"$program" align speech.wav text.txt --split line -o json.vtt --json >out 2>err || fail "it returned $?: $(cat err)"
cmp speech.vtt json.vtt || fail "another file than without --json"
for words in '"result":"good"' '"untimed":1' '"kind":"untold","segment":null,"start":0.' '"kind":"unspoken","segment":9,"start":null'; do
    grep -qF "$words" out || fail "no $words: $(cat out)"
done

echo "-- a minute of another voice before it, longer than the speech itself is"
say awb "$intro Welcome to this recording. It was made by volunteers, and you may share it freely with your friends and your
    family. Our studio is in a small town by the sea, where the library has lent us a quiet room on the second floor every
    Tuesday evening. The microphone was a present from a retired engineer, who also built the wooden desk and taught us how
    to cut out the sound of passing lorries. Before we begin, a few words about the text. It was first printed more than a
    hundred years ago, and some of its spelling may look strange today. We have not changed anything, except where a page of
    our copy was torn; there we followed a later edition. If you hear a mistake, tell us, and we will read the passage again.
    Thank you for listening, and thanks to all who sent us letters last year." long.wav
sox long.wav head.wav trim 0 60
sox head.wav speech.wav headed.wav
"$program" align headed.wav text.txt --split line -o headed.vtt >out 2>err || fail "it returned $?: $(cat out err)"
awk '/-->/ { split($1, t, ":"); print t[1] * 3600 + t[2] * 60 + t[3] }' headed.vtt >headed
awk '/-->/ { split($1, t, ":"); print t[1] * 3600 + t[2] * 60 + t[3] }' speech.vtt >alone
paste headed alone | awk -v head="$(soxi -D head.wav)" '{ off = $1 - head - $2; if (off < 0) off = -off; most = off > most ? off : most }
    END { printf "%d begins, %.3f s from those without it at most\n", NR, most; exit !(NR >= 11 && most <= 0.2) }' ||
    fail "the head does harm: $(paste headed alone)"

echo "-- and one of digital silence, and another voice behind it"
sox -D -n -r 16000 -c 1 silence.wav trim 0 45
sox silence.wav speech.wav head.wav tailed.wav
"$program" align tailed.wav text.txt --split line -o tailed.vtt >out 2>err || fail "it returned $?: $(cat out err)"
awk '/-->/ { split($1, t, ":"); print t[1] * 3600 + t[2] * 60 + t[3] - 45 }' tailed.vtt | paste - alone |
    awk '{ off = $1 - $2; if (off < 0) off = -off; most = off > most ? off : most }
        END { printf "%d begins, %.3f s off at most\n", NR, most; exit !(NR >= 11 && most <= 0.2) }' ||
    fail "what is before and behind does harm: $(cat tailed.vtt)"

echo "-- an interpreter takes turns"
turns=()
for i in 0 1 2 3 5 6 7 8; do
    say rms "This is what somebody else says about it at length, number $i, and goes on about something different." "turn$i.wav"
    turns+=("said$i.wav" pause1.wav "turn$i.wav" pause2.wav)
    echo "${sentences[$i]}" >>turns.txt
done
sox "${turns[@]}" turns.wav
"$program" align turns.wav turns.txt --split line -o turns.vtt >out 2>err || [ $? = 3 ] || fail "turns: $(cat err)"
grep -q "as an interpreter does" err || fail "the interpreter is not noticed: $(cat out err)"

echo "-- many at once, and again after a break"
cp speech.wav other.wav
printf '# a remark\n%s\n%s\n%s\n%s\n' $'speech.wav\ttext.txt\tone.vtt\ten\tline' \
    $'other.wav\ttext.txt\ttwo.vtt\t\tline' $'none.wav\ttext.txt\tthree.vtt' $'speech.wav\ttext.txt' >jobs.tsv
code=0
parallel --will-cite "$program" align --batch jobs.tsv --part '{}/3' ::: 1 2 3 >out 2>err || code=$?
[ $code != 0 ] || fail "a job that failed is not told"
[ "$(wc -l <out)" = 4 ] && [ "$(grep -c '"result":"good"' out)" = 2 ] && [ "$(grep -c '"result":"failed"' out)" = 2 ] ||
    fail "not a line for each job: $(cat out err)"
cmp one.vtt speech.vtt || fail "a job of a batch gives something else"
rm two.vtt
code=0
"$program" align --batch jobs.tsv >out 2>err || code=$?
[ $code = 1 ] || fail "a batch with failed jobs returned $code"
[ "$(grep -c '"result":"skipped"' out)" = 1 ] && [ -s two.vtt ] || fail "it did not go on: $(cat out)"

echo "-- the wrong text, and the wrong language"
printf '%s\n' "The committee will publish its report on fisheries." "Two other cases also were under advisement." \
    "John repainted the garage door." "Bright sunshine shimmers on the ocean." "A crab challenged me." >wrong.txt
printf '%s\n' 委员会将在今年秋天公布关于渔业的报告。 我们欢迎各成员国设立新办事处的决定。 北方的农民今年种下了两千多棵树。 >zh.txt
for name in wrong zh; do
    got=0
    "$program" align speech.wav $name.txt --split line -o $name.vtt >out 2>err || got=$?
    [ $got = 3 ] || fail "$name.txt: returned $got, not 3: $(cat out err)"
    grep -q "right recording" err || fail "$name.txt: says $(cat err)"
done

echo "-- the language is found out"
paste -d '\n' <(for ((i = 0; i < 12; i++)); do echo "这是第$i句话，说的是一条河的故事。"; done) text.txt | grep . >both.txt
"$program" align speech.wav both.txt --split line -o both.vtt >out 2>err || fail "both: $(cat err)"
grep -q "heard: en" out || fail "the wrong language: $(cat out)"
"$program" align headed.wav both.txt --split line --force -o both.vtt >out 2>err || fail "both, with a head: $(cat err)"
grep -q "heard: en" out || fail "the wrong language, with a head: $(cat out)"

echo "-- what a recogniser heard, where the sound alone says nothing"
# The same length and the same pauses, but every sentence backwards: no aligner can know it.
backwards=()
for i in "${!sentences[@]}"; do
    sox "said$i.wav" "back$i.wav" reverse
    backwards+=("pause$i.wav" "back$i.wav")
done
sox intro.wav "${backwards[@]}" backwards.wav
awk -F'\t' 'BEGIN { printf "{\"segments\":[" }
    { n = split($2, w, " "); printf "%s{\"start\":%s,\"end\":%s,\"text\":\"%s\"}", (NR > 1 ? "," : ""), $1, $1 + n * 0.33, $2 }
    END { print "]}" }' truth >heard.json
code=0
"$program" align backwards.wav text.txt --split line -o alone.vtt >out 2>err || code=$?
[ $code = 3 ] || fail "backwards: returned $code, not 3: $(cat out err)"
"$program" align backwards.wav text.txt --split line --asr heard.json -o heard.vtt >out 2>err || fail "--asr: $(cat out err)"
near_truth() {
    awk '/-->/ { split($1, t, ":"); start = t[1] * 3600 + t[2] * 60 + t[3]; getline; gsub(/<[^>]*>/, ""); print start "\t" $0 }' "$1" >cues
    awk -F'\t' 'NR == FNR { got[$2] = $1; next }
        { off = ($2 in got) ? got[$2] - $1 : 99; n++; near += off <= 0.5 && off >= -0.5 }
        END { printf "%d of %d within 0.5 s\n", near, n; exit (near < 0.9 * n) }' cues truth
}
near_truth heard.vtt || fail "the recogniser's times were not taken: $(paste cues truth)"
mkdir bin
printf '#!/bin/sh\necho "$@" >"%s/asked"\ncat "%s/lines"\n' "$work" "$work" >bin/whisper-cli
chmod +x bin/whisper-cli
awk -F'\t' 'function clock(t) { return sprintf("00:%02d:%06.3f", t / 60, t % 60) }
    { printf "[%s --> %s]  %s\n", clock($1), clock($1 + 1), $2 }' truth >lines
touch model.bin
PATH=$work/bin:$PATH "$program" align backwards.wav text.txt --split line --spoken en --asr auto --asr-model model.bin -o auto.vtt \
    >out 2>err || fail "--asr auto: $(cat out err)"
grep -q -- "-m model.bin -l en .*-f $work/backwards.wav" asked || fail "whisper-cli was asked: $(cat asked)"
near_truth auto.vtt || fail "whisper-cli's times were not taken: $(paste cues truth)"

echo "-- times that are off by a quarter of a second are brought back to the sound"
begins() { awk '/-->/ { split($1, t, ":"); print t[1] * 3600 + t[2] * 60 + t[3] }' "$1"; }
"$program" resync speech.vtt -o late.vtt --shift 0.25 2>err || fail "shift: $(cat err)"
paste <(begins speech.vtt) <(begins late.vtt) | awk '{ if ($2 - $1 < 0.2495 || $2 - $1 > 0.2505) exit 1 }' ||
    fail "not moved by 0.25 s: $(begins late.vtt)"
"$program" resync late.vtt speech.wav -o snapped.vtt --snap --before 0 2>err || fail "snap: $(cat err)"
paste <(begins speech.vtt) <(begins snapped.vtt) |
    awk '{ off = $2 - $1; n++; near += off < 0.05 && off > -0.05 } END { print near " of " n " snapped"; exit near < 0.9 * n }' ||
    fail "not snapped: $(paste <(begins speech.vtt) <(begins snapped.vtt))"
sox -D speech.wav short.wav trim 0 10
"$program" resync speech.vtt short.wav -o ends.vtt --snap 2>err || fail "snap: $(cat err)"
[ "$(begins speech.vtt | tail -1)" = "$(begins ends.vtt | tail -1)" ] ||
    fail "what lies behind the recording was moved: $(begins ends.vtt)"
"$program" resync speech.vtt -o early.vtt --shift=-30 2>err || fail "shift: $(cat err)"
grep -q "have no times now: [1-9]" err || fail "lost times are not said: $(cat err)"
"$program" resync speech.vtt -o bent.srt --point 20=25 --point 40=50 --point 50=52 2>err || fail "points: $(cat err)"
grep -q -- '-->' bent.srt && ! grep -q WEBVTT bent.srt || fail "no SRT"

echo "-- calls"
expect() {
    local code=$1 words=$2 got=0
    shift 2
    "$program" "$@" >out 2>err </dev/null || got=$?
    [ $got = "$code" ] || fail "$*: returned $got, not $code: $(cat err)"
    grep -qF -e "$words" err || fail "$*: says $(cat err), not “$words”"
}
expect 2 "Say where to write" align speech.wav text.txt
expect 2 "Give a recording and its text" align clean.wav -o new.vtt
expect 2 "--spoken is one of" align speech.wav text.txt --spoken fr -o new.vtt
expect 2 "--part is a number" align --batch jobs.tsv --part 4/3
expect 2 "whisper-cli is not on the PATH" align speech.wav text.txt -o new.vtt --asr auto
expect 1 "no words with times" align speech.wav text.txt -o new.vtt --asr text.txt
expect 1 "none.tsv" align --batch none.tsv
expect 1 "speech.wav" align speech.wav text.txt --force -o speech.wav
[ "$(soxi -s speech.wav)" -gt 100000 ] || fail "the recording was overwritten"
expect 2 "speech.vtt is there already" align speech.wav text.txt -o speech.vtt
expect 2 "speech.vtt is there already" resync speech.vtt -o speech.vtt --shift 1
expect 2 "Give a file for the times" align speech.wav text.txt --json -o -
expect 2 "--channel goes with --snap" resync speech.vtt -o new.vtt --shift 1 --channel left
expect 2 "--channel is one of" resync speech.vtt speech.wav -o new.vtt --snap --channel both
expect 2 "Say what to change" resync speech.vtt -o new.vtt
expect 2 "--point is two times" resync speech.vtt -o new.vtt --point 1:2
expect 2 "--shift is a time" resync speech.vtt -o new.vtt --shift x
expect 2 "in order" resync speech.vtt -o new.vtt --point 1=5 --point 2=4
expect 2 "has no times yet" resync text.txt -o new.vtt --shift 1
expect 2 "text.txt is there already" resync speech.vtt -o text.txt --shift 1
# What is written can be played, and names its recording.
grep -q '^audio: speech.wav' speech.vtt || fail "the recording is not named"
SDL_AUDIODRIVER=dummy timeout 30 "$program" --text speech.vtt --start 0:58 --volume 0 </dev/null >played 2>err ||
    fail "it cannot be played: $(cat err)"
grep -q "Thank you very much" played || fail "not played to the end: $(cat played)"
