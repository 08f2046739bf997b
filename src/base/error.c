// SPDX-License-Identifier: GPL-3.0-or-later
#include "earvoice/error.h"

G_DEFINE_QUARK(earvoice - error, earvoice_error)
