# SPDX-License-Identifier: GPL-3.0-or-later
# How every C file of the project is compiled.

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Assertions stay on in a release: they cost nothing beside a solve.
set(CMAKE_C_FLAGS_RELEASE "-O3")

add_library(purse_flags INTERFACE)
target_include_directories(purse_flags INTERFACE
  ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/include)
target_compile_definitions(purse_flags INTERFACE _POSIX_C_SOURCE=200809L)
# No fused multiply-add: the same figures on every machine. Nobody reads errno or the flags of floating-point
# operations, and without them loops that compare or take roots become vectors; the figures stay what they are.
target_compile_options(purse_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -ffp-contract=off -fno-math-errno -fno-trapping-math
  $<$<BOOL:${PURSE_WERROR}>:-Werror>)

if(PURSE_SANITIZE)
  add_compile_options(-fsanitize=${PURSE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PURSE_SANITIZE})
endif()
if(PURSE_FUZZ)
  # Every object carries coverage counters; only the fuzzers link the fuzzing main.
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()

# A folder's CMakeLists.txt lists its files. One that is forgotten is built all the same, with a warning here and a
# failure of the test of the layers, instead of a puzzle from the linker.
function(purse_complete variable)
  file(GLOB found RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS *.c */*.c)
  list(REMOVE_ITEM found ${${variable}})
  if(found)
    message(WARNING "not listed in ${CMAKE_CURRENT_SOURCE_DIR}/CMakeLists.txt: ${found}")
  endif()
  set(${variable} ${${variable}} ${found} PARENT_SCOPE)
endfunction()
