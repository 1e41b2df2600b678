# Makes the directory $1 and gives it to user $2 and group $3 with mode $4. Where the folder around it is another user's, he could put a
# link in its place at any moment: no link is followed here, or he would be given what is root's.
mkdir -p "$1"
if [ -L "$1" ]; then
    echo "$1 is a link; put a directory in its place, or mount there what it leads to" >&2
    exit 1
fi
chown --no-dereference "$2:$3" "$1"
# chmod follows a link, so it is done with the rights of whom the directory is.
setpriv --reuid="$2" --regid="$3" --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs chmod "$4" "$1"
