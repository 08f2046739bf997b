// SPDX-License-Identifier: GPL-3.0-or-later
// Many recordings aligned, as a manifest lists them: one job a line, columns between tabs: the
// recording, its text, the file to write, and perhaps the language spoken and how to split (as
// --spoken and --split have them; empty: as `usual` says). # begins a remark.
#pragma once

#include "cli/align_job.h"

// Does the lines of `manifest` that are `part` ("2/8": the second of every eight; NULL: all), and
// prints a JSON line for each as soon as it is done. A job whose output exists is skipped, so that
// what was broken off goes on where it was. A job that fails does not end the others.
// Returns the exit code of the worst: EXIT_DATA, EXIT_DOUBT, EXIT_GOOD; EXIT_USAGE with an error
// shown where the manifest or `part` is none.
int align_batch(const char *manifest, const char *part, const align_job *usual);
