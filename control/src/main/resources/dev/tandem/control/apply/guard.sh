# $1 arm: in $2 seconds this machine goes back to the firewall that it has now, unless it is told by then that all is well.
# $1 confirm: all is well. $1 undo: goes back at once.
folder=/var/lib/tandem/guard
file=/etc/nftables.conf
disarm() {
    systemctl stop tandem-guard.timer 2>/dev/null || true
    rm -rf "$folder"
}
case "$1" in
    arm)
        disarm
        umask 077
        mkdir -p "$folder"
        if [ -e "$file" ]; then cp --archive "$file" "$folder/kept"; fi
        # Whatever is there then goes, what is there now comes back; the table is named first so that it can be deleted.
        { echo 'table inet tandem'; echo 'delete table inet tandem'
          nft list table inet tandem 2>/dev/null || true; } > "$folder/ruleset"
        { echo "if [ -e $folder/kept ]; then cp --archive $folder/kept $file; else rm -f $file; fi"
          echo "nft --file $folder/ruleset"
          echo "echo 'nobody confirmed the new firewall; the old one is back'"; } > "$folder/undo"
        systemd-run --quiet --collect --unit=tandem-guard --on-active="$2" --timer-property=AccuracySec=500ms \
            /bin/sh -eu "$folder/undo"
        ;;
    confirm)
        [ -d "$folder" ] || { echo "the machine has gone back to its old firewall by itself" >&2; exit 1; }
        disarm
        ;;
    undo)
        [ -d "$folder" ] || exit 0
        sh -eu "$folder/undo"
        disarm
        ;;
esac
