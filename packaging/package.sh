#!/usr/bin/env bash
# Makes what an admin installs who has no Maven: target/package/tandem-VERSION.tar.gz and tandem_VERSION_all.deb, of the commit
# that is checked out. The same commit and the same JDK give the same bytes: sources come from git and not from the work tree,
# everything is built anew, and every time in the packages is the commit's. './tandem package' starts it, with JAVA_HOME set.
set -Eeuo pipefail
umask 022
export LC_ALL=C TZ=UTC0

home=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
readonly home
readonly results="$home/target/package"
# Not below the clone: tests that read all sources would find these, too.
work=$(mktemp -d)
readonly work
trap 'rm -rf "$work"' EXIT
readonly sources="$work/sources"
readonly tree="$work/tree"
readonly modules=(lab runner agent)

say() { printf 'tandem: %s\n' "$*" >&2; }
stop() {
    say "$@"
    exit 1
}

in_git() { git -C "$home" "$@"; }

# --- which version -----------------------------------------------------------------------------------------------------

in_git rev-parse --quiet --verify HEAD > /dev/null || stop "$home is no clone: a package is made of a commit"
if [[ -n $(in_git status --porcelain) ]]; then
    say "there are changes that are in no commit; they do not go into the package"
fi
commit=$(in_git rev-parse --short=12 HEAD)
SOURCE_DATE_EPOCH=$(in_git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
readonly commit
rm -rf "$results"
mkdir -p "$results" "$sources" "$tree"
in_git archive HEAD | tar -x -C "$sources"

version=$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' "$sources/pom.xml")
if [[ $(in_git tag --points-at HEAD --list "v$version") == "" ]]; then
    # '~' sorts before the version that these commits lead to, and a later commit after an earlier one.
    version="$version~git$(date -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S).$commit"
fi
readonly version

# --- the build ---------------------------------------------------------------------------------------------------------

say "building $version from its commit (a minute or two)"
if ! (cd "$sources" && mvn --batch-mode --no-transfer-progress -Dstyle.color=never --quiet -Dmaven.test.skip=true \
    -pl "$(IFS=,; printf '%s' "${modules[*]}")" -am package) > "$results/build.log" 2>&1; then
    cat "$results/build.log" >&2
    stop "the build did not work; see above"
fi

# --- the tree ----------------------------------------------------------------------------------------------------------

readonly share="$tree/share/tandem"
readonly doc="$tree/share/doc/tandem"

# The folders are those of a clone after its build, so that the command line looks in one place only.
mkdir -p "$tree/bin" "$share" "$doc"
install -m 755 "$sources/tandem" "$share/tandem"
ln -s ../share/tandem/tandem "$tree/bin/tandem"
for module in "${modules[@]}"; do
    mkdir -p "$share/$module/target"
    for part in "$sources/$module/target"/*.jar "$sources/$module/target/lib" "$sources/$module/target/bin"; do
        if [[ -e $part ]]; then cp -r "$part" "$share/$module/target/"; fi
    done
done
# Without its application, which is built and not installed.
install -D -m 644 "$sources/sites/www.foobar.com/site.yaml" "$share/sites/www.foobar.com/site.yaml"

cp -r "$sources/docs" "$doc/docs"
install -m 644 "$sources"/{README,CHANGELOG,CONTRIBUTING,SECURITY}.md "$sources/NOTICE" "$doc/"
install -m 644 "$sources/LICENSE" "$doc/copyright"

run() { "$JAVA_HOME/bin/java" "-Dtandem.home=$share" -Dpicocli.usage.width=72 -jar "$share/lab/target/tandem.jar" "$@"; }

mkdir -p "$tree/share/bash-completion/completions" "$tree/share/man/man1"
run completion > "$tree/share/bash-completion/completions/tandem"

# --- the man page: what the command line says of itself ----------------------------------------------------------------

# Text that is shown as it stands.
verbatim() {
    printf '.nf\n'
    sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^[.']/\\\\\&&/"
    printf '.fi\n'
}

# The names below "Commands:" in a command's help.
commands() { run "$@" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]\+\)  .*/\1/p'; }

section() {
    printf '.SS tandem %s\n' "$*"
    run "$@" --help | sed 's/^Usage: //' | verbatim
    local command
    for command in $(commands "$@"); do section "$@" "$command"; done
}

{
    printf '.TH TANDEM 1 "" "tandem %s"\n.SH NAME\n' "$version"
    printf 'tandem \\- highly available websites on plain Debian machines, from one file\n'
    printf '.SH SYNOPSIS\n'
    run --help | sed -n '1s/^Usage: //p' | verbatim
    printf '.SH DESCRIPTION\n'
    run --help | sed 1d | verbatim
    printf '.SH COMMANDS\n'
    for command in $(commands); do
        if [[ $command != help ]]; then section "$command"; fi
    done
    printf '.SH FILES\n'
    printf '%s\n' './site.yaml' '    the site; every key stands in the example, with its meaning and its default:' \
        '    /usr/share/tandem/sites/www.foobar.com/site.yaml' '.tandem/' '    beside site.yaml: the secrets and keys of the site' \
        '/usr/share/doc/tandem/' '    README.md and docs/: what this is, and how to operate a site' | verbatim
} > "$tree/share/man/man1/tandem.1"
gzip -9 -n "$tree/share/man/man1/tandem.1"

# --- the packages ------------------------------------------------------------------------------------------------------

find "$tree" -exec touch --no-dereference -d "@$SOURCE_DATE_EPOCH" {} +

readonly folder="tandem-$version"
readonly tarball="$results/$folder.tar.gz"
tar -C "$tree" --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
    --transform="flags=r;s|^\.|$folder|" -cf - . | gzip -9 -n > "$tarball"

readonly root="$work/deb"
readonly package="$results/tandem_${version}_all.deb"
mkdir -p "$root/DEBIAN"
cp -a "$tree" "$root/usr"
cat > "$root/DEBIAN/control" << END
Package: tandem
Version: $version
Architecture: all
Maintainer: The maintainers of Tandem <maintainers@users.noreply.invalid>
Installed-Size: $(du -sk --apparent-size "$tree" | cut -f1)
Depends: bash, openjdk-25-jre-headless | java25-runtime-headless, openssh-client, util-linux
Suggests: bash-completion, mmdebstrap, systemd-container
Section: admin
Priority: optional
Description: highly available websites on plain Debian machines, from one file
 Tandem builds a website that survives the death of any machine: DNS,
 balancers with a virtual address, web and application servers, a MariaDB
 primary and its replicas. It works over SSH and leaves stock packages of
 Debian under systemd.
 .
 The suggested packages make a lab: the same site on machines inside this
 computer. 'tandem up' installs what it needs of them.
END
find "$root" -exec touch --no-dereference -d "@$SOURCE_DATE_EPOCH" {} +
# One thread: how xz divides its work would otherwise depend on the computer.
dpkg-deb --root-owner-group --threads-max=1 -Zxz --build "$root" "$package" > /dev/null

"$home/packaging/try.sh" "$tarball" "$package"
sha256sum "$tarball" "$package" | sed "s|$results/||" >&2
printf '%s\n' "$tarball" "$package"
