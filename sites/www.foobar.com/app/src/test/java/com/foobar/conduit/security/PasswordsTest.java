package com.foobar.conduit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordsTest {

    private final Passwords passwords = new Passwords(1);

    @Test
    void aHashMatchesItsPasswordOnly() {
        String hash = passwords.hash("correct horse");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.matches("correct horse", hash)).isTrue();
        assertThat(passwords.matches("battery staple", hash)).isFalse();
    }

    @Test
    void equalPasswordsHaveDifferentHashes() {
        assertThat(passwords.hash("same")).isNotEqualTo(passwords.hash("same"));
    }

    /** Made with the reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32 -e. */
    @Test
    void aHashOfAnotherProgramWithOtherParametersMatches() {
        String reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(passwords.matches("password", reference)).isTrue();
        assertThat(passwords.matches("Password", reference)).isFalse();
    }

    @Test
    void whatIsNoHashIsAFault() {
        assertThatThrownBy(() -> passwords.matches("x", "plain text")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aUserWhoDoesNotExistTakesTheSameWork() {
        passwords.matchNothing("anything"); // does not throw: the hash of nothing is a hash
    }
}
