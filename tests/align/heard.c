// SPDX-License-Identifier: GPL-3.0-or-later
// What recognisers write is read as words with times, and matched to texts.
#include "earvoice/heard.h"

#include <string.h>

#include "align/tokens.h"
#include "earvoice/error.h"

// Each word as TEXT@START-END in milliseconds.
static const struct {
    const char *name, *text, *words;
} files[] = {
    {"whisper.cpp",
     "{\"transcription\":[{\"timestamps\":{\"from\":\"00:00:01,000\"},\"offsets\":{\"from\":1000,"
     "\"to\":2000},\"text\":\" 大家好\"}]}",
     "大@1000-1333 家@1333-1666 好@1666-2000"},
    {"whisper.cpp, full",
     "{\"transcription\":[{\"offsets\":{\"from\":0,\"to\":9},\"text\":\" Hi there\",\"tokens\":["
     "{\"text\":\"[_BEG_]\",\"offsets\":{\"from\":0,\"to\":0}},"
     "{\"text\":\" Hi\",\"offsets\":{\"from\":500,\"to\":800}},"
     "{\"text\":\" there\",\"offsets\":{\"from\":800,\"to\":1400}}]}]}",
     "Hi@500-800 there@800-1400"},
    {"WhisperX: a numeral has no times",
     "{\"segments\":[{\"start\":0,\"end\":4,\"text\":\"x\",\"words\":[{\"word\":\"In\",\"start\":1,"
     "\"end\":1.5,\"score\":NaN},{\"word\":\"2020\"},{\"word\":\"we\",\"start\":2.5,\"end\":3}]}]}",
     "In@1000-1500 2020@1500-2500 we@2500-3000"},
    {"segments without words",
     "{\"text\":\"x\",\"segments\":[{\"id\":0,\"start\":1.0,\"end\":2.0,\"text\":\"ab cd\"}]}",
     "ab@1000-1400 cd@1600-2000"},
    {"verbose_json with words",
     "{\"segments\":[{\"start\":0,\"end\":9,\"text\":\"no\"}],\"words\":[{\"word\":\"yes\","
     "\"start\":1,"
     "\"end\":2}]}",
     "yes@1000-2000"},
    {"Hugging Face",
     "{\"text\":\"x\",\"chunks\":[{\"text\":\" one\",\"timestamp\":[0,1]},"
     "{\"text\":\" open\",\"timestamp\":[1,null]}]}",
     "one@0-1000"},
    {"Vosk, one document after another",
     "{\"result\":[{\"conf\":1,\"start\":0.5,\"end\":1,\"word\":\"one\"}],\"text\":\"one\"}\n"
     "{\"text\":\"\"}\n{\"result\":[{\"start\":2,\"end\":2.5,\"word\":\"two\"}]}",
     "one@500-1000 two@2000-2500"},
    {"Vosk, several guesses",
     "{\"alternatives\":[{\"result\":[{\"start\":1,\"end\":2,\"word\":\"one\"}]},{\"result\":[{"
     "\"start\":1,\"end\":2,\"word\":\"won\"}]}]}",
     "one@1000-2000"},
    {"words beside segments, more of them",
     "{\"segments\":[{\"start\":0,\"end\":2,\"text\":\"no\"},{\"start\":2,\"end\":3,\"text\":"
     "\"no\"}],"
     "\"words\":[{\"word\":\"a\",\"start\":0,\"end\":1},{\"word\":\"b\",\"start\":1,\"end\":2},"
     "{\"word\":\"c\",\"start\":2,\"end\":3}]}",
     "a@0-1000 b@1000-2000 c@2000-3000"},
    {"FunASR, sentences",
     "[{\"text\":\"x\",\"sentence_info\":[{\"text\":\"你好，\",\"start\":1,\"end\":300,"
     "\"timestamp\":[[100,200],[200,300]]}]}]",
     "你@100-200 好@200-300"},
    {"FunASR",
     "[{\"key\":\"a\",\"text\":\"你 好 world\",\"timestamp\":[[100,200],[200,300],[300,900]]}]",
     "你@100-200 好@200-300 world@300-900"},
    {"whisper-cli",
     "\n[00:00:00.320 --> 00:00:00.370]   And\n[00:00:00.370 --> 00:00:00.690]   so,\n",
     "And@320-370 so@370-690"},
    {"half a character", "{\"segments\":[{\"start\":0,\"end\":1,\"text\":\"\xe5\xa4\"}]}", NULL},
    {"no recogniser's", "{\"a\":[1,2]}", NULL},
    {"broken", "{\"segments\":[", NULL},
    {"broken off", "{\"segments\":[{\"start\":0,\"end\":1,\"text\":\"a\"},{\"start\":1",
     "a@0-1000"},
    {"empty", "", NULL},
    {"times that are none",
     "{\"segments\":[{\"start\":-1,\"end\":1,\"text\":\"a\"},{\"start\":2,\"end\":1,\"text\":\"b\"}"
     ","
     "{\"start\":1e300,\"end\":1e301,\"text\":\"c\"},{\"start\":\"0\",\"end\":1,\"text\":\"d\"}]}",
     NULL},
};

static void test_files(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(heard) h = heard_read(files[i].text, strlen(files[i].text), &error);
        g_autoptr(GString) seen = g_string_new(NULL);
        for (int k = 0; h && k < heard_count(h); k++) {
            const heard_word *w = heard_at(h, k);
            g_string_append_printf(seen, "%s%s@%d-%d", k ? " " : "", w->text,
                                   (int)(w->start_us / 1000), (int)(w->end_us / 1000));
        }
        g_assert_true((h == NULL) == g_error_matches(error, EARVOICE_ERROR, EARVOICE_ERROR_FORMAT));
        if (strcmp(h ? seen->str : "", files[i].words ? files[i].words : "") != 0) {
            g_test_fail_printf("%s: %s", files[i].name, seen->str);
        }
    }
}

