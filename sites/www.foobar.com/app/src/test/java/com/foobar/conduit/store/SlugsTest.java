package com.foobar.conduit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugsTest {

    private final Slugs slugs = new Slugs(new Random(1));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            How to train your dragon | how-to-train-your-dragon
            '  Spaces,  and -- signs! ' | spaces-and-signs
            Crème Brûlée             | creme-brulee
            STRASSE und Straße       | strasse-und-straße
            Привет, мир              | привет-мир
            日本語の記事              | 日本語の記事
            हिन्दी लेख                | हिन्दी-लेख
            C++ & C# in 2026         | c-c-in-2026
            ½ ﬁne                    | 1-2-fine
            """)
    void aTitleBecomesItsWords(String title, String slug) {
        assertThat(slugs.of(title, 0)).isEqualTo(slug);
    }

    @Test
    void aTitleWithoutLettersGetsARandomSlug() {
        assertThat(slugs.of("!!! 🎉", 0)).matches("[a-z2-9]{4}");
    }

    @Test
    void aWordThatIsAPathOfTheApiGetsAnEnding() {
        assertThat(slugs.of("Feed", 0)).matches("feed-[a-z2-9]{4}");
    }

    @Test
    void eachFurtherAttemptHasALongerEnding() {
        assertThat(slugs.of("Title", 1)).matches("title-[a-z2-9]{6}");
        assertThat(slugs.of("Title", 4)).matches("title-[a-z2-9]{12}");
    }

    @Test
    void endingsDiffer() {
        Set<String> made =
                IntStream.range(0, 100).mapToObj(i -> slugs.of("Title", 1)).collect(Collectors.toSet());
        assertThat(made).hasSize(100);
    }

    @Test
    void theLongestTitleStillFitsTheColumn() {
        assertThat(slugs.of("ﷺ".repeat(200), 4).codePoints().count()).isLessThanOrEqualTo(250);
        assertThat(slugs.of("x".repeat(199) + " y", 0)).hasSize(199).doesNotEndWith("-");
    }
}
