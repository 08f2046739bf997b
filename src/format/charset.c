// SPDX-License-Identifier: GPL-3.0-or-later
#include "format/charset.h"

#include <string.h>
#include <uchardet.h>

#include "base/eight.h"
#include "base/i18n.h"
#include "earvoice/error.h"
#include "speech/script.h"

// Guesses rest on so many bytes of the lines that are not ASCII.
#define SAMPLE_MAX (64 * 1024)
// Of Hanzi in running text, a third is among the commonest below; in text decoded as the wrong one
// of GB18030 and Big5, or that is no Chinese, few are. In percent.
#define COMMON_LEAST 12

// The commonest Hanzi of both scripts.
static const char common_hanzi[] =
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发"
    "后"
    "作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但"
    "因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头"
    "文体政美"
    "相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及"
    "比员解水"
    "名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场"
    "件计管期"
    "市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色"
    "谢尊敬宾早各位事迎济际贸區際們這個來國為說時會對過發後裡經麼學現當沒動還進實與長機無業將兩間問"
    "並應戰"
    "頭體產話內門東聲義幾條氣題爾別變總電數報結場計統區隊決馬書則聽達強難權設謝賓濟貿";

static gboolean is_common(GHashTable *common, gunichar c)
{
    return g_hash_table_contains(common, GUINT_TO_POINTER(c));
}

static GHashTable *common_new(void)
{
    GHashTable *common = g_hash_table_new(g_direct_hash, g_direct_equal);
    for (const char *p = common_hanzi; *p; p = g_utf8_next_char(p))
        g_hash_table_add(common, GUINT_TO_POINTER(g_utf8_get_char(p)));
    return common;
}

static void append_replacement(GString *out, int *replaced)
{
    g_string_append(out, "\357\277\275");
    ++*replaced;
}

// Converts all there is; what cannot be converted becomes U+FFFD, byte by byte, and is counted.
// NULL if iconv does not know `encoding`.
static GString *convert(const char *in, gsize size, const char *encoding, int *replaced)
{
    GIConv with = g_iconv_open("UTF-8", encoding);
    if (with == (GIConv)-1)
        return NULL;
    GString *out = g_string_sized_new(size + size / 2 + 16);
    char *from = (char *)in, buffer[8192];
    *replaced = 0;
    while (size > 0) {
        char *to = buffer;
        gsize room = sizeof buffer;
        gsize result = g_iconv(with, &from, &size, &to, &room);
        g_string_append_len(out, buffer, to - buffer);
        if (result != (gsize)-1 || to > buffer || !size)
            continue;
        append_replacement(out, replaced);
        from++;
        size--;
    }
    g_iconv_close(with);
    return out;
}

static void set(charset_text *out, GString *text, const char *encoding, int replaced)
{
    out->kept = g_string_free_to_bytes(text);
    out->text = g_bytes_get_data(out->kept, &out->size);
    out->replaced = replaced;
    g_strlcpy(out->encoding, encoding, sizeof out->encoding);
}

// What mending UTF-8 found.
typedef struct {
    int replaced; // places, each one U+FFFD now
    int invalid;  // of these, where it was no NUL
    gsize good;   // characters beyond ASCII that were right
} mending;

static gsize bad_length(const char *in, const char *end)
{
    const char *p = in + 1;
    while (p < end && *in && ((guchar)*p & 0xC0) == 0x80)
        p++;
    return (gsize)(p - in);
}

static GString *mend_utf8(const char *in, gsize size, mending *m)
{
    GString *out = g_string_sized_new(size + 16);
    *m = (mending){0};
    for (const char *end = in + size; in < end;) {
        const char *bad = end;
        g_utf8_validate_len(in, (gsize)(end - in), &bad);
        for (const char *p = in; p < bad; p++)
            m->good += (guchar)*p >= 0xC0;
        g_string_append_len(out, in, bad - in);
        in = bad;
        if (in == end)
            break;
        m->invalid += *in != '\0';
        append_replacement(out, &m->replaced);
        in += bad_length(in, end);
    }
    return out;
}

static const struct {
    const char *mark;
    gsize length;
    const char *encoding;
} marks[] = {
    {CHARSET_MARK, 3, "UTF-8"},  {"\377\376\0\0", 4, "UTF-32LE"}, {"\0\0\376\377", 4, "UTF-32BE"},
    {"\377\376", 2, "UTF-16LE"}, {"\376\377", 2, "UTF-16BE"},
};

// The encoding that a byte order mark names, and the bytes it takes; NULL: there is none.
static const char *find_mark(const char *in, gsize size, gsize *length)
{
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        if (size >= marks[i].length && memcmp(in, marks[i].mark, marks[i].length) == 0) {
            *length = marks[i].length;
            return marks[i].encoding;
        }
    return NULL;
}

