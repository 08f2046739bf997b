#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# earvoice convert: from file to file, what is left out said, nothing that is not its own replaced. earvoice check:
# what breaks rules, and the exit code.
. "$(dirname "$0")/harness.sh"
cd "$work"

printf 'WEBVTT\n\nNOTE\ntitle: River\n\n1.1\n00:00:01.000 --> 00:00:02.000\n<lang zh>你好。</lang>\n<lang en>Hello.</lang>\n\n' >a.vtt
printf '1\n00:00:01,000 --> 00:00:02,000\n你好。\n' >zh.srt
printf '1\n00:00:01,000 --> 00:00:02,000\nHello.\n' >en.srt

# run CODE WORDS ARGS...: earvoice convert ARGS returns CODE and says WORDS. check: the same of earvoice check.
run() { call convert "$@"; }
check() { call check "$@"; }
call() {
    local command=$1 code=$2 words=$3 got=0
    shift 3
    "$program" "$command" "$@" >out 2>err || got=$?
    [ $got = "$code" ] || fail "$*: returned $got, not $code: $(cat err)"
    [ -z "$words" ] || grep -qF -e "$words" out err || fail "$*: says $(cat out err), not “$words”"
}

echo "-- one format to another"
run 0 "b.srt: 1 segments" a.vtt b.srt
run 2 "b.srt is there already" a.vtt b.srt
run 0 "b.srt: 1 segments" --force a.vtt b.srt
grep -qx 你好。 b.srt && grep -qx Hello. b.srt || fail "b.srt is $(cat b.srt)"
grep -qF "left out (title, recording, …): 1" err || fail "the title was lost without a word"
run 0 "" -q a.vtt again.vtt
cmp a.vtt again.vtt || fail "WebVTT to WebVTT changes it"

echo "-- two languages, put together and taken apart"
run 0 "both.vtt: 1 segments" zh.srt en.srt both.vtt
grep -qF "<lang zh>你好。</lang>" both.vtt || fail "both.vtt is $(cat both.vtt)"
[ ! -s err ] || fail "two files of one cue each: $(cat err)"
sed "s/Hello/<i>&<\/i>/" en.srt >italics.srt
printf 'WEBVTT\n\n00:01.000 --> 00:02.000\n你好。\n' >plain.vtt
run 0 "" plain.vtt en.srt plain.srt
[ ! -s err ] || fail "two files without styles: $(cat err)"
run 0 "without what each had by itself (styles, places, notes): segments that lost theirs: 1." \
    italics.srt zh.srt italics.vtt
run 0 "" --only en both.vtt only.srt
! grep -q 你好 only.srt && grep -qx Hello. only.srt || fail "only.srt is $(cat only.srt)"
run 0 "" --swap both.vtt swapped.vtt
grep -qF "<lang en>你好。</lang>" swapped.vtt || fail "swapped.vtt is $(cat swapped.vtt)"
run 0 "the other way round" swapped.vtt still.vtt

printf '1\n00:00:01,000 --> 00:00:02,000\n<i>你好。</i>\n<b>Hello.</b>\n' >styled.srt
run 0 "" --only en styled.srt bold.srt
grep -qx "<b>Hello.</b>" bold.srt || fail "bold.srt is $(cat bold.srt)"
run 0 "lost their styles inside the line: 1" --swap styled.srt swapped.srt

echo "-- a text whose kind is told far behind, and one whose encoding is not the others'"
{ printf '{"text":"'; head -c 200000 /dev/zero | tr '\0' x; printf '","segments":[{"start":0,"end":1,"text":"Hello."}]}'; } >whisper.json
run 0 "w.srt: 1 segments" whisper.json w.srt

