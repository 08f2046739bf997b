// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "dump.h"
#include "earvoice/load.h"

static const struct {
    const char *name, *in, *out;
} rows[] = {
    {"whisper.cpp",
     "{\"transcription\":[{\"timestamps\":{\"from\":\"00:00:01,000\",\"to\":\"00:00:02,000\"},"
     "\"offsets\":{\"from\":1000,\"to\":2000},\"text\":\" 大家好\"}]}",
     "1000-2000 大家好|\n"},
    {"whisper.cpp, stamps only",
     "{\"transcription\":[{\"timestamps\":{\"from\":\"00:00:01,000\",\"to\":\"00:00:02,500\"},"
     "\"text\":\" Hello there.\"}]}",
     "1000-2500 |Hello there.\n"},
    {"whisper.cpp, full: tokens in brackets, a word of two tokens, marks",
     "{\"transcription\":[{\"offsets\":{\"from\":0,\"to\":2000},\"text\":\" Hi there, ok.\","
     "\"tokens\":[{\"text\":\"[_BEG_]\",\"offsets\":{\"from\":0,\"to\":0}},"
     "{\"text\":\" Hi\",\"offsets\":{\"from\":500,\"to\":800}},"
     "{\"text\":\" th\",\"offsets\":{\"from\":800,\"to\":1000}},"
     "{\"text\":\"ere\",\"offsets\":{\"from\":1000,\"to\":1400}},"
     "{\"text\":\",\",\"offsets\":{\"from\":1400,\"to\":1400}},"
     "{\"text\":\" ok\",\"offsets\":{\"from\":1500,\"to\":1600}}]}]}",
     "0-2000 |Hi there, ok. en0@500 en3@800 en10@1500\n"},
    {"whisper.cpp, full: a Hanzi in two tokens",
     "{\"transcription\":[{\"offsets\":{\"from\":0,\"to\":2000},\"text\":\"你好吗\",\"tokens\":["
     "{\"text\":\"\xE4\xBD\",\"offsets\":{\"from\":0,\"to\":300}},"
     "{\"text\":\"\xA0\",\"offsets\":{\"from\":300,\"to\":600}},"
     "{\"text\":\"好\",\"offsets\":{\"from\":600,\"to\":900}},"
     "{\"text\":\"吗\",\"offsets\":{\"from\":900,\"to\":1200}}]}]}",
     "0-2000 你好吗| zh3@600 zh6@900\n"},
    {"WhisperX: a numeral has no times, Python's numbers, speakers",
     "{\"segments\":[{\"start\":0,\"end\":4,\"text\":\" In 2020 we met.\",\"speaker\":\"S\","
     "\"words\":[{\"word\":\"In\",\"start\":1,\"end\":1.5,\"score\":NaN},{\"word\":\"2020\"},"
     "{\"word\":\"we\",\"start\":2.5,\"end\":3},{\"word\":\"met.\",\"start\":3,\"end\":4}]}]}",
     "0-4000 |In 2020 we met. en0@1000 en8@2500 en11@3000\n"
     "? the names of speakers were left out.\n"},
    {"whisper-timestamped: words have no marks",
     "{\"text\":\"x\",\"segments\":[{\"id\":0,\"start\":1.0,\"end\":2.0,\"text\":\" Ab, cd?\","
     "\"words\":[{\"text\":\"Ab\",\"start\":1,\"end\":1.5},{\"text\":\"cd\",\"start\":1.5,"
     "\"end\":2}]}]}",
     "1000-2000 |Ab, cd? en0@1000 en4@1500\n"},
    {"a segment has no times, but its words do",
     "{\"segments\":[{\"text\":\"Ab cd\",\"words\":[{\"word\":\"Ab\",\"start\":1,\"end\":1.5},"
     "{\"word\":\"cd\",\"start\":1.5,\"end\":2}]}]}",
     "1000-2000 |Ab cd en0@1000 en3@1500\n"},
    {"verbose_json with words beside",
     "{\"segments\":[{\"start\":0,\"end\":2,\"text\":\" Yes, I do.\"},{\"start\":2,\"end\":4,"
     "\"text\":\" Do you?\"}],\"words\":[{\"word\":\"Yes\",\"start\":0.1,\"end\":1},{\"word\":"
     "\"I\",\"start\":1,\"end\":1.5},{\"word\":\"do\",\"start\":1.5,\"end\":2},{\"word\":\"Do\","
     "\"start\":2,\"end\":3},{\"word\":\"you\",\"start\":3,\"end\":4}]}",
     "0-2000 |Yes, I do. en0@100 en5@1000 en7@1500\n\n2000-4000 |Do you? en0@2000 en3@3000\n"},
    {"only words",
     "{\"text\":\"x\",\"words\":[{\"word\":\"One.\",\"start\":1,\"end\":2},{\"word\":\"Two\","
     "\"start\":2,\"end\":3},{\"word\":\"three.\",\"start\":3,\"end\":4}]}",
     "1000-2000 |One.\n\n2000-4000 |Two three. en0@2000 en4@3000\n"},
    {"Hugging Face: the last one has no end",
     "{\"text\":\"x\",\"chunks\":[{\"text\":\" One and two.\",\"timestamp\":[0,1]},"
     "{\"text\":\" Three and four.\",\"timestamp\":[1,null]}]}",
     "0-1000 |One and two.\n\n1000-6000 |Three and four.\n" DUMP_MENDED("", 2)},
    {"Hugging Face, word by word",
     "{\"text\":\"x\",\"chunks\":[{\"text\":\" One\",\"timestamp\":[0,1]},{\"text\":\" two.\","
     "\"timestamp\":[1,2]},{\"text\":\" Three.\",\"timestamp\":[2,null]}]}",
     "0-2000 |One two. en0@0 en4@1000\n\n2000-7000 |Three.\n"},
    {"Hugging Face, Chinese word by word",
     "{\"chunks\":[{\"text\":\"大\",\"timestamp\":[0,1]},{\"text\":\"家\",\"timestamp\":[1,2]},"
     "{\"text\":\"好。\",\"timestamp\":[2,3]},{\"text\":\"我\",\"timestamp\":[3,4]}]}",
     "0-3000 大家好。| zh0@0 zh3@1000 zh6@2000\n\n3000-4000 我|\n"},
    {"Vosk, one document after another",
     "{\"result\":[{\"conf\":1,\"start\":0.5,\"end\":1,\"word\":\"one\"},{\"start\":1,\"end\":1.5,"
     "\"word\":\"two\"}],\"text\":\"one two\"}\n{\"text\":\"\"}\n"
     "{\"result\":[{\"start\":2,\"end\":2.5,\"word\":\"three\"}]}",
     "500-1500 |one two en0@500 en4@1000\n\n2000-2500 |three\n"},
    {"Vosk, several guesses, Chinese",
     "{\"alternatives\":[{\"confidence\":9,\"result\":[{\"start\":1,\"end\":2,\"word\":\"你\"},"
     "{\"start\":2,\"end\":3,\"word\":\"好\"}],\"text\":\"你 好\"},{\"confidence\":1,\"text\":"
     "\"x\"}]}",
     "1000-3000 你好| zh0@1000 zh3@2000\n"},
    {"a sentence that takes long is cut at a pause, any at a long one",
     "{\"result\":[{\"start\":0,\"end\":1,\"word\":\"a\"},{\"start\":1.7,\"end\":9,\"word\":\"b\"},"
     "{\"start\":9,\"end\":13,\"word\":\"c\"},{\"start\":20,\"end\":21,\"word\":\"d\"},"
     "{\"start\":22,\"end\":23,\"word\":\"e\"}]}",
     "0-1000 |a\n\n1700-13000 |b c en0@1700 en2@9000\n\n20000-23000 |d e en0@20000 en2@22000\n"},
    {"nothing lasts longer than half a minute",
     "{\"result\":[{\"start\":0,\"end\":10,\"word\":\"a\"},{\"start\":10,\"end\":20,\"word\":\"b\"}"
     ",{\"start\":20,\"end\":31,\"word\":\"c\"},{\"start\":31,\"end\":32,\"word\":\"d\"}]}",
     "0-20000 |a b en0@0 en2@10000\n\n20000-32000 |c d en0@20000 en2@31000\n"},
    {"FunASR",
     "[{\"key\":\"a\",\"text\":\"你 好 world\",\"timestamp\":[[100,200],[200,300],[300,900]]}]",
     "100-900 你好 world| zh0@100 zh3@200 zh7@300\n"},
    {"FunASR with marks",
     "[{\"key\":\"a\",\"text\":\"你好，再见。谢谢。\",\"timestamp\":[[100,200],[200,300],[300,400],"
     "[400,500],[600,700],[700,800]]}]",
     "100-500 你好，再见。| zh0@100 zh3@200 zh9@300 zh12@400\n\n"
     "600-800 谢谢。| zh0@600 zh3@700\n"},
    {"FunASR, sentences",
     "[{\"key\":\"a\",\"text\":\"x\",\"timestamp\":[[1,2]],\"sentence_info\":[{\"text\":\"你好，\","
     "\"start\":100,\"end\":300,\"timestamp\":[[100,200],[200,300]],\"spk\":0}]}]",
     "100-300 你好，| zh0@100 zh3@200\n? the names of speakers were left out.\n"},
    {"SenseVoice: tags",
     "[{\"key\":\"a\",\"text\":\"<|zh|><|NEUTRAL|>你好。<|en|>ok\",\"timestamp\":[[100,200],[200,"
     "300],[300,400]],\"words\":[\"你\",\"好\",\"ok\"]}]",
     "100-300 你好。| zh0@100 zh3@200\n\n300-400 |ok\n"},
    {"segments of one word are segments where they have lists of words",
     "{\"segments\":[{\"start\":0,\"end\":1,\"text\":\"1\",\"words\":[{\"word\":\"1\",\"start\":0,"
     "\"end\":1}]},{\"start\":1,\"end\":2,\"text\":\"2\",\"words\":[{\"word\":\"2\",\"start\":1,"
     "\"end\":2}]},{\"start\":2,\"end\":3,\"text\":\"3\",\"words\":[{\"word\":\"3\",\"start\":2,"
     "\"end\":3}]}]}",
     "0-1000 |1 en0@0\n\n1000-2000 |2 en0@1000\n\n2000-3000 |3 en0@2000\n"},
    {"whisper.cpp, full, a segment a word",
     "{\"transcription\":[{\"offsets\":{\"from\":0,\"to\":1000},\"text\":\" "
     "We\",\"tokens\":[{\"text\":\" "
     "We\",\"offsets\":{\"from\":0,\"to\":1000}}]},{\"offsets\":{\"from\":1000,\"to\":2000},"
     "\"text\":\" go\",\"tokens\":[]},{\"offsets\":{\"from\":2000,\"to\":3000},\"text\":\" on\"}]}",
     "0-3000 |We go on en0@0 en3@1000 en6@2000\n"},
    {"whisper-cli",
     "\n[00:00:00.320 --> 00:00:01.500]   And so, my friends,\r\n[00:00:01.500 --> 00:00:02.690]  "
     " we go on.\nx\n",
     "320-1500 |And so, my friends,\n\n1500-2690 |we go on.\n"},
    {"one language in a segment is not divided",
     "{\"segments\":[{\"start\":0,\"end\":1,\"text\":\"各位早上好 Good morning\"}]}",
     "0-1000 各位早上好 Good morning|\n"},
    {"broken off",
     "{\"segments\":[{\"start\":0,\"end\":1,\"text\":\"One and two.\"},\n{\"start\":1,\"end\":",
     "0-1000 |One and two.\n? 2: from here on it is no JSON, so the rest was skipped.\n"},
    {"a raw line end, half of a pair",
     "{\"segments\":[{\"start\":0,\"end\":1,\"text\":\"One\nand \\ud83d two.\"}]}",
     "0-1000 |One\\nand \xEF\xBF\xBD two.\n"},
    {"times that are none",
     "{\"segments\":[{\"start\":-1,\"end\":1,\"text\":\"One a\"},{\"start\":2,\"end\":1,\"text\":"
     "\"Two b\"},{\"start\":1e300,\"end\":1e301,\"text\":\"Three c\"}]}",
     "- |One a\n\n2000-7000 |Two b\n\n- |Three c\n" DUMP_UNTIMED("1: ", 1) DUMP_MENDED("1: ", 2)
         DUMP_UNTIMED("1: ", 3)},
    {"each is in its line",
     "{\"segments\":[\n{\"start\":0,\"end\":1,\"text\":\"One "
     "a\"},\n{\"start\":2,\"end\":1,\"text\":\"Two "
     "b\"}],\n\"x\":[]}\n\n{\"segments\":[{\"text\":\"Three c\"}]}",
     "0-1000 |One a\n\n2000-7000 |Two b\n\n- |Three c\n" DUMP_MENDED("3: ", 2)
         DUMP_UNTIMED("6: ", 3)},
    {"whisper-cli: each is in its line",
     "\n[00:00:01.000 --> 00:00:02.000]  One a.\nx\n[00:00:04.000 --> 00:00:03.000]  Two b.\n",
     "1000-2000 |One a.\n\n4000-9000 |Two b.\n" DUMP_MENDED("4: ", 2)},
    {"what says nothing is none",
     "{\"segments\":[{},1,{\"start\":0,\"end\":1,\"text\":\"One a\",\"words\":[{\"start\":0},2,{"
     "\"word\":\"a\",\"start\":0.5}]},{\"start\":2}]}",
     "0-1000 |One a en4@500\n"},
    {"words beside stand before the segments, which have some, too",
     "{\"words\":[{\"word\":\"One\",\"start\":0.5,\"end\":1},{\"word\":\"b\",\"start\":2.5,\"end\":"
     "3}],\"segments\":[{\"start\":0,\"end\":2,\"text\":\"One "
     "a\",\"words\":[{\"word\":\"a\",\"start\":1,\"end\":2}]},{\"start\":2,\"end\":3,\"text\":"
     "\"Two b\"}]}",
     "0-2000 |One a en0@500\n\n2000-3000 |Two b en4@2500\n"},
    {"the last segment is broken off between its words",
     "{\"segments\":[{\"start\":0,\"end\":2,\"text\":\"One "
     "a\",\"words\":[{\"word\":\"One\",\"start\":0.5,\"end\":1},{\"word\":\"a\",\"st",
     "0-2000 |One a en0@500\n? 1: from here on it is no JSON, so the rest was skipped.\n"},
    {"silence", "{\"text\":\"\",\"segments\":[],\"language\":\"fr\"}",
     "! There are no words with times in what the recogniser wrote.\n"},
    {"wrong types", "{\"segments\":[1,null,[],{\"text\":{},\"words\":[1,\"a\",[]]}]}",
     "! There are no words with times in what the recogniser wrote.\n"},
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = dump_read("asr", rows[i].in, strlen(rows[i].in));
        if (strcmp(got, rows[i].out) != 0)
            g_test_fail_printf("%s:\n%s", rows[i].name, got);
        g_autofree char *head = g_utf8_make_valid(rows[i].in, -1);
        const format *f = format_probe(head);
        if (*rows[i].out != '!' && (!f || strcmp(f->name, "asr") != 0))
            g_test_fail_printf("%s: %s", rows[i].name, f ? f->name : "unknown");
    }
}

