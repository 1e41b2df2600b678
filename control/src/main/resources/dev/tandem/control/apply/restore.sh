# Brings the files of component $1 back to what they were before swap.sh.
backup="/var/lib/tandem/backup/$1"
managed=/var/lib/tandem/managed
[ -d "$backup/files" ]
cd "$backup/files"
find . \( -type f -o -type l \) -printf '/%P\n' | while read -r path; do
    beside="$(dirname "$path")/.tandem-new-$(basename "$path")"
    cp --archive ".$path" "$beside"
    mv --force --no-target-directory "$beside" "$path"
done
while read -r path; do
    rm -f "$path"
    grep -vxF "$path" "$managed" > "$managed.new" || true
    mv "$managed.new" "$managed"
done < "$backup/created"
systemctl daemon-reload
