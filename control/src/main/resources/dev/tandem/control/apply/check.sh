# Runs a product's checker where the staged files of component $1 are seen at their final paths though the old ones are still
# in place: a mount of this process alone. The rest of the words is the checker.
stage="/var/lib/tandem/stage/$1"
shift
[ -d "$stage" ] || exec "$@" 2>&1
exec unshare --mount --propagation private sh -euc '
    stage=$1
    shift
    # etc, usr, ...: read-only, with what is staged above what is there.
    for top in "$stage"/*; do
        [ ! -d "$top" ] || mount -t overlay -o "ro,lowerdir=$top:/${top##*/}" tandem-check "/${top##*/}"
    done
    exec "$@"' check "$stage" "$@" 2>&1
