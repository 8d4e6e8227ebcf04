# The packages: the same bytes from two places, installed into a root of their
# own, run from there, and used by somebody else's program.
# usage: run.sh SOURCE   (in a work folder; 77: there is no dpkg here)
set -eu
root=$1
command -v dpkg-deb >/dev/null && command -v dpkg-shlibdeps >/dev/null || {
    echo "no dpkg-dev here: the packages are not tested"
    exit 77
}
fail() {
    echo "FAILED: $*" >&2
    exit 1
}
rm -rf one "another place" sys work

# Two copies of the source, at places with names of different lengths.
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct 2>/dev/null || echo 1767225600)
export SOURCE_DATE_EPOCH
for place in one "another place"; do
    mkdir -p "$place/tree"
    (cd "$root" && tar cf - CMakeLists.txt cmake include src policies prompts \
        schemas templates scripts LICENSE README.md $(cd "$root" && ls -d lists 2>/dev/null)) |
        tar xf - -C "$place/tree"
    "$place/tree/scripts/package" "$place/out" >"$place/list"
done
for deb in one/out/*.deb; do
    cmp "$deb" "another place/out/$(basename "$deb")" ||
        fail "$(basename "$deb") is not reproducible"
done
[ "$(ls one/out/*.deb | wc -l)" -eq 2 ] || fail "there are not two packages"

# What they need is what scripts/setup installs or the system has.
for deb in one/out/*.deb; do
    dpkg-deb -f "$deb" Depends | tr ',|' '\n\n' | sed 's/(.*//; s/ //g' |
        while IFS= read -r package; do
            [ -z "$package" ] || dpkg-query -W "$package" >/dev/null 2>&1 ||
                fail "$(basename "$deb") depends on $package, which is not here"
        done
done
for package in libcurl4 libgmime-3.0-0 libxml2; do # opened, not linked
    dpkg-deb -f one/out/handoff_*.deb Depends | grep -q "\<$package" ||
        fail "the program's package does not ask for $package"
done
needed=$(dpkg-deb -f one/out/libhandoff-dev*.deb Depends | tr ',' '\n' |
    sed 's/(.*//; s/ //g' | sort)
wanted=$(sed -n '/^run="/,/"/p' "$root/scripts/setup" | tr -d '"' |
    tr ' ' '\n' | grep -- '-dev$' | grep -v '^libc6-dev$' | sort)
[ "$needed" = "$wanted" ] || fail "libhandoff-dev needs $needed; setup has $wanted"

# Installed by dpkg into a root with its own list of packages.
mkdir -p sys/var/lib/dpkg/updates sys/var/lib/dpkg/info sys/tmp
: >sys/var/lib/dpkg/status
dpkg --root="$PWD/sys" --force-not-root --force-depends --force-bad-path \
    -i one/out/*.deb >dpkg.log 2>&1 || fail "dpkg: $(tail -3 dpkg.log)"
program=$PWD/sys/usr/bin/handoff
mkdir work
(cd work && "$program" init sales >/dev/null 2>&1 && cd sales &&
    "$program" map "$root/fixtures/batches/inbound-forms.csv" -q \
        --as-of 2026-09-24T09:00:00Z >map.txt &&
    grep -q '^first three actions' map.txt) || fail "the installed program"
for file in share/man/man1/handoff.1 share/man/man1/handoff-policy-lint.1 \
    share/bash-completion/completions/handoff \
    share/zsh/vendor-completions/_handoff \
    share/fish/vendor_completions.d/handoff.fish \
    share/doc/handoff/copyright \
    share/handoff/policies/inbound.policy.yaml include/handoff/pipeline.h; do
    [ -s "sys/usr/$file" ] || [ -s "sys/usr/$file.gz" ] || fail "no $file"
done

# Hardened: position independent, read-only relocations, no executable stack.
readelf -h "$program" | grep -q 'Type:.*DYN' || fail "not position independent"
readelf -lW "$program" >segments
grep -q GNU_RELRO segments || fail "no RELRO"
grep GNU_STACK segments | grep -q 'RW ' || fail "the stack is executable"
readelf -d "$program" | grep -q BIND_NOW || fail "not bound at start"
readelf -sW --dyn-syms "$program" >symbols
grep -q __stack_chk_fail symbols || fail "no stack protector"
grep -q __memcpy_chk symbols || fail "not fortified"

# Somebody else's program, by CMake and by pkg-config.
cmake -S "$root/tests/package" -B work/consumer -G Ninja \
    -DCMAKE_PREFIX_PATH="$PWD/sys/usr" >work/cmake.log || fail "$(tail -5 work/cmake.log)"
cmake --build work/consumer >work/build.log || fail "$(tail -5 work/build.log)"
work/consumer/consumer "$root/fixtures/batches/playbook-example/notification.txt" >work/by-cmake
PKG_CONFIG_PATH=$(dirname "$(find sys/usr -name handoff.pc)")
export PKG_CONFIG_PATH
${CC:-cc} "$root/tests/package/consumer.c" $(pkg-config --cflags --libs handoff) \
    -o work/by-pkg-config
work/by-pkg-config "$root/fixtures/batches/playbook-example/notification.txt" |
    cmp - work/by-cmake || fail "the two consumers differ"
grep -q ' explicit$' work/by-cmake || fail "the consumer says nothing"

# And removed again, without a rest.
dpkg --root="$PWD/sys" --force-not-root --force-bad-path -r handoff \
    libhandoff-dev >>dpkg.log 2>&1 || fail "dpkg -r: $(tail -3 dpkg.log)"
[ -z "$(find sys/usr -type f 2>/dev/null)" ] || fail "files are left: $(find sys/usr -type f | head -3)"
echo "packages: reproducible, installed, run, used, removed"
