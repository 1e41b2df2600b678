# Has certbot get the certificate that its configuration asks for and put it in place; when it cannot, says why, in its words.
unit=certbot.service
systemctl reset-failed "$unit" 2>/dev/null || true
if ! systemctl start "$unit" 2>/dev/null; then
    invocation=$(systemctl show --property=InvocationID --value "$unit")
    journalctl "_SYSTEMD_INVOCATION_ID=$invocation" --lines=25 --no-pager --output=cat >&2
    echo "The site goes on with the certificate that it has, and this machine tries again by itself, twice a day." >&2
    echo "All of it: journalctl -u $unit, /var/log/letsencrypt/letsencrypt.log. Next: put right what it says, then tandem apply" >&2
    exit 1
fi
