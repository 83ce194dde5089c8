#!/bin/sh
# Install the viewers and tools that the tests drive, where they are missing (Debian, root).
set -e
packages=""
need() { command -v "$1" >/dev/null || packages="$packages $2"; }
need pdftoppm poppler-utils
need qpdf qpdf
need pdftk pdftk-java
need firefox-esr firefox-esr
need mutool mupdf-tools
need chromium chromium
need lowriter libreoffice-writer
need localc libreoffice-calc
need lodraw libreoffice-draw
need xvfb-run xvfb
need xauth xauth
[ -d /usr/share/fonts/truetype/liberation ] || packages="$packages fonts-liberation"
/usr/bin/python3 -c 'import uno' 2>/dev/null || packages="$packages python3-uno"
/usr/bin/python3 -c 'import gi; gi.require_version("Poppler", "0.18")' 2>/dev/null ||
  packages="$packages python3-gi gir1.2-poppler-0.18"
if [ -n "$packages" ]; then
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages
fi
