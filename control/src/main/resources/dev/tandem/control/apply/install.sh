# Installs Debian packages: $@. The lists are fetched again only when they do not know a package yet.
export DEBIAN_FRONTEND=noninteractive
apt="apt-get --quiet --yes --no-install-recommends -o DPkg::Lock::Timeout=300"
$apt install "$@" || { apt-get --quiet update && $apt install "$@"; }
