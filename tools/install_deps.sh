#!/bin/sh
# Installs the Debian packages that are missing; says nothing when none is.
#   tools/install_deps.sh         what building, the demo and the tests need
#   tools/install_deps.sh ci      and what .ci/run and `make check-deep` need
set -eu
packages="gcc libc6-dev make meson ninja-build pkgconf python3 ca-certificates
  libssl-dev libexpat1-dev libcjson-dev libarchive-dev zlib1g-dev libzstd-dev
  libcurl4-openssl-dev libcmocka-dev scdoc unicode-data libhangul-data unicode-cldr-core"
[ "${1:-}" = ci ] && packages="$packages clang clang-format libclang-rt-dev"

if ! command -v dpkg-query >/dev/null; then
  echo "install_deps: this is not a Debian; please install by hand:" $packages >&2
  exit 1
fi
missing=
for package in $packages; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
    missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
  as_root=
elif command -v sudo >/dev/null; then
  as_root=sudo
else
  echo "install_deps: these packages are missing and I am neither root nor have sudo:$missing" >&2
  exit 1
fi
echo "installing:$missing" >&2
$as_root apt-get -qq update >&2
# shellcheck disable=SC2086 # words are packages
$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends $missing >&2
