# Replaces the files of component $1 with its staged ones, each by a rename; removes the files named by the other words.
# What was there before is kept for restore.sh.
component=$1
shift
stage="/var/lib/tandem/stage/$component"
backup="/var/lib/tandem/backup/$component"
managed=/var/lib/tandem/managed
umask 077
rm -rf "$backup"
mkdir -p "$backup/files" "$stage"
: > "$backup/created"
staged=$(cd "$stage" && find . -type f -printf '/%P\n' | sort)
# Written down before anything is written, so that a file can never be forgotten.
{ [ ! -f "$managed" ] || cat "$managed"; [ -z "$staged" ] || echo "$staged"; } | sort -u > "$managed.new"
mv "$managed.new" "$managed"
for path in $staged "$@"; do
    if [ -e "$path" ] || [ -L "$path" ]; then
        mkdir -p "$backup/files$(dirname "$path")"
        cp --archive "$path" "$backup/files$path"
    else
        echo "$path" >> "$backup/created"
    fi
done
umask 022
for path in $staged; do
    directory=$(dirname "$path")
    mkdir -p "$directory"
    beside="$directory/.tandem-new-$(basename "$path")"
    cp --archive "$stage$path" "$beside"
    mv --force --no-target-directory "$beside" "$path"
done
for path in "$@"; do
    rm -f "$path"
    grep -vxF "$path" "$managed" > "$managed.new" || true
    mv "$managed.new" "$managed"
done
rm -rf "$stage"
