# Sends VRRPv3 adverts of the highest priority, as somebody does who wants a virtual address for himself: ten a second for
# one second. Words: the virtual address, then each balancer's. RFC 9568, 5.1 and 5.2.
use strict;
use warnings;
use Socket;

use constant { VRRP => 112, VERSION_3_ADVERT => 0x31, HIGHEST => 255, TEN_CENTISECONDS => 10, IP_LEVEL => 0, IP_TTL => 2 };

my ($address, @balancers) = @ARGV;
my $router = (split /\./, $address)[3];
socket my $raw, AF_INET, SOCK_RAW, VRRP or die "cannot send VRRP: $!";
setsockopt $raw, IP_LEVEL, IP_TTL, pack('i', 255) or die "cannot set the TTL: $!";
for (1 .. 10) {
    send $raw, advert($_), 0, pack_sockaddr_in(0, inet_aton($_)) or die "cannot send to $_: $!" for @balancers;
    select undef, undef, undef, 0.1;
}

sub advert {
    my ($to) = @_;
    my ($own) = `ip -oneline route get $to` =~ /src ([\d.]+)/ or die "no way to $to";
    my $begin = pack 'C C C C n', VERSION_3_ADVERT, $router, HIGHEST, 1, TEN_CENTISECONDS;
    my $end = inet_aton($address);
    my $pseudo = inet_aton($own) . inet_aton($to) . pack 'C C n', 0, VRRP, length($begin) + 2 + length $end;
    my $sum = 0;
    $sum += $_ for unpack 'n*', $pseudo . $begin . $end;
    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
    return $begin . pack('n', ~$sum & 0xffff) . $end;
}
