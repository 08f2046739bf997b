// SPDX-License-Identifier: GPL-3.0-or-later
// Text for the user: _("...") where it is used, N_("...") in tables. Catalogues: assets/po.
#pragma once

#include <glib/gi18n-lib.h>