// Whether the first text in the file has a letter or a digit in it.
static gboolean says_something(const char *json)
{
    const char *text = strstr(json, "\"text\": \"");
    for (text = text ? text + strlen("\"text\": \"") : ""; *text && *text != '"';
         text = g_utf8_next_char(text))
        if (g_unichar_isalnum(g_utf8_get_char(text)))
            return TRUE;
    return FALSE;
}

// The files of a recogniser's own tests, where they are at hand: words where it wrote some.
static int check_folder(const char *folder)
{
    int found = 0;
    GDir *entries = g_dir_open(folder, 0, NULL);
    for (const char *name; entries && (name = g_dir_read_name(entries));) {
        g_autofree char *path = g_build_filename(folder, name, NULL), *text = NULL;
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            found += check_folder(path);
        gsize size;
        if (!g_str_has_suffix(name, ".json") || !g_file_get_contents(path, &text, &size, NULL))
            continue;
        g_autoptr(heard) h = heard_read(text, size, NULL);
        gboolean expected = says_something(text);
        if ((h != NULL) != expected) {
            g_test_fail_printf("%s: %s", path, h ? "words" : "no words");
        }
        for (int i = 1; h && i < heard_count(h); i++)
            g_assert_cmpint(heard_at(h, i)->start_us, >=, heard_at(h, i - 1)->start_us);
        found++;
    }
    if (entries)
        g_dir_close(entries);
    return found;
}

static void test_suite(void)
{
    int found = check_folder(PROJECT_DIR "/../shared/data/suites/asr-json");
    if (!found)
        g_test_skip("the suite is not here");
    g_test_message("%d files", found);
}

// ---- matching

static const char *sound(void *data, const char *character)
{
    (void)data;
    return strcmp(character, "他") == 0 || strcmp(character, "她") == 0 ? "ta" : character;
}

// `with`: for each token of the first its place in the second, - for none.
static const struct {
    language side;
    const char *written, *said, *with;
} rows[] = {
    {LANGUAGE_EN, "We met in 2020.", "we met in 2020", "0 1 2 3"},
    {LANGUAGE_EN, "Twenty-five rivers", "25 rivers", "0 1"},
    {LANGUAGE_ZH, "二〇二〇年", "2020年", "0 1"},
    {LANGUAGE_EN, "the organisation grew", "the organization grew", "0 1 2"},
    {LANGUAGE_EN, "one two three four", "one three four", "0 - 1 2"},
    {LANGUAGE_EN, "one three four", "one uh two three four", "0 3 4"},
    {LANGUAGE_ZH, "她来了", "他来了", "0 1 2"},
    {LANGUAGE_ZH, "天地人", "水火风", "- - -"},
    {LANGUAGE_EN, "", "a b", ""},
    {LANGUAGE_EN, "a b", "", "- -"},
};

static void test_match(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(tokens) a = tokens_new(), b = tokens_new();
        tokens_add(a, rows[i].written, rows[i].side);
        tokens_add(b, rows[i].said, rows[i].side);
        g_autofree int *with = tokens_match(a, b, sound, NULL);
        g_autoptr(GString) seen = g_string_new(NULL);
        for (int k = 0; k < tokens_count(a); k++) {
            const char *gap = k ? " " : "";
            if (with[k] < 0)
                g_string_append_printf(seen, "%s-", gap);
            else
                g_string_append_printf(seen, "%s%d", gap, with[k]);
        }
        if (strcmp(seen->str, rows[i].with) != 0) {
            g_test_fail_printf("%s: %s", rows[i].written, seen->str);
        }
    }
}

// Two hours, every seventh word misheard, a minute in the middle not heard at all.
static void test_long(void)
{
    enum { WORDS = 18000, GAP = 9000, GAP_WORDS = 150 };
    g_autoptr(GRand) random = g_rand_new_with_seed(3);
    g_autoptr(GString) written = g_string_new(NULL), said = g_string_new(NULL);
    for (int i = 0; i < WORDS; i++) {
        int word = g_rand_int_range(random, 0, 2000);
        g_string_append_printf(written, "w%c%c%c ", 'a' + word % 13, 'a' + word / 13 % 13,
                               'a' + word / 169);
        if (i >= GAP && i < GAP + GAP_WORDS)
            continue;
        if (i % 7 == 3)
            g_string_append(said, "hm ");
        else
            g_string_append_printf(said, "w%c%c%c ", 'a' + word % 13, 'a' + word / 13 % 13,
                                   'a' + word / 169);
    }
    g_autoptr(tokens) a = tokens_new(), b = tokens_new();
    tokens_add(a, written->str, LANGUAGE_EN);
    tokens_add(b, said->str, LANGUAGE_EN);
    g_autofree int *with = tokens_match(a, b, NULL, NULL);
    int right = 0, wrong = 0;
    for (int i = 0; i < WORDS; i++) {
        int place = i < GAP ? i : i < GAP + GAP_WORDS ? -1 : i - GAP_WORDS;
        right += with[i] >= 0 && with[i] == place;
        wrong += with[i] >= 0 && with[i] != place;
    }
    g_test_message("%d of %d words found, %d falsely", right, WORDS, wrong);
    g_assert_cmpint(right, >, WORDS * 0.84);
    g_assert_cmpint(wrong, <, WORDS / 200);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/heard/files", test_files);
    g_test_add_func("/heard/suite", test_suite);
    g_test_add_func("/heard/match", test_match);
    g_test_add_func("/heard/long", test_long);
    return g_test_run();
}
