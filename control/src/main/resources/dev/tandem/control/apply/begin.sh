# Component $1 is about to be changed: from here until remember.sh it counts as one that does not run with its files, even
# when nothing else shows that, as after a drain. $2 says what it needs then, reload or restart; no more than that is done.
cd /var/lib/tandem/applied 2>/dev/null || exit 0
[ -f "$1" ] || exit 0
if [ ! -f ".$1.before" ]; then
    cp "$1" ".$1.new"
    mv ".$1.new" ".$1.before"
fi
read -r reload restart units < "$1"
case "$2" in
    reload) reload=begun ;;
    restart) restart=begun ;;
esac
echo "$reload $restart $units" > ".$1.new"
mv ".$1.new" "$1"
