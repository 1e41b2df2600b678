package com.foobar.conduit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordsTest {

    private static final Asker ANN = new Asker("198.51.100.7");

    private final Passwords passwords =
            new Passwords(new HashingLine(1, HashingLine.PATIENCE), new Guesses(System::nanoTime));

    @Test
    void aHashMatchesItsPasswordOnly() {
        String hash = passwords.hash(ANN, "correct horse");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.matches(ANN, "correct horse", hash)).isTrue();
        assertThat(passwords.matches(ANN, "battery staple", hash)).isFalse();
    }

    @Test
    void equalPasswordsHaveDifferentHashes() {
        assertThat(passwords.hash(ANN, "same")).isNotEqualTo(passwords.hash(ANN, "same"));
    }

    /** Made with the reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32 -e. */
    @Test
    void aHashOfAnotherProgramWithOtherParametersMatches() {
        String reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(passwords.matches(ANN, "password", reference)).isTrue();
        assertThat(passwords.matches(ANN, "Password", reference)).isFalse();
    }

    @Test
    void whatIsNoHashIsAFault() {
        assertThatThrownBy(() -> passwords.matches(ANN, "x", "plain text")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aUserWhoDoesNotExistTakesTheSameWork() {
        passwords.matchNothing(ANN, "anything"); // does not throw: the hash of nothing is a hash
    }
}
