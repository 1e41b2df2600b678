package com.foobar.conduit.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookAlikesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jake",
                "Jake_9",
                "42",
                "Zoë",
                "Zoe\u0308",
                "anah.benešová",
                "Nguyễn",
                "ğüzel",
                "İpek",
                "Kwadwo-ɛ",
                "Алексей",
                "Ольга_7",
                "Їжак",
                "Ελένη",
                "Արմեն",
                "李雷",
                "さくら",
                "カタカナ",
                "東京タワー",
                "山田はな",
                "김철수",
                "金철수",
                "ㄅㄆ李",
                "محمد",
                "דוד",
                "अनिल",
                "สมชาย",
                "தமிழ்"
            })
    void namesThatPeopleHave(String name) {
        assertThat(LookAlikes.problem(name)).isEmpty();
    }

    /** Each of the first looks like the second. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                // Invisible: a filler that is a letter, a selector and a joiner that are marks.
                "jake\u3164, jake, has a character that cannot be seen",
                "jake\ufe0f, jake, has a character that cannot be seen",
                "ja\u034fke, jake, has a character that cannot be seen",
                // Other forms of the same: full width, ligature, mathematical, superscript, the unit of temperature,
                // long s.
                "ｊａｋｅ, jake, looks like 'jake'; write it so",
                "ﬁn, fin, looks like 'fin'; write it so",
                "𝐣𝐚𝐤𝐞, jake, looks like 'jake'; write it so",
                "jake², jake2, looks like 'jake2'; write it so",
                "\u212Aate, Kate, looks like 'Kate'; write it so",
                "ſam, sam, looks like 'sam'; write it so",
                // Digits: Bengali four is drawn as eight, Arabic one as one.
                "agent৪, agent8, has digits other than 0 to 9",
                "agent\u0661, agent1, has digits other than 0 to 9",
                // Marks: a second dot over i is not seen, nor one mark on itself.
                "i\u0307van, ivan, has marks upon marks",
                "zoë\u0308, zoë, has marks upon marks",
                "a\u0300\u0301\u0302\u0303\u0304, a, has marks upon marks",
                // Mixed alphabets: Cyrillic a, Greek omicron, Armenian o, Cherokee, a stroke of Han, a kana.
                "j\u0430ke, jake, mixes letters of different alphabets",
                "b\u03bfb, bob, mixes letters of different alphabets",
                "b\u0585b, bob, mixes letters of different alphabets",
                "paypa\u4e28, paypal, mixes letters of different alphabets",
                "a\u30fcb, a-b, mixes letters of different alphabets",
                "дми\u0442riy, dmitriy, mixes letters of different alphabets",
                // Letters that no language of today is written with, or phonetics alone.
                "\u13aa\u13a2, AT, has letters of no alphabet that is in use today",
                "j\u0251ke, jake, has letters of no alphabet that is in use today",
                "jake\u01c3, jake!, has letters of no alphabet that is in use today",
                "\ua4d0\ua4e2, BS, has letters of no alphabet that is in use today",
                "o\u02bcneil, o'neil, has letters of no alphabet that is in use today",
                // Whole names: Cyrillic, Greek and Armenian that look Latin, also with marks and digits.
                "\u0441\u043e\u0441\u043e, coco, looks like a name in Latin letters; add a letter that Latin does not have",
                "\u0440\u0430\u0443_1, pay_1, looks like a name in Latin letters; add a letter that Latin does not have",
                "\u0441\u0451, cë, looks like a name in Latin letters; add a letter that Latin does not have",
                "\u0391\u039d\u039d\u0391, ANNA, looks like a name in Latin letters; add a letter that Latin does not have",
                "\u0570\u0578\u057d, hnu, looks like a name in Latin letters; add a letter that Latin does not have"
            })
    void namesThatLookLikeOthers(String name, String other, String problem) {
        assertThat(LookAlikes.problem(other.replaceAll("['!]", ""))).isEmpty();
        assertThat(LookAlikes.problem(name).orElse("")).isEqualTo(problem);
    }
}
