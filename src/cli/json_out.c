// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/json_out.h"

#include <math.h>

#include "earvoice/timecode.h"

void json_out_set(json_t *to, const char *key, json_t *value)
{
    json_object_set_new(to, key, value);
}

json_t *json_out_text(const char *value)
{
    g_autofree char *valid = g_utf8_make_valid(value ? value : "", -1);
    return json_string(valid);
}

json_t *json_out_seconds(int64_t us)
{
    return us == TIME_NONE ? json_null() : json_real((double)(us / 1000) / 1e3);
}

json_t *json_out_share(double value)
{
    return json_real(floor(value * 1000 + 0.5) / 1e3);
}

json_t *json_out_messages(const report *r)
{
    json_t *all = json_array();
    for (int i = 0; r && i < report_count(r); i++)
        json_array_append_new(all, json_out_text(report_message(r, i)));
    return all;
}

char *json_out_line(json_t *all)
{
    char *out = json_dumps(all, JSON_COMPACT | JSON_REAL_PRECISION(9));
    json_decref(all);
    return out;
}
