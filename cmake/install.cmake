# SPDX-License-Identifier: GPL-3.0-or-later
# What `cmake --install` puts where.

# From the place of purse.pc back to the prefix, so that the installed tree may be moved.
file(RELATIVE_PATH PURSE_PC_TO_PREFIX
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(cmake/purse.pc.in purse.pc @ONLY)

install(TARGETS purse RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS libpurse
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/purse DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_BINARY_DIR}/include/purse/version.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/purse)
install(FILES ${PROJECT_BINARY_DIR}/purse.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(DIRECTORY scenarios/ DESTINATION ${CMAKE_INSTALL_DATADIR}/purse/scenarios
  PATTERN invalid EXCLUDE PATTERN data EXCLUDE)
install(FILES docs/purse.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES README.md LICENSE CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
