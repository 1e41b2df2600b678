# Makes one version of a tree: $1 its parent directory, $2 its id, $3 how many versions to keep.
# Input: a tar archive with the files that no older version has, and with
#   .tandem-copies  "OLD PATH<tab>NEW PATH" of those that an older version has
#   .tandem-sums    what sha256sum --check reads, for every file
# The version appears under its name only when all its files are there and right.
parent=$1 id=$2 keep=$3
part="$parent/.$id.part"
mkdir -p "$parent"
# What is left of placings and removals that were cut off.
rm -rf "$parent"/.*.part "$parent"/.*.gone
mkdir "$part"
tar --extract --no-same-owner --file=- --directory="$part"
cd "$part"
tab=$(printf '\t')
while IFS="$tab" read -r old new; do
    mkdir -p "$(dirname "$new")"
    cp --reflink=auto --preserve=timestamps "$old" "$new"
done < .tandem-copies
sha256sum --check --quiet --strict .tandem-sums >&2
rm .tandem-copies .tandem-sums
chmod -R u=rwX,go=rX .
# Programs that are started by their names, as the agent's own scripts are.
[ ! -d bin ] || chmod a+x bin/*
sync -f .
cd /
mv --no-target-directory "$part" "$parent/$id"
# Old versions go, except the one that just came and the one that is live: "current" lies among them or beside their folder.
live=
for link in "$parent/current" "$parent/../current"; do
    if [ -L "$link" ]; then live=$(readlink -f "$link"); fi
done
cd "$parent"
ls -1t | tail -n "+$((keep + 1))" | while read -r old; do
    if [ -d "$old" ] && [ ! -L "$old" ] && [ "$old" != "$id" ] && [ "$(readlink -f "$old")" != "$live" ]; then
        # Under its name a version is there entirely or not at all.
        mv --no-target-directory "$old" ".$old.gone"
        rm -rf ".$old.gone"
    fi
done
