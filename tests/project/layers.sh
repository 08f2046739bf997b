#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The rules of the code that a program can see: layers.sh OBJECT...
# (what the objects are for: variables that can change).
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v objdump >/dev/null || { echo "skipped: objdump is not installed"; exit 77; }
export LC_ALL=C
failures=0

# rule SENTENCE: each line of standard input breaks it.
rule() {
    local found
    found=$(cat)
    [ -n "$found" ] || return 0
    printf 'BROKEN: %s\n%s\n\n' "$1" "$found"
    failures=$((failures + 1))
}

sources() { find "$@" -name '*.[ch]' | sort; }

# code FOLDER...: the lines of the C files as FILE:LINE:TEXT, without // comments and the insides of strings.
code() {
    sources "$@" | xargs awk '{
        if (!/^#include/) { gsub(/\\"/, ""); gsub(/"[^"]*"/, "\"\""); sub(/\/\/.*/, "") }
        print FILENAME ":" FNR ":" $0 }'
}

# A layer, and the layers that it may use besides itself and the public headers.
layers='base:
speech:base
media:base speech
format:base speech
draw:base speech
align:base speech media
app:base speech media format draw align
cli:base speech media format draw align app'

while IFS=: read -r layer below; do
    rule "$layer uses only itself, the public headers and: ${below:-nothing}" < <(
        grep -nE '^#include "' "src/$layer"/*.[ch] | awk -v allowed=" $layer earvoice $below " '{
            split($0, part, "\""); split(part[2], folder, "/")
            if (!index(allowed, " " folder[1] " ")) print }')
done <<<"$layers"
rule "every folder is a layer" < <(
    for folder in src/*/; do grep -q "^$(basename "$folder"):" <<<"$layers" || echo "$folder"; done)
rule "a public header includes only public headers" < <(
    grep -nE '^#include "' include/earvoice/*.h | grep -v '"earvoice/')

# only_in FILES LIBRARY HEADERS: two patterns; the headers are included nowhere else.
only_in() { rule "$2 is used only in $1" < <(grep -rnE "^#include <($3)" src include | grep -vE "^($1)"); }
# help.c names the versions of the libraries.
only_in 'src/app/|src/cli/' SDL 'SDL'
only_in 'src/media/|src/align/extractor\.c|src/cli/help\.c' 'FFmpeg, libsndfile, Rubber Band' 'libav|libsw|sndfile|rubberband'
only_in 'src/draw/|src/app/window\.c|src/cli/help\.c|include/earvoice/painter\.h' 'Pango, cairo' 'pango|cairo|fontconfig'
only_in 'src/align/voice\.c|src/cli/help\.c' 'espeak-ng' 'espeak'
only_in 'src/speech/lexicon\.c' 'libstemmer' 'libstemmer'
only_in 'src/format/' 'uchardet, iconv' 'uchardet|iconv'

library="src/base src/speech src/media src/format src/draw src/align include"
rule "below app nothing prints" < <(code $library |
    grep -E '\b(v?f?printf|f?puts|putchar|perror|fwrite|g_print|g_printerr) *\(|\b(stdout|stderr)\b')
rule "below app nothing asks what time of day it is" < <(code $library |
    grep -E '\b(time|gettimeofday|g_get_real_time|g_date_time_new_now[a-z_]*) *\(|\bCLOCK_REALTIME\b')
rule "no goto, and no function that cannot be used safely" < <(code src include |
    grep -E '\bgoto\b|\b(strcpy|strcat|sprintf|gets|system|popen|strtok|atoi|atof|alloca) *\(')

# What is set once in a program's life may stay: an error domain; whether FFmpeg's log is off, and espeak-ng on.
once='base/error\.c\.o: (q|earvoice_error_quark)\.|media/container\.c\.o: (done\.|.*\.done)|align/voice\.c\.o: (rate\.|.*\.rate)'
rule "no variable outlives a function, but in cli/main.c" < <(
    for object; do
        name=${object##*.dir/}
        objdump -t "$object" | awk -v object="${name#./}" '
            / \.t?(data|bss)(\..*)?\t/ && !/ \.data\.rel\.ro/ && $NF !~ /^\.|^_*(odr_asan|asan|gcov|prof|llvm)/ {
                print object ": " $NF }'
    done | grep -vE "^($once|cli/main\.c\.o: )")
rule "the objects were given" < <([ $# -gt 0 ] || echo "none")

rule "every source names its licence" < <(
    { sources src include tests
      find tests -name '*.sh'
      find . -path ./build -prune -o -name CMakeLists.txt -print
      find tools .ci -type f
    } | xargs -n1 awk 'FNR <= 3 && /SPDX-License-Identifier: GPL-3.0-or-later/ { named = 1 }
        END { if (!named) print FILENAME }')

# A function: the line before the brace in the first column, to the brace that closes it.
rule "no function has more than 80 lines" < <(sources src tests | xargs awk '
    FNR == 1 { start = 0 }
    /^\{/ { start = FNR; name = before }
    /^\}/ && start {
        if (FNR - start + 2 > 80) print FILENAME ":" start ": " FNR - start + 2 " lines: " name
        start = 0 }
    NF { before = $0 }')

[ $failures -eq 0 ]
