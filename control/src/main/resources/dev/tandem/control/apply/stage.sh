# Puts a component's new files beside the old ones: $1 its name. Input: a tar archive of them with their paths, owners and modes.
umask 077
stage="/var/lib/tandem/stage/$1"
rm -rf "$stage"
mkdir -p "$stage"
# Directories on the way are what they are on the machine; only files are taken from here.
tar --extract --same-owner --preserve-permissions --file=- --directory="$stage"
find "$stage" -mindepth 1 -type d -exec chmod 0755 {} +
