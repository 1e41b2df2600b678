package com.foobar.conduit.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextRuleTest {

    @ParameterizedTest
    @ValueSource(strings = {"jake", "Jake_9", "anah.benešová", "李雷", "a-b", "9lives"})
    void namesThatPeopleHave(String name) {
        assertThat(TextRule.USERNAME.problem(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {".", "..", "-a", "a b", "a/b", "a%2Fb", "a?b", "a#b", "a;b", "a\\b", "a\u200bb", "a\u202eb", "🎉"
            })
    void namesThatCouldBeTakenForSomethingElse(String name) {
        assertThat(TextRule.USERNAME.problem(name)).isPresent();
    }

    @Test
    void aNewNameLooksLikeNoOtherAndAnOldOneMay() {
        String paul = "p\u0430ul"; // a Cyrillic a
        assertThat(TextRule.NEW_USERNAME.problem(paul)).contains("mixes letters of different alphabets");
        assertThat(TextRule.USERNAME.problem(paul)).isEmpty();
        assertThat(TextRule.NEW_USERNAME.problem("a/b"))
                .isEqualTo(TextRule.USERNAME.problem("a/b"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jake@jake.jake", "a@b", "first.last+tag@sub.example.org", "użytkownik@przykład.pl"})
    void addresses(String address) {
        assertThat(TextRule.EMAIL.problem(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jake", "@jake", "jake@", "a@b@c", "a b@c", "<a@b>", "a@b,c@d"})
    void noAddresses(String address) {
        assertThat(TextRule.EMAIL.problem(address)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert(1)", "data:image/png;base64,AA", "//example.com/x", "/x.png", "https://a b"})
    void noImages(String address) {
        assertThat(TextRule.IMAGE.problem(address)).contains("is not an http or https address");
    }

    @Test
    void lengthsCountCharacters() {
        assertThat(TextRule.TITLE.problem("🎉".repeat(200))).isEmpty();
        assertThat(TextRule.TITLE.problem("🎉".repeat(201))).contains("is too long (maximum is 200 characters)");
        assertThat(TextRule.PASSWORD.problem("1234567")).contains("is too short (minimum is 8 characters)");
    }

    @Test
    void charactersThatCannotBeShownAreRefused() {
        assertThat(TextRule.ARTICLE_BODY.problem("one\r\n\ttwo")).isEmpty();
        assertThat(TextRule.ARTICLE_BODY.problem("a\u0000b")).isPresent();
        assertThat(TextRule.ARTICLE_BODY.problem("a\ud800b")).isPresent();
    }
}
