# Component $1 is about to be changed: from here until remember.sh it counts as one that does not run with its files, even
# when nothing else shows that, as after a drain.
cd /var/lib/tandem/applied 2>/dev/null || exit 0
[ ! -f "$1" ] || mv "$1" ".$1.before"
