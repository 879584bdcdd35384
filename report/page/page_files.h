/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The files of report/page, built into the library; and their hashes as a security policy writes them. */
#ifndef PURSE_REPORT_PAGE_FILES_H
#define PURSE_REPORT_PAGE_FILES_H

extern const char page_css[], page_css_hash[], page_js[], page_js_hash[];

#endif
