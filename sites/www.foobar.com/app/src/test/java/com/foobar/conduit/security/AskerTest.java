package com.foobar.conduit.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AskerTest {

    @Test
    void anAddressOfIpv6IsTheHalfOfItThatItsOwnerHas() {
        Asker one = Asker.at("2001:db8:1:2::1");
        assertThat(Asker.at("2001:db8:1:2:ffff:ffff:ffff:ffff")).isEqualTo(one);
        assertThat(Asker.at("[2001:0db8:0001:0002::9]")).isEqualTo(one);
        assertThat(Asker.at("2001:db8:1:3::1")).isNotEqualTo(one);
    }

    @Test
    void anAddressOfIpv4IsOneAlsoWhereItIsWrittenAsIpv6() {
        assertThat(Asker.at("198.51.100.7")).isNotEqualTo(Asker.at("198.51.100.8"));
        assertThat(Asker.at("::ffff:198.51.100.7")).isNotEqualTo(Asker.at("::ffff:198.51.100.8"));
    }

    @Test
    void whatIsNoAddressStandsForItself() {
        assertThat(Asker.at("unknown")).isEqualTo(new Asker("unknown"));
    }
}