// Whether one in `share` of `of` characters has a high byte of NUL at its place, and nearly none at
// the other. Where few have, it may be ASCII with stray NULs: then there are no low bytes above it.
static gboolean is_wide(gsize right, gsize wrong, gsize above, gsize of)
{
    return right > 8 * wrong && (right * 3 >= of || (right * 64 >= of && above * 10 >= of));
}

// UTF-16 or UTF-32 by where the high bytes of spaces, digits and newlines lie; NULL: it is neither.
static const char *find_wide(const char *in, gsize size)
{
    gsize nuls[4] = {0}, above[2] = {0}, look = MIN(size, 4096) & ~(gsize)3, quarter = look / 4;
    for (gsize i = 0; i < look; i++) {
        nuls[i & 3] += !in[i];
        above[i & 1] += (guchar)in[i] >= 0x80;
    }
    if (!quarter)
        return NULL;
    if (nuls[3] == quarter && nuls[2] * 2 > quarter && nuls[0] * 4 < quarter + 4)
        return "UTF-32LE";
    if (nuls[0] == quarter && nuls[1] * 2 > quarter && nuls[3] * 4 < quarter + 4)
        return "UTF-32BE";
    if (is_wide(nuls[1] + nuls[3], nuls[0] + nuls[2], above[0], look / 2))
        return "UTF-16LE";
    if (is_wide(nuls[0] + nuls[2], nuls[1] + nuls[3], above[1], look / 2))
        return "UTF-16BE";
    return NULL;
}

