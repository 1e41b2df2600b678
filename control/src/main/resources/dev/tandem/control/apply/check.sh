# Runs a product's checker where the staged files of component $1 are seen in /etc though the old ones are still in place:
# a mount of this process alone. The rest of the words is the checker.
stage="/var/lib/tandem/stage/$1"
shift
if [ -d "$stage/etc" ]; then
    exec unshare --mount --propagation private sh -euc '
        stage=$1
        shift
        mount -t overlay -o "ro,lowerdir=$stage/etc:/etc" tandem-check /etc
        exec "$@"' check "$stage" "$@" 2>&1
fi
exec "$@" 2>&1
