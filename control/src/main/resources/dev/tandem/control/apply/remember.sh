# Writes down that component $1 was seen to work: $2 and $3 are the fingerprints of its files, the other words the units that
# run it. What was there before is no
# longer needed. It goes first, and at once: half of it must never pass for what worked last.
component=$1 reload=$2 restart=$3
shift 3
backup="/var/lib/tandem/backup/$component"
rm -rf "$backup.done"
[ ! -d "$backup" ] || mv --no-target-directory "$backup" "$backup.done"
rm -rf "$backup.done"
mkdir -p /var/lib/tandem/applied
cd /var/lib/tandem/applied
echo "$reload $restart $*" > ".$component.new"
mv ".$component.new" "$component"
rm -f ".$component.before"
