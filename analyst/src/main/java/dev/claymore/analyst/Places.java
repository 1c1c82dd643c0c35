package dev.claymore.analyst;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Countries by name, by what their people are called, and by other names. */
final class Places {

    private static final Map<String, String> CODES = new HashMap<>();
    private static final Map<String, String> CITIES = new HashMap<>();

    static {
        for (String code : Locale.getISOCountries()) {
            put(Locale.of("", code).getDisplayCountry(Locale.ENGLISH), code);
        }
        for (String line : Words.read("countries.txt")) {
            int space = line.indexOf(' ');
            for (String name : line.substring(space).split(",")) {
                put(name, line.substring(0, space));
            }
        }
    }

    static {
        for (String line : Words.read("cities.txt")) {
            String[] names = line.split(",\\s*");
            for (int i = 1; i < names.length; i++) {
                CITIES.put(String.join("", Vocabulary.split(names[i])), names[0]);
            }
        }
    }

    private Places() {}

    /** The English name of a city that goes by this one too; null: none. */
    static String city(String key) {
        return CITIES.get(key);
    }

    private static void put(String name, String code) {
        CODES.put(String.join("", Vocabulary.split(name)), code);
    }

    /** The ISO code of a country whose words, ground forms put together, these are; null: none. */
    static String country(String key) {
        return CODES.get(key);
    }

    /** Whether the word is what the people of a country are called, not the country: Germans, Swedes. */
    static boolean people(String word) {
        String code = word.endsWith("s") && word.indexOf(' ') < 0 ? country(Words.lemma(word)) : null;
        return code != null
                && !name(code).equalsIgnoreCase(word)
                && Character.isLowerCase(word.charAt(word.length() - 2));
    }

    static String name(String code) {
        return Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
    }

    static java.util.Set<String> keys() {
        return CODES.keySet();
    }
}
