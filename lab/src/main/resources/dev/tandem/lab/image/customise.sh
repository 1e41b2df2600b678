#!/bin/sh
# Runs on this computer, as root, with the new image's directory as $1, after its packages are installed.
# Makes a plain Debian into the common layer of many machines: nothing of one machine in it, nothing running that
# nobody asked for. What a site needs is enabled by `apply`, in the lab as everywhere.
set -eu
root=$1

# Debian enables services when it installs them. These may stay; every other one waits for `apply`.
stays='networking.service ssh.service sshd.service remote-fs.target'
for link in "$root"/etc/systemd/system/*.wants/* "$root"/etc/systemd/system/*.requires/*; do
    [ -L "$link" ] || continue
    unit=${link##*/}
    case " $stays " in
        *" $unit "*) ;;
        *) rm -f -- "$link" ;;
    esac
done
# Nobody sits at a console; logins come by SSH.
ln -sf /dev/null "$root/etc/systemd/system/console-getty.service"
ln -sf /dev/null "$root/etc/systemd/system/getty.target"

# What must differ between machines is made for each one.
rm -f "$root"/etc/ssh/ssh_host_*_key "$root"/etc/ssh/ssh_host_*_key.pub
rm -f "$root/etc/resolv.conf" "$root/etc/hostname" "$root/etc/hosts" "$root/etc/network/interfaces"
: > "$root/etc/machine-id"
rm -f "$root/var/lib/dbus/machine-id" "$root/var/lib/systemd/random-seed" "$root/var/lib/systemd/credential.secret"
mkdir -p "$root/etc/network" "$root/root/.ssh"
chmod 0700 "$root/root/.ssh"
ln -sf /usr/share/zoneinfo/Etc/UTC "$root/etc/localtime"

# One host key, the kind that the command line pins.
mkdir -p "$root/etc/ssh/sshd_config.d"
echo 'HostKey /etc/ssh/ssh_host_ed25519_key' > "$root/etc/ssh/sshd_config.d/50-host-key.conf"

# The journal outlives a killed machine, so that one can read what it said before; small, because many share a disk.
mkdir -p "$root/etc/systemd/journald.conf.d"
printf '[Journal]\nStorage=persistent\nSystemMaxUse=64M\n' > "$root/etc/systemd/journald.conf.d/50-small.conf"

# How this computer reaches its mirror is no business of the machines.
rm -f "$root/etc/apt/apt.conf.d/99mmdebstrap"

# Says that /etc and /var are as new as /usr; otherwise each first boot runs ldconfig and more (systemd-update-done(8)).
touch -r "$root/usr" "$root/etc/.updated" "$root/var/.updated"

# pam_env complains at every login without it; an installed Debian has it.
printf "LANG=C.UTF-8\n" > "$root/etc/default/locale"