echo "-- standard input and output, and pipes"
"$program" convert --to vtt - - <a.vtt >stream.vtt 2>err || fail "from - to -: $(cat err)"
cmp a.vtt stream.vtt || fail "WebVTT through standard input and output changes it"
cat a.vtt | "$program" convert --to srt - - 2>err | cmp - b.srt || fail "through pipes: $(cat err)"
cat a.vtt | "$program" convert --to srt /dev/stdin - 2>err | cmp - b.srt || fail "/dev/stdin: $(cat err)"
"$program" convert --to vtt <(cat zh.srt) <(cat en.srt) - >stream.vtt 2>err || fail "two pipes: $(cat err)"
grep -qF "<lang zh>你好。</lang>" stream.vtt || fail "two pipes: $(cat stream.vtt)"
"$program" resync b.srt -o - --shift=1 2>err | grep -qF "00:00:02,000 --> 00:00:03,000" || fail "resync to -: $(cat err)"
check 0 "1 segments, 0 findings" - <a.vtt
run 1 "- is empty" --to vtt - - </dev/null
run 2 "- is no text" --to vtt - - <<<$'ID3\x04'
run 2 "not known how to write -" a.vtt -
run 2 "cannot be written there" --to epub a.vtt -
head -c 68000000 /dev/zero | tr '\0' a >large
run 1 "- is too large for a text file" --to vtt - - <large
rm large

echo "-- what is refused"
run 1 "was not written, because" --strict a.vtt strict.srt
[ ! -e strict.srt ] || fail "strict.srt was written"
echo "my notes" >notes.srt
run 1 "" -f a.vtt notes.srt
grep -qx "my notes" notes.srt || fail "a file of somebody else was replaced"
run 2 "It is not known how to write a.xyz" a.vtt a.xyz
run 0 "" --to srt a.vtt a.xyz
run 2 "Give what to read" a.vtt
run 2 "--only is zh or en" --only fr a.vtt b.vtt
run 1 "There is no text in the language that --only asks for" --only zh en.srt none.srt
[ ! -e none.srt ] || fail "an empty file was written"
printf '河流\triver\n语言\tlanguage\n' >words.tsv
cp words.tsv kept.tsv
run 2 "words.tsv is there already" a.vtt words.tsv
"$program" resync a.vtt -o words.tsv --shift=1 2>err && fail "a word list was replaced"
cmp words.tsv kept.tsv || fail "a word list was changed"
printf '各位来宾\n\nDear guests\n' >untimed.txt
run 1 "is nothing without them" untimed.txt untimed.srt
[ ! -e untimed.srt ] || fail "an empty file was written"
printf 'WEBVTT\n\n00:01.000 --> 00:02.000\n<lang en>Write &lt;b&gt; here.</lang>\n' >tag.vtt
run 0 "texts that will not be read again as they are: 1" tag.vtt tag.srt
run 1 "was not written" --strict tag.vtt tag2.srt
[ ! -e tag2.srt ] || fail "a file that loses text was written"
"$program" check a.vtt >/dev/full 2>err && fail "check could not print, and said nothing"

echo "-- rules"
check 0 "1 segments, 0 findings" a.vtt
printf 'RIFFxxxxWAVE' >broken.wav
check 1 "holds no sound that can be played" a.vtt broken.wav # nothing of it was checked
printf '1\n00:00:01,000 --> 00:00:02,000\nAlas, this is far too much to be read in a second.\n' >fast.srt
check 0 "" fast.srt
check 1 "speed-en: 50 characters/s (limit 20)" fast.srt --profile netflix-en
check 1 '"rule":"speed-en","value":50.0,"limit":20.0' fast.srt --profile netflix-en --json
check 1 "1,00:00:01.000,00:00:02.000,speed-en,50.000,20.000,characters/s" fast.srt --profile netflix-en --csv
printf '[check]\nspeed-en = 10\n' >own.ini
check 1 "(limit 10)" fast.srt --profile ./own.ini
check 2 "There is no profile nobody" fast.srt --profile nobody
printf '1\n00:00:01,000 --> 00:00:02,000\nGood.\n\n2\n00:00:05,000 --> 00:00:04,000\nBackwards.\n' >back.srt
check 1 "back.srt:6" back.srt

echo "-- subtitles that keep to rules"
printf '1\n00:00:01,000 --> 00:00:09,000\n三十年前，这条河每年带走两千三百万吨泥沙，鱼几乎绝迹。\n' >long.srt
check 1 "line-zh: 27 characters (limit 16)" long.srt --profile netflix-zh
run 0 "cut.srt: 2 segments" long.srt --cues netflix-zh cut.srt
check 0 "2 segments, 0 findings" cut.srt --profile netflix-zh
run 0 "cut-styled.srt: " styled.srt --cues netflix-zh cut-styled.srt
grep -q '<i>' cut-styled.srt || fail "subtitles that are not cut lost their styles: $(cat cut-styled.srt)"
run 2 "There is no profile nobody" long.srt --cues nobody none.srt

