# Brings the files of component $1 back to what they were when it was last seen to work. Nothing to do when no swap came since.
backup="/var/lib/tandem/backup/$1"
managed=/var/lib/tandem/managed
[ -d "$backup/files" ] || exit 0
cd "$backup/files"
find . \( -type f -o -type l \) -printf '/%P\n' | while read -r path; do
    beside="$(dirname "$path")/.$(basename "$path").tandem-new"
    cp --archive ".$path" "$beside"
    mv --force --no-target-directory "$beside" "$path"
    grep -qxF "$path" "$managed" || echo "$path" >> "$managed"
done
while read -r path; do
    rm -f "$path"
    grep -vxF "$path" "$managed" > "$managed.new" || [ $? = 1 ]
    mv "$managed.new" "$managed"
done < "$backup/created"
systemctl daemon-reload
cd /
rm -rf "$backup.done"
mv --no-target-directory "$backup" "$backup.done"
rm -rf "$backup.done"
