# SPDX-License-Identifier: GPL-3.0-or-later
# Run at build time: writes the files FILES (names in FOLDER) into the C source OUTPUT.

set(text "/* Made from cli/starter; do not edit. */\n#include \"cli/starter.h\"\n\n#include <stddef.h>\n")
set(list "")
set(index 0)
foreach(name IN LISTS FILES)
  file(READ ${FOLDER}/${name} hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(APPEND text "static const unsigned char file_${index}[] = {${bytes}};\n")
  string(APPEND list "    {\"${name}\", file_${index}, sizeof file_${index}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUTPUT} "${text}const starter_file starter_files[] = {\n${list}    {NULL, NULL, 0},\n};\n")
