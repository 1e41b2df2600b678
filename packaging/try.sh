#!/usr/bin/env bash
# Whether a tarball and a .deb of Tandem work where there is no Maven: unpacks each into a fresh folder and runs it there.
# Usage: packaging/try.sh TARBALL DEB, with JAVA_HOME set.
set -Eeuo pipefail

fresh=$(mktemp -d)
readonly fresh
trap 'rm -rf "$fresh"' EXIT

stop() {
    printf 'tandem: %s\n' "$*" >&2
    exit 1
}

mkdir "$fresh/tarball" "$fresh/deb" "$fresh/home" "$fresh/elsewhere" "$fresh/path"
tar -xzf "$1" -C "$fresh/tarball" --strip-components=1
dpkg-deb -x "$2" "$fresh/deb"

# All that the launcher may call, and nothing that builds.
for program in bash dirname readlink find flock mkdir mv rm stat touch cp; do
    ln -s "$(command -v "$program")" "$fresh/path/$program"
done

for place in tarball deb/usr; do
    for words in version help check; do
        (
            cd "$fresh/elsewhere"
            env -i "PATH=$fresh/path" "HOME=$fresh/home" "JAVA_HOME=$JAVA_HOME" "$fresh/$place/bin/tandem" "$words"
        ) > "$fresh/said" 2>&1 || {
            cat "$fresh/said" >&2
            stop "'tandem $words' of ${place%%/*} did not work in a fresh folder; see above"
        }
    done
    code=0
    (cd "$fresh/elsewhere" && env -i "PATH=$fresh/path" "HOME=$fresh/home" "JAVA_HOME=$JAVA_HOME" "$fresh/$place/bin/tandem" plan) \
        > "$fresh/said" 2>&1 || code=$?
    ((code == 2)) && grep -q 'no site.yaml here' "$fresh/said" || stop "'tandem plan' without a site was not refused"
    [[ -z $(find "$fresh/$place" -newer "$fresh/path" -type f) ]] || stop "Tandem wrote into its own folder"
    [[ -n $(find "$fresh/home" -name '*.aot' -size +0) ]] || stop "no start cache was made"
done
