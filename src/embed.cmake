# SPDX-License-Identifier: GPL-3.0-or-later
# Makes a C file of a file: cmake -DFROM=FILE -DTO=FILE.c -DNAME=identifier -P embed.cmake
# It has the bytes as NAME and their number as NAME_length.
file(READ ${FROM} bytes HEX)
string(LENGTH "${bytes}" length)
math(EXPR length "${length} / 2")
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
file(WRITE ${TO} "// Made of ${FROM}\n#include <stddef.h>\nextern const unsigned char ${NAME}[];\n"
    "extern const size_t ${NAME}_length;\nconst size_t ${NAME}_length = ${length};\n"
    "const unsigned char ${NAME}[] = {\n${bytes}\n};\n")
