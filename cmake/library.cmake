# SPDX-License-Identifier: GPL-3.0-or-later
# libpurse: the three layers as one library.

set(layers $<TARGET_OBJECTS:purse_engine> $<TARGET_OBJECTS:purse_models> $<TARGET_OBJECTS:purse_report>)
set(layer_links dep::glpk dep::amd dep::gsl dep::cjson dep::csv dep::nettle dep::m Threads::Threads)

add_library(libpurse ${layers})
set_target_properties(libpurse PROPERTIES OUTPUT_NAME purse LINKER_LANGUAGE C
  VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
target_include_directories(libpurse PUBLIC ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/include)
target_link_libraries(libpurse PRIVATE ${layer_links})

if(BUILD_SHARED_LIBS)
  # Only purse_* leaves the shared library.
  target_link_options(libpurse PRIVATE -Wl,--version-script=${PROJECT_SOURCE_DIR}/cmake/libpurse.map)
  set_target_properties(libpurse PROPERTIES LINK_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/libpurse.map)
  add_library(purse_internal STATIC EXCLUDE_FROM_ALL ${layers})
  set_target_properties(purse_internal PROPERTIES LINKER_LANGUAGE C)
  target_link_libraries(purse_internal PRIVATE ${layer_links})
else()
  add_library(purse_internal ALIAS libpurse)
endif()
