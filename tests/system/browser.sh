#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A browser reads the WebVTT that is written: as many cues, the same times and texts.
. "$(dirname "$0")/harness.sh"
need chromium-headless-shell
cd "$work"

# seen FILE: what the browser makes of it, a cue a line: start, end and what is shown.
seen() {
    {
        printf '<!doctype html><meta charset=utf-8><script type="text/plain" id="file">'
        cat "$1"
        cat <<'END'
</script><video><track></video><pre id=out></pre><script>
const track = document.querySelector("track");
track.track.mode = "hidden";
track.onload = () => {
    document.getElementById("out").textContent = "\n" + [...track.track.cues].map(c =>
        c.startTime.toFixed(3) + " " + c.endTime.toFixed(3) + " " +
        c.getCueAsHTML().textContent.replaceAll("\n", "/")).join("\n") + "\n";
};
track.src = URL.createObjectURL(new Blob([document.getElementById("file").textContent]));
</script>
END
    } >page.html
    timeout 60 chromium-headless-shell --no-sandbox --disable-gpu --virtual-time-budget=5000 --dump-dom \
        "file://$work/page.html" 2>/dev/null | sed -n '/<pre id="out">/,/<\/pre>/p' | sed '1d;$d' |
        sed 's/&lt;/</g; s/&gt;/>/g; s/&nbsp;/ /g; s/&amp;/\&/g'
}

printf '1\n00:00:01,000 --> 00:00:02,500\n你好，<朋友> & 大家。\nIf a < b & c > d, then “e”.\n\n2\n01:00:00,000 --> 01:00:01,001\nLast.\n\n' >in.srt
"$program" convert -q in.srt out.vtt 2>/dev/null
cat >expected <<'END'
1.000 2.500 你好，<朋友> & 大家。/If a < b & c > d, then “e”.
3600.000 3601.001 Last.
END
seen out.vtt >got
cmp expected got || fail "the browser sees: $(cat got)"

demo=$tests/../assets/demo.vtt
seen "$demo" >got
[ "$(wc -l <got)" = "$(grep -c -- '-->' "$demo")" ] || fail "the browser sees $(wc -l <got) cues of the demo"
grep -qx "0.700 2.496 各位来宾，早上好。/Distinguished guests, good morning." got || fail "the browser sees: $(cat got)"
