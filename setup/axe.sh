#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# axe.sh FOLDER: puts axe.min.js of axe-core, by which tests judge the accessibility of the page, into FOLDER. It is no
# part of Purse. Without npm or a network there is none; that is said, and is no failure.
version=4.14.1
mkdir -p "$1" && cd "$1" || exit 1
[ -s axe.min.js ] && exit 0
if ! command -v npm >/dev/null 2>&1 || ! npm pack --silent --fetch-retries=1 --fetch-timeout=20000 "axe-core@$version" >/dev/null 2>&1; then
    echo "No npm or no network: the page is tested without axe-core"
    exit 0
fi
tar -xzf "axe-core-$version.tgz" --strip-components=1 package/axe.min.js package/LICENSE && rm "axe-core-$version.tgz" &&
    echo "axe-core $version is here"