echo "-- what others read of it"
need ffprobe xmllint
demo=$tests/../assets/demo.vtt
cues=$(grep -c -- '-->' "$demo")
for name in vtt srt ass lrc; do
    run 0 "" -q "$demo" "demo.$name"
    seen=$(ffprobe -v error -show_entries packet=pts_time -of csv=p=0 "demo.$name" | grep -c .)
    case $name in
        ass | lrc) [ "$seen" -ge $((2 * cues)) ] ;; # a line for each language, and in LRC one for a pause
        *) [ "$seen" = "$cues" ] ;;
    esac || fail "ffprobe sees $seen cues of $cues in demo.$name"
done
for name in ttml eaf tmx; do
    run 0 "" -q "$demo" "demo.$name"
    xmllint --nonet --noout "demo.$name" || fail "demo.$name is no XML"
done

printf '%s\n' '<tmx version="1.4"><header srclang="en"><note>n</note></header><body><?a b?>' \
    '<tu tuid="1"><prop type="a">p</prop><tuv xml:lang="fr"><seg>L<hi>e</hi></seg></tuv><tuv xml:lang="en"><seg>T<ph x="1">h</ph></seg>' \
    '</tuv></tu><!-- c --></body></tmx>' >kept.tmx
run 0 "back.tmx: 1 segments" kept.tmx back.tmx
cmp <(xmllint --nonet --c14n kept.tmx) <(xmllint --nonet --c14n back.tmx) || fail "of a TMX file comes back: $(cat back.tmx)"
run 0 "notes, tiers); left out: 4." kept.tmx kept.csv

if command -v praat >/dev/null; then
    printf '%s\n' 'Read from file: "'"$PWD"'/demo.TextGrid"' 'tiers = Get number of tiers' 'name$ = Get tier name: 1' \
        'label$ = Get label of interval: 1, 2' 'start = Get start time of interval: 1, 2' \
        'writeInfoLine: tiers, " ", name$, " ", label$, " ", start' "Save as short text file: \"$PWD/praat.TextGrid\"" \
        "Save as binary file: \"$PWD/binary.TextGrid\"" >read.praat
    run 0 "" -q "$demo" demo.TextGrid
    seen=$(praat --run --utf8 read.praat)
    [ "$seen" = "2 zh 各位来宾，早上好。 0.7" ] || fail "Praat sees $seen"
    run 0 "" -q demo.TextGrid ours.srt
    run 0 "" -q praat.TextGrid praats.srt
    cmp ours.srt praats.srt || fail "what Praat writes is read as $(diff ours.srt praats.srt)"
    run 1 "It is a binary TextGrid" binary.TextGrid none.srt
else
    echo "skipped: Praat is not installed"
fi

echo "-- recording and texts in one file"
need ffmpeg mpv
ffmpeg -v error -f lavfi -i "sine=300:d=4" -c:a libmp3lame talk.mp3
ffmpeg -v error -f lavfi -i "sine=300:d=4" -c:a libopus talk.opus
printf 'WEBVTT\n\nNOTE\ntitle: River\nspoken: en\n\n1.1\n00:00:01.000 --> 00:00:02.000\n<lang zh>你好。</lang>\n<lang en><00:01.000>Hello <00:01.500>you.</lang>\n\n' >talk.vtt
run 0 "talk.mka: 1 segments" talk.vtt talk.opus talk.mka
streams=$(ffprobe -v error -show_entries stream=codec_name:stream_tags=language:chapter_tags=title -of csv=p=0 talk.mka)
[ "$streams" = "$(printf 'opus,eng\nsubrip,chi\nsubrip,eng\nunknown\n你好。')" ] || fail "ffprobe sees $streams"
mpv --no-config --vo=null --ao=null --length=0.1 --sub-auto=no talk.mka >seen 2>&1 || fail "mpv: $(cat seen)"
grep -q "alang=eng" seen && grep -q "slang=chi" seen && grep -q "slang=eng" seen || fail "mpv sees $(cat seen)"
run 0 "" -q talk.mka back.vtt
mkdir -p alone && cp talk.mka alone/
SDL_AUDIODRIVER=dummy timeout 20 "$program" --text alone/talk.mka --start 3.9 --volume 0 </dev/null >played 2>err || fail "not played: $(cat err)"
! grep -q "Found beside" err played || fail "what is inside is not beside: $(cat err played)"
cmp <(grep -v '^audio: ' back.vtt) talk.vtt || fail "what comes back is $(cat back.vtt)"
run 0 "" -qf talk.vtt talk.opus talk.mka # its own file is replaced
run 0 "" -q talk.vtt talk.mp3 mp3.mka   # what the encoder put before the sound is heard there
run 0 "" -qf mp3.mka back.vtt
grep -q "00:00:01.02[0-9] --> 00:00:02.02[0-9]" back.vtt || fail "not moved with the sound: $(cat back.vtt)"
ffmpeg -v error -i talk.opus -c copy other.mka
cp other.mka kept.mka
run 1 "other.mka holds something else" -f talk.vtt talk.opus other.mka
cmp other.mka kept.mka || fail "a file of somebody else was replaced"
run 2 "The recording is missing" a.vtt lone.mka
(ulimit -f 8; run 1 "cannot be written" -f talk.vtt talk.opus talk.mka) || exit 1
run 0 "" -qf talk.mka back.vtt
[ -z "$(find . -name '.*mka*')" ] || fail "left behind: $(find . -name '.*mka*')"