// The encoding of seven bits that shifts by escapes; NULL: there is none.
static const char *find_escapes(const char *in, gsize size)
{
    static const char *const rows[][2] = {{"\033$B", "ISO-2022-JP"},
                                          {"\033$@", "ISO-2022-JP"},
                                          {"\033$)C", "ISO-2022-KR"},
                                          {"\033$)A", "ISO-2022-CN"},
                                          {"\033$)G", "ISO-2022-CN"}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (memmem(in, size, rows[i][0], strlen(rows[i][0])))
            return rows[i][1];
    return NULL;
}

// The lines that are not ASCII, up to SAMPLE_MAX.
static GString *sample_of(const char *in, gsize size)
{
    GString *sample = g_string_new(NULL);
    for (const char *end = in + size; in < end && sample->len < SAMPLE_MAX;) {
        const char *newline = memchr(in, '\n', (gsize)(end - in));
        const char *next = newline ? newline + 1 : end;
        for (const char *p = in; p < next; p++)
            if ((guchar)*p >= 0x80) {
                g_string_append_len(sample, in, MIN(next - in, SAMPLE_MAX));
                break;
            }
        in = next;
    }
    return sample;
}

// How many percent of what is not ASCII are common Hanzi, if the sample is in `encoding`.
static int common_percent(const GString *sample, const char *encoding, GHashTable *common)
{
    int replaced, found = 0, all = 0;
    g_autoptr(GString) text = convert(sample->str, sample->len, encoding, &replaced);
    if (!text)
        return 0;
    for (const char *p = text->str; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gboolean mark = (c >= 0x2010 && c < 0x2030) || (c >= 0x3000 && c < 0x3020) || c >= 0xFF00;
        if (c < 0x80 || (mark && c != 0xFFFD))
            continue;
        all++;
        found += is_common(common, c);
    }
    // A few damaged bytes are no sign; many are.
    return all && replaced * 20 <= all ? found * 100 / all : 0;
}

// Whether a tenth of the sample is hiragana if it is EUC-JP, which GB18030 has at the same places.
// Big5 is no EUC-JP.
static gboolean is_euc_jp(const GString *sample)
{
    int replaced, all = 0, hiragana = 0;
    g_autoptr(GString) text = convert(sample->str, sample->len, "EUC-JP", &replaced);
    for (const char *p = text ? text->str : ""; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        all += c >= 0x80;
        hiragana += c >= 0x3041 && c <= 0x3096;
    }
    return hiragana > 0 && hiragana * 10 >= all && replaced * 20 <= all;
}

static const char *find_east_asian(const GString *sample)
{
    g_autoptr(GHashTable) common = common_new();
    int simplified = common_percent(sample, "GB18030", common);
    if (simplified < COMMON_LEAST && is_euc_jp(sample))
        return "EUC-JP";
    int traditional = common_percent(sample, "BIG5-HKSCS", common);
    if (MAX(simplified, traditional) < COMMON_LEAST)
        return NULL;
    return simplified >= traditional ? "GB18030" : "BIG5-HKSCS";
}

// Whether a guess that it is `encoding`, for Macintosh or DOS, is a short text of Western Europe:
// it has only letters and the quotes and dashes of Windows.
static gboolean is_western(const GString *sample, const char *encoding)
{
    gboolean mac = g_str_has_prefix(encoding, "MAC-");
    if (!mac && strcmp(encoding, "IBM852") != 0)
        return FALSE;
    int quotes = 0;
    for (gsize i = 0; i < sample->len; i++) {
        guchar c = (guchar)sample->str[i];
        gboolean mark = c == 0x85 || (c >= 0x91 && c <= 0x97);
        if (c >= 0x80 && c < 0xC0 && !mark && c != 0xA0 && c != 0xAB && c != 0xBB)
            return FALSE;
        quotes += mark;
    }
    return quotes > 0 || !mac;
}

// Encodings that others hold wholly, but for what no text has: what is called by the name of the
// smaller is often the other.
static const char *wider_than(const char *encoding)
{
    static const char *const rows[][2] = {{"ISO-8859-1", "WINDOWS-1252"},
                                          {"ISO-8859-9", "WINDOWS-1254"},
                                          {"TIS-620", "CP874"},
                                          {"ISO-8859-11", "CP874"},
                                          {"EUC-KR", "CP949"},
                                          {"SHIFT_JIS", "CP932"},
                                          {"SHIFT-JIS", "CP932"},
                                          {"SJIS", "CP932"},
                                          {"GB2312", "GB18030"},
                                          {"GBK", "GB18030"},
                                          {"EUC-CN", "GB18030"},
                                          {"BIG5", "BIG5-HKSCS"}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        if (g_ascii_strcasecmp(encoding, rows[i][0]) == 0)
            return rows[i][1];
    return encoding;
}

// Whether all that is not ASCII comes in pairs that are Hanzi and marks of GB2312: single letters
// of Western Europe do not.
static gboolean is_all_pairs(const GString *sample)
{
    for (gsize i = 0; i < sample->len; i++) {
        guchar lead = (guchar)sample->str[i], trail = (guchar)sample->str[MIN(i + 1, sample->len)];
        gboolean hanzi = lead >= 0xB0 && lead <= 0xF7, mark = lead == 0xA1 || lead == 0xA3;
        if (lead < 0x80)
            continue;
        if (!(hanzi || mark) || trail < 0xA1 || trail == 0xFF)
            return FALSE;
        i++;
    }
    return TRUE;
}

static void find_by_statistics(const GString *sample, char *encoding, gsize room)
{
    uchardet_t detector = uchardet_new();
    if (uchardet_handle_data(detector, sample->str, sample->len) == 0)
        uchardet_data_end(detector);
    g_strlcpy(encoding, wider_than(uchardet_get_charset(detector)), room);
    uchardet_delete(detector);
    int replaced = 0;
    g_autoptr(GString) text =
        *encoding ? convert(sample->str, sample->len, encoding, &replaced) : NULL;
    if (!text || replaced * 100 > (int)sample->len || strcmp(encoding, "ASCII") == 0 ||
        is_western(sample, encoding))
        g_strlcpy(encoding, "WINDOWS-1252", room);
    if (strcmp(encoding, "WINDOWS-1252") == 0 && is_all_pairs(sample))
        g_strlcpy(encoding, "GB18030", room);
}

// JSON is UTF-8 by its standard, but recognisers cut characters in two.
static gboolean is_json(const char *in, gsize size)
{
    gsize i = 0;
    while (i < size && g_ascii_isspace(in[i]))
        i++;
    if (i == size || (in[i] != '{' && in[i] != '['))
        return FALSE;
    for (i++; i < size && g_ascii_isspace(in[i]);)
        i++;
    return i < size && strchr("{[\"", in[i]) && in[i];
}

static void guess(const char *in, gsize size, charset_text *out)
{
    mending m;
    GString *mended = mend_utf8(in, size, &m);
    gsize needed = is_json(in, size) ? 2 : 4;
    if (m.good >= needed * (gsize)m.invalid) {
        set(out, mended, "UTF-8", m.replaced);
        return;
    }
    g_string_free(mended, TRUE);
    int replaced;
    out->guessed = TRUE;
    g_autoptr(GString) sample = sample_of(in, size);
    char encoding[32];
    const char *known = find_east_asian(sample);
    if (known)
        g_strlcpy(encoding, known, sizeof encoding);
    else
        find_by_statistics(sample, encoding, sizeof encoding);
    GString *text = convert(in, size, encoding, &replaced);
    set(out, text, encoding, replaced);
}

// What iconv gives may hold NULs, which no reader takes, and for some encodings what is no
// character.
static void mend(charset_text *t)
{
    if (g_utf8_validate_len(t->text, t->size, NULL))
        return;
    mending m;
    GBytes *before = t->kept;
    int replaced = t->replaced;
    g_autofree char *encoding = g_strdup(t->encoding);
    GString *mended = mend_utf8(t->text, t->size, &m);
    set(t, mended, encoding, replaced + m.replaced);
    g_bytes_unref(before);
}

static gboolean decode_as(const char *in, gsize size, const char *encoding, charset_text *out)
{
    mending m = {0};
    GString *text = g_ascii_strcasecmp(encoding, "UTF-8") == 0
                        ? mend_utf8(in, size, &m)
                        : convert(in, size, encoding, &m.replaced);
    if (!text)
        return FALSE;
    set(out, text, encoding, m.replaced);
    mend(out);
    return TRUE;
}

// The length of the characters of three bytes at `p`: most of those beyond ASCII that there are.
static gsize threes_length(const guchar *p, gsize left)
{
    gsize length = 0;
    for (const guchar *c = p; left - length >= 3; c += 3, length += 3)
        if (c[0] <= 0xE0 || c[0] >= 0xF0 || c[0] == 0xED || (c[1] & c[2] & 0xC0) != 0x80 ||
            ((c[1] | c[2]) & 0x40))
            break;
    return length;
}

// Whether it is valid UTF-8 without NULs. GLib's own goes byte by byte.
static gboolean is_utf8(const char *in, gsize size)
{
    for (gsize i = 0, step; i < size; i += step) {
        uint64_t bytes = eight_load(in + i, size - i);
        step = eight_before(bytes | (bytes - EIGHT(1)));
        if (step < 8 && i + step < size)
            step += threes_length((const guchar *)in + i + step, size - i - step);
        if (step)
            continue;
        gunichar c = g_utf8_get_char_validated(in + i, (gssize)(size - i));
        if (!c || c >= (gunichar)-2)
            return FALSE;
        step = (gsize)g_unichar_to_utf8(c, NULL);
    }
    return TRUE;
}

// What the user's `encoding` is for this text: "UTF-16" does not say which.
static const char *meant(const char *encoding, const char *marked, const char *in, gsize size)
{
    const char *found = marked ? marked : find_wide(in, size);
    gboolean half = found && g_ascii_strncasecmp(found, encoding, strlen(encoding)) == 0;
    return half ? found : wider_than(encoding);
}

static gboolean decode(GBytes *in, const char *encoding, charset_text *out, GError **error)
{
    gsize size, mark = 0;
    const char *data = g_bytes_get_data(in, &size);
    const char *marked = size ? find_mark(data, size, &mark) : NULL;
    if (marked || encoding) {
        const char *as = encoding ? meant(encoding, marked, data, size) : marked;
        if (decode_as(data + mark, size - mark, as, out))
            return TRUE;
        g_set_error(error, EARVOICE_ERROR, EARVOICE_ERROR_USAGE,
                    _("There is no text encoding called %s."), encoding);
        return FALSE;
    }
    const char *shifted = memchr(data, '\033', size) ? find_escapes(data, size) : NULL;
    if (shifted && g_utf8_validate_len(data, size, NULL) && decode_as(data, size, shifted, out)) {
        out->guessed = TRUE;
        return TRUE;
    }
    if (!size || is_utf8(data, size)) {
        *out = (charset_text){.text = size ? data : "", .size = size, .encoding = "UTF-8"};
        out->kept = g_bytes_ref(in);
        return TRUE;
    }
    const char *wide = find_wide(data, size);
    if (wide && decode_as(data, size, wide, out)) {
        out->guessed = TRUE;
        return TRUE;
    }
    guess(data, size, out);
    mend(out);
    return TRUE;
}

gboolean charset_decode(GBytes *in, const char *encoding, charset_text *out, GError **error)
{
    *out = (charset_text){0};
    if (!decode(in, encoding, out, error))
        return FALSE;
    // Some files have two marks.
    while (g_str_has_prefix(out->text, CHARSET_MARK)) {
        out->text += strlen(CHARSET_MARK);
        out->size -= strlen(CHARSET_MARK);
    }
    return TRUE;
}

void charset_clear(charset_text *t)
{
    g_clear_pointer(&t->kept, g_bytes_unref);
}

gboolean charset_is_text(const char *head, gsize size)
{
    gsize mark, odd = 0;
    if (find_mark(head, size, &mark) || find_wide(head, size))
        return TRUE;
    for (gsize i = 0; i < size; i++) {
        guchar c = (guchar)head[i];
        gboolean shift = c == 0x0E || c == 0x0F || c == 0x1B;
        odd += c < 0x20 && !(c >= 0x09 && c <= 0x0D) && !shift;
    }
    return odd * 50 <= size;
}
