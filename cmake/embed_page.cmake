# SPDX-License-Identifier: GPL-3.0-or-later
# Run at build time: writes the style sheet and the script of FOLDER into the C source OUTPUT, each with the SHA-256 in
# base64 by which the page's security policy knows it.

set(alphabet "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

# The first `letters` base64 letters of six hexadecimal digits.
function(base64_of six letters result)
  math(EXPR number "0x${six}")
  set(text "")
  foreach(shift IN ITEMS 18 12 6 0)
    math(EXPR index "(${number} >> ${shift}) & 63")
    string(SUBSTRING "${alphabet}" ${index} 1 letter)
    string(APPEND text "${letter}")
  endforeach()
  string(SUBSTRING "${text}" 0 ${letters} text)
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

set(out "/* Made from report/page; do not edit. */\n#include \"report/page/page_files.h\"\n\n")
foreach(name IN ITEMS css js)
  set(path ${FOLDER}/page.${name})
  file(READ ${path} hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  file(SHA256 ${path} digest)
  set(hash "")
  foreach(at RANGE 0 54 6)
    string(SUBSTRING ${digest} ${at} 6 six)
    base64_of(${six} 4 letters)
    string(APPEND hash "${letters}")
  endforeach()
  string(SUBSTRING ${digest} 60 4 four)
  base64_of(${four}00 3 letters)
  string(APPEND out "const char page_${name}[] = {${bytes}0};\n"
                    "const char page_${name}_hash[] = \"sha256-${hash}${letters}=\";\n")
endforeach()
file(WRITE ${OUTPUT} "${out}")
