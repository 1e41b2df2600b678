package dev.tandem.control.rules;

import dev.tandem.control.model.Application;
import dev.tandem.control.model.Site;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A secret's value is Tandem's to make; the file does not say it as well. The same holds for the value before it. */
final class SecretsAreSecret implements Rule {
    @Override
    public List<Breach> check(Site site) {
        return IntStream.range(0, site.application().secrets().size())
                .boxed()
                .flatMap(index -> Stream.of(setTwice(site, index), takesThePlaceOfAPreviousOne(site, index)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Breach> setTwice(Site site, int index) {
        String secret = site.application().secrets().get(index);
        return site.application().environment().containsKey(secret)
                ? Optional.of(Breach.error(
                                place(index), secret + " is also in application.environment; a variable has one value")
                        .restingOn("application.environment"))
                : Optional.empty();
    }

    private static Optional<Breach> takesThePlaceOfAPreviousOne(Site site, int index) {
        Application application = site.application();
        String previous = application.secrets().get(index) + Application.PREVIOUS;
        return application.secrets().contains(previous)
                        || application.environment().containsKey(previous)
                ? Optional.of(Breach.error(
                                place(index),
                                "while it is being replaced its other value is in " + previous
                                        + ", which the file uses for something else")
                        .restingOn("application.environment"))
                : Optional.empty();
    }

    private static String place(int index) {
        return "application.secrets[" + index + "]";
    }
}
