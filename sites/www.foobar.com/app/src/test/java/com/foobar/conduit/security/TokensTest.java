package com.foobar.conduit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final SigningKey KEY = new SigningKey("a secret of this test, long enough");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static Tokens at(Instant time) {
        return new Tokens(KEY, InstantSource.fixed(time));
    }

    @Test
    void aTokenSaysWhoItWasIssuedFor() {
        assertThat(at(NOW).check(at(NOW).issue(42, 3))).contains(new Tokens.Claims(42, 3));
    }

    @Test
    void aTokenEnds() {
        String token = at(NOW).issue(42, 0);
        assertThat(at(NOW.plus(Tokens.LIFETIME)).check(token)).isPresent();
        assertThat(at(NOW.plus(Tokens.LIFETIME).plus(Duration.ofMinutes(1))).check(token))
                .isEmpty();
    }

    @Test
    void aTokenOfAnotherSiteIsRefused() {
        Tokens other = new Tokens(new SigningKey("another secret that is long enough"), InstantSource.fixed(NOW));
        assertThat(at(NOW).check(other.issue(42, 0))).isEmpty();
    }

    @Test
    void whileOneSecretReplacesAnotherBothSidesTakeEachOthersTokens() {
        String old = "the secret until now, of this test";
        String fresh = "the secret from now on, of this test";
        Tokens before = tokens(old, fresh);
        Tokens after = tokens(fresh, old);
        assertThat(after.check(before.issue(42, 3))).isPresent();
        assertThat(before.check(after.issue(42, 3))).isPresent();
        Tokens afterwards = new Tokens(new SigningKey(fresh), InstantSource.fixed(NOW));
        assertThat(afterwards.check(after.issue(42, 3))).isPresent();
        assertThat(afterwards.check(before.issue(42, 3))).isEmpty();
    }

    private static Tokens tokens(String secret, String other) {
        return new Tokens(new SigningKey(secret, Optional.of(other)), InstantSource.fixed(NOW));
    }

    @Test
    void whatIsNoTokenIsRefused() {
        String token = at(NOW).issue(42, 0);
        String payload = token.substring(token.indexOf('.'), token.lastIndexOf('.') + 1);
        for (String forged :
                List.of("", "x", "a.b.c", token + "A", "eyJhbGciOiJub25lIn0" + payload, token.substring(1))) {
            assertThat(at(NOW).check(forged)).as(forged).isEmpty();
        }
    }

    @Test
    void aShortSecretIsRefused() {
        assertThatThrownBy(() -> new SigningKey("x".repeat(31)))
                .hasMessageContaining("JWT_SECRET has 31 bytes, it needs at least 32");
        assertThatThrownBy(() -> new SigningKey("x".repeat(32), Optional.of("x")))
                .hasMessageContaining("JWT_SECRET_PREVIOUS has 1 bytes, it needs at least 32");
    }
}
