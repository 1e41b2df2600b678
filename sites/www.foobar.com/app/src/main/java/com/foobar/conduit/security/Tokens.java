package com.foobar.conduit.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * Issues and checks the tokens that say who is signed in: JWT, HS256, with the user's id and the version of the user's
 * tokens. Names and addresses may change and are not in it. Safe for use by many threads.
 */
public final class Tokens {

    /** A person who comes back within this time stays signed in; every answer with a user in it carries a fresh token. */
    public static final Duration LIFETIME = Duration.ofDays(14);

    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(30);
    private static final String VERSION = "ver";

    private final MACSigner signer;
    private final List<JWSVerifier> verifiers;
    private final InstantSource clock;

    public Tokens(SigningKey key, InstantSource clock) {
        List<JWSVerifier> good = new ArrayList<>();
        try {
            this.signer = new MACSigner(key.keyFor("token"));
            for (byte[] bytes : key.goodKeysFor("token")) {
                good.add(new MACVerifier(bytes));
            }
        } catch (JOSEException e) {
            throw new IllegalStateException("a derived key has 32 bytes, which is what HS256 needs", e);
        }
        this.verifiers = List.copyOf(good);
        this.clock = clock;
    }

    /** A token for this user, valid from now for {@link #LIFETIME}. */
    public String issue(long userId, int tokenVersion) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(Long.toString(userId))
                .claim(VERSION, tokenVersion)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 with a 32 byte key cannot fail", e);
        }
        return token.serialize();
    }

    /**
     * What a token says, if we signed it and it has not expired. Whether its version still holds is for the database to say.
     */
    public Optional<Claims> check(String token) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS256.equals(parsed.getHeader().getAlgorithm()) || !isOurs(parsed)) {
                return Optional.empty();
            }
            JWTClaimsSet claims = parsed.getJWTClaimsSet();
            Date expiry = claims.getExpirationTime();
            if (expiry == null || clock.instant().isAfter(expiry.toInstant().plus(CLOCK_DIFFERENCE))) {
                return Optional.empty();
            }
            return Optional.of(new Claims(Long.parseLong(claims.getSubject()), claims.getIntegerClaim(VERSION)));
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean isOurs(SignedJWT token) throws JOSEException {
        for (JWSVerifier verifier : verifiers) {
            if (token.verify(verifier)) {
                return true;
            }
        }
        return false;
    }

    /** Who a token speaks for. */
    public record Claims(long userId, int tokenVersion) {}
}
