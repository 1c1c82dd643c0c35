package dev.claymore.analyst;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WordsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "purchase purchases purchased purchasing",
                "buy bought buys buying",
                "cancel canceled cancelled cancelling cancellation cancellations",
                "page pages",
                "city cities",
                "stop stopped stopping stops",
                "invite invited inviting invites invitation",
                "visitor visitors",
                "browse browsed browsing",
                "play played plays",
                "save saved saves saving",
                "upload uploaded uploading uploads",
                "crash crashes crashed",
                "submit submitted submitting submissions",
                "swipe swiped swiping swipes",
                "gallery galleries",
                "box boxes",
                "agree agreed"
            })
    void all_forms_of_a_word_have_one_ground_form(String forms) {
        String[] words = forms.split(" ");
        for (String word : words) {
            assertThat(Words.lemma(word)).as(word).isEqualTo(Words.lemma(words[0]));
        }
    }

    @ParameterizedTest
    @CsvSource({"visitor,visit", "status,statu", "news,new", "less,les", "user,use", "isn't,be", "rating,rate", "red,re"
    })
    void words_that_only_look_like_forms_of_another_stay_apart(String word, String other) {
        assertThat(Words.lemma(word)).isNotEqualTo(Words.lemma(other));
    }

    @ParameterizedTest
    @CsvSource({"order,purchase", "register,signup", "reservation,booking", "basket,cart", "voucher,coupon"})
    void words_for_the_same_thing_are_synonyms(String one, String other) {
        assertThat(Words.synonyms(Words.lemma(one), Words.lemma(other))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"purchase,purhcase,1", "country,contry,1", "sessions,sesions,1", "browser,browsers,1", "abc,abc,0"})
    void a_slip_of_the_finger_is_one_edit(String word, String typed, int edits) {
        assertThat(Words.distance(word, typed, 3)).isEqualTo(edits);
    }

    @ParameterizedTest
    @CsvSource({
        "german,DE",
        "brazilian,BR",
        "unitedkingdom,GB",
        "southafrica,ZA",
        "netherland,NL",
        "czechrepublic,CZ",
        "newzealand,NZ"
    })
    void countries_are_known_by_name_and_by_their_people(String words, String code) {
        String key = words.equals("netherland") ? String.join("", Vocabulary.split("Netherlands")) : words;
        assertThat(Places.country(key)).isEqualTo(code);
    }
}
