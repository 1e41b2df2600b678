# Replaces the files of component $1 with its staged ones, each by a rename; removes the files named by the other words.
# What was there before is kept for restore.sh until remember.sh says that the new ones work. When this was cut off and is
# done again, what is kept already stays: it is what worked last.
component=$1
shift
stage="/var/lib/tandem/stage/$component"
backup="/var/lib/tandem/backup/$component"
managed=/var/lib/tandem/managed
umask 077
mkdir -p "$backup/files" "$stage"
touch "$backup/created"
staged=$(cd "$stage" && find . -type f -printf '/%P\n' | sort)
# Written down before anything is written, so that a file can never be forgotten.
{ [ ! -f "$managed" ] || cat "$managed"; [ -z "$staged" ] || echo "$staged"; } | sort -u > "$managed.new"
mv "$managed.new" "$managed"
is_kept() { [ -e "$backup/files$1" ] || [ -L "$backup/files$1" ] || grep -qxF "$1" "$backup/created"; }
for path in $staged "$@"; do
    if is_kept "$path"; then continue; fi
    if [ -e "$path" ] || [ -L "$path" ]; then
        mkdir -p "$backup/files$(dirname "$path")"
        rm -rf "$backup/part"
        cp --archive "$path" "$backup/part"
        mv --no-target-directory "$backup/part" "$backup/files$path"
    else
        echo "$path" >> "$backup/created"
    fi
done
umask 022
for path in $staged; do
    directory=$(dirname "$path")
    mkdir -p "$directory"
    # No product takes a file of this name for one of its own: neither those that skip hidden ones nor those that go by
    # the ending.
    beside="$directory/.$(basename "$path").tandem-new"
    cp --archive "$stage$path" "$beside"
    mv --force --no-target-directory "$beside" "$path"
done
for path in "$@"; do
    rm -f "$path"
    grep -vxF "$path" "$managed" > "$managed.new" || [ $? = 1 ]
    mv "$managed.new" "$managed"
done
rm -rf "$stage"
