# Somebody in the machines' network who asks a hundred times a second who has the addresses named by the words, and writes
# down every frame that a machine sends in an address's name, until standard input ends.
# Output, a line each: milliseconds of the monotonic clock, address, hardware address, and what the frame was: reply (to a
# question by ARP), claim (gratuitous ARP), ask (an ARP question of its own) or speak (IPv4).
# Nothing but what every Debian has (perl-base). Frames: packet(7), RFC 826.
use strict;
use warnings;
use Socket;

use constant { AF_PACKET => 17, EVERY_PROTOCOL => 3, ARP => 0x0806, IPV4 => 0x0800, CLOCK_GETTIME => 228, MONOTONIC => 1 };
use constant PACE => 10;

$| = 1;
my %names = map { inet_aton($_) => $_ } @ARGV;
my ($link, $own) = `ip -oneline -4 address show scope global` =~ /^\d+: (\S+) +inet ([\d.]+)/ or die "no address here";
my $hardware = pack 'H12', first_line("/sys/class/net/$link/address") =~ tr/://dr;
my $index = first_line("/sys/class/net/$link/ifindex");
socket my $frames, AF_PACKET, SOCK_RAW, unpack('S', pack 'n', EVERY_PROTOCOL) or die "cannot see frames: $!";
bind $frames, pack('S n i S C C a8', AF_PACKET, EVERY_PROTOCOL, $index, 0, 0, 0, '') or die "cannot bind: $!";

my $due = 0;
while (1) {
    my $now = now();
    if ($now >= $due) {
        send $frames, question($_), 0 or die "cannot ask: $!" for keys %names;
        $due = $now + PACE;
    }
    my $ready = '';
    vec($ready, fileno $frames, 1) = 1;
    vec($ready, fileno STDIN, 1) = 1;
    select $ready, undef, undef, PACE / 2000;
    last if vec($ready, fileno STDIN, 1);
    next unless vec($ready, fileno $frames, 1);
    recv $frames, my $frame, 2048, 0;
    understand($frame);
}

sub understand {
    my ($frame) = @_;
    my ($sender, $type) = unpack 'x6 a6 n', $frame;
    return if $sender eq $hardware;
    my ($address, $what);
    if ($type == ARP) {
        (my $operation, $sender, $address, my $target) = unpack 'x20 n a6 a4 x6 a4', $frame;
        $what = $address eq $target ? 'claim' : $operation == 2 ? 'reply' : 'ask';
    } elsif ($type == IPV4) {
        ($address, $what) = (substr($frame, 26, 4), 'speak');
    }
    return unless defined $address && exists $names{$address};
    printf "%.1f %s %s %s\n", now(), $names{$address}, join(':', unpack '(H2)6', $sender), $what;
}

sub question {
    my ($address) = @_;
    return "\xff" x 6 . $hardware . pack('n n n C C n', ARP, 1, IPV4, 6, 4, 1) . $hardware . inet_aton($own) . "\0" x 6 . $address;
}

sub now {
    my $time = "\0" x 16;
    syscall CLOCK_GETTIME, MONOTONIC, $time;
    my ($seconds, $nanoseconds) = unpack 'q q', $time;
    return $seconds * 1000 + $nanoseconds / 1e6;
}

sub first_line {
    open my $file, '<', $_[0] or die "$_[0]: $!";
    my $line = <$file>;
    chomp $line;
    return $line;
}
