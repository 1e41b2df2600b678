# Writes down that component $1 was seen to work: $2 and $3 are the fingerprints of its files. What was there before is no
# longer needed. It goes first, and at once: half of it must never pass for what worked last.
backup="/var/lib/tandem/backup/$1"
rm -rf "$backup.done"
[ ! -d "$backup" ] || mv --no-target-directory "$backup" "$backup.done"
rm -rf "$backup.done"
mkdir -p /var/lib/tandem/applied
cd /var/lib/tandem/applied
echo "$2 $3" > ".$1.new"
mv ".$1.new" "$1"
rm -f ".$1.before"