static speech *load_one(const char *path, const char *name)
{
    g_auto(loaded) l = {0};
    g_autoptr(GError) error = NULL;
    if (!load_files((const char *const[]){path, NULL}, NULL, &l, &error))
        return NULL;
    const char *as = ((loaded_file *)g_ptr_array_index(l.files, 0))->format;
    if (strcmp(as, name) != 0)
        g_test_fail_printf("%s: %s", path, as);
    return speech_ref(l.speech);
}

typedef struct {
    int files, read, compared;
} seen;

// The letters of all its segments; the marks of some files are left out beside.
static char *letters_of(const speech *s)
{
    GString *out = g_string_new(NULL);
    for (int i = 0; i < speech_segment_count(s); i++)
        for (int side = 0; side < LANGUAGES; side++)
            for (const char *p = speech_segment(s, i)->text[side]; *p; p = g_utf8_next_char(p))
                if (g_unichar_isalnum(g_utf8_get_char(p)))
                    g_string_append_unichar(out, g_utf8_get_char(p));
    return g_string_free(out, FALSE);
}

// The same recording's subtitles say as much, in as many segments, at the same times.
static void compare(const char *json, const speech *s, const char *suffix, seen *of)
{
    g_autofree char *stem = g_strndup(json, strlen(json) - strlen(".words.json"));
    g_autofree char *path = g_strconcat(stem, suffix, NULL);
    g_autoptr(speech) other =
        g_file_test(path, G_FILE_TEST_EXISTS) ? load_one(path, suffix + 1) : NULL;
    if (!other)
        return;
    of->compared++;
    g_autofree char *mine = letters_of(s), *its = letters_of(other);
    g_assert_cmpstr(mine, ==, its);
    g_assert_cmpint(speech_segment_count(s), ==, speech_segment_count(other));
    for (int i = 0; i < speech_segment_count(s); i++) {
        const segment *a = speech_segment(s, i), *b = speech_segment(other, i);
        g_assert_cmpint(ABS(a->start_us - b->start_us), <=, 1000);
        g_assert_cmpint(ABS(a->end_us - b->end_us), <=, 1000);
    }
}

