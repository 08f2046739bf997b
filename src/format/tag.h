// SPDX-License-Identifier: GPL-3.0-or-later
// The tags by which files name a language.
//
// Threads: no state.
#pragma once

// LANGUAGE_ZH or LANGUAGE_EN for "zh-CN", "EN", "eng" …; -1: neither Chinese nor English.
int tag_language(const char *tag);
