package com.foobar.conduit.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuessesTest {

    private static final Asker STRANGER = new Asker("198.51.100.7");
    private static final Asker OWNER = new Asker("203.0.113.9");

    private long now;
    private final Guesses guesses = new Guesses(() -> now);

    @Test
    void aStrangerGetsNoFurtherWithAnAccountAndItsOwnerStillDoes() {
        guess(STRANGER, "ann", Guesses.FROM_ONE_ASKER - 1);
        assertThat(guesses.mayTry(STRANGER, "ann")).isTrue();
        guess(STRANGER, "ann", 1);
        assertThat(guesses.mayTry(STRANGER, "ann")).isFalse();
        assertThat(guesses.mayTry(OWNER, "ann")).isTrue();
        assertThat(guesses.mayTry(STRANGER, "bob")).isTrue();
    }

    @Test
    void manyStrangersTogetherGetNoFurtherEither() {
        for (int index = 0; index < Guesses.FOR_ONE_ACCOUNT; index++) {
            guess(new Asker("198.51.100." + index), "ann", 1);
        }
        assertThat(guesses.mayTry(new Asker("192.0.2.1"), "ann")).isFalse();
        assertThat(guesses.mayTry(new Asker("192.0.2.1"), "bob")).isTrue();
    }

    @Test
    void aMinuteLaterAllMayTryAgain() {
        guess(STRANGER, "ann", Guesses.FROM_ONE_ASKER);
        now += Guesses.WINDOW.toNanos();
        assertThat(guesses.mayTry(STRANGER, "ann")).isFalse();
        now++;
        assertThat(guesses.mayTry(STRANGER, "ann")).isTrue();
        assertThat(guesses.isClean(STRANGER)).isTrue();
        guess(STRANGER, "ann", 1);
        assertThat(guesses.mayTry(STRANGER, "ann")).isTrue();
    }

    @Test
    void whoGuessedIsRememberedAlsoAfterGuessingRight() {
        guess(STRANGER, "ann", Guesses.FROM_ONE_ASKER - 1);
        guesses.wasRight(STRANGER, "ann");
        guess(STRANGER, "ann", Guesses.FROM_ONE_ASKER - 1);
        assertThat(guesses.mayTry(STRANGER, "ann")).isTrue();
        assertThat(guesses.isClean(STRANGER)).isFalse();
        assertThat(guesses.isClean(OWNER)).isTrue();
    }

    @Test
    void whatIsRememberedHasAnEnd() {
        guess(STRANGER, "ann", Guesses.FROM_ONE_ASKER);
        for (int index = 1; index < Guesses.KEPT; index++) {
            guess(OWNER, "somebody" + index, 1);
        }
        assertThat(guesses.mayTry(STRANGER, "ann")).as("the last one kept").isFalse();
        // The question was a use, so now all others go first.
        for (int index = 0; index < Guesses.KEPT; index++) {
            guess(OWNER, "somebody else" + index, 1);
        }
        assertThat(guesses.mayTry(STRANGER, "ann")).isTrue();
    }

    private void guess(Asker asker, String account, int times) {
        for (int time = 0; time < times; time++) {
            guesses.wasWrong(asker, account);
        }
    }
}