static int count(const char *text, const char *what)
{
    int found = 0;
    for (; (text = strstr(text, what)); text += strlen(what))
        found++;
    return found;
}

static void check_file(const char *path, seen *of)
{
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    // Each segment has one of these.
    int segments = count(text, "\"seek\":");
    g_autoptr(speech) s = load_one(path, "asr");
    of->files++;
    of->read += s != NULL;
    if (!s) {
        if (segments)
            g_test_fail_printf("%s: %d segments were not read", path, segments);
        return;
    }
    // Some have no text.
    if (speech_segment_count(s) > segments || speech_segment_count(s) * 10 < segments * 9)
        g_test_fail_printf("%s: %d segments of %d", path, speech_segment_count(s), segments);
    int words = 0, marks = count(text, "\"confidence\":") - segments;
    for (int i = 0; i < speech_segment_count(s); i++)
        words += speech_segment(s, i)->word_count;
    if (words > marks || words * 100 < marks * 95)
        g_test_fail_printf("%s: %d words of %d", path, words, marks);
    compare(path, s, ".srt", of);
    compare(path, s, ".vtt", of);
}

static void check_folder(const char *folder, seen *of)
{
    GDir *entries = g_dir_open(folder, 0, NULL);
    for (const char *name; entries && (name = g_dir_read_name(entries));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            check_folder(path, of);
        else if (g_str_has_suffix(name, ".json"))
            check_file(path, of);
    }
    if (entries)
        g_dir_close(entries);
}

static void test_suite(void)
{
    const char *found = suite("suites/asr-json");
    if (!found)
        return;
    g_autofree char *folder = g_strdup(found);
    seen of = {0};
    check_folder(folder, &of);
    g_test_message("%d of %d files read, %d compared", of.read, of.files, of.compared);
    g_assert_cmpint(of.compared, ==, 8);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/asr/rows", test_rows);
    g_test_add_func("/asr/suite", test_suite);
    return g_test_run();
}