echo "-- a book"
run 0 "talk.epub: 1 segments" talk.vtt talk.mp3 talk.epub
cp talk.epub alone/
SDL_AUDIODRIVER=dummy timeout 20 "$program" --text alone/talk.epub --start 3.9 --volume 0 </dev/null >played 2>err || fail "not played: $(cat err)"
! grep -q "Found beside" err played || fail "what is inside is not beside: $(cat err played)"
run 0 "" -qf alone/talk.epub back.srt
grep -q "00:00:01,000 --> 00:00:02,000" back.srt || fail "what comes back is $(cat back.srt)"
run 0 "" -qf alone/talk.epub book.mka # with the sound that is inside
sound=$(ffprobe -v error -select_streams a -show_entries stream=codec_name -of csv=p=0 book.mka)
[ "$sound" = mp3 ] || fail "the sound in book.mka is $sound"
run 0 "1 segments" -f talk.vtt talk.mp3 talk.epub # its own file is replaced
run 0 "1 segments" --to epub talk.vtt talk.mp3 talk.book
run 0 "1 segments" talk.book book.srt
run 1 "cannot hold all of it" --strict talk.vtt talk.mp3 strict.epub # it has times of words
(ulimit -f 8; run 1 "cannot be written" -f talk.vtt talk.mp3 talk.epub) || exit 1
[ -z "$(find . -name '.*epub*')" ] || fail "left behind: $(find . -name '.*epub*')"
if [ -e /usr/share/java/epubcheck.jar ] && command -v java >/dev/null; then
    java -jar /usr/share/java/epubcheck.jar talk.epub >seen 2>&1 || fail "epubcheck: $(cat seen)"
else
    echo "skipped: epubcheck is not installed"
fi

echo "-- texts inside of recordings"
ffmpeg -v error -i talk.opus -i zh.srt -i en.srt -map 0 -map 1 -map 2 -c:a copy -c:s srt two.mkv
run 0 "two.vtt: 1 segments" two.mkv two.vtt
grep -q "<lang zh>你好。" two.vtt && grep -q "<lang en>Hello." two.vtt || fail "two.vtt is $(cat two.vtt)"
ffmpeg -v error -i talk.mp3 -i en.srt -map 0 -map 1 -c:a copy -c:s mov_text one.mp4
run 0 "one.srt: 1 segments" one.mp4 one.srt
ffmpeg -v error -i talk.opus -i en.srt -map 0 -map 1 -c:a copy -c:s webvtt web.mkv
run 0 "web.srt: 1 segments" web.mkv web.srt
printf ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=Beginning\n' >chapters
ffmpeg -v error -i talk.opus -i chapters -map_metadata 1 -c copy chapters.mka
run 0 "chapters.srt: 1 segments" chapters.mka chapters.srt
grep -q Beginning chapters.srt || fail "chapters.srt is $(cat chapters.srt)"
ffmpeg -v error -i talk.opus -i en.srt -map 0 -map 1 -c:a copy -c:s ass styled.mkv
run 0 "styled.ass: 1 segments" styled.mkv styled.ass
grep -q "^Dialogue: .*,Hello\.$" styled.ass || fail "styled.ass is $(cat styled.ass)"
