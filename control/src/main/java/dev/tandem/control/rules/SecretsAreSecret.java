package dev.tandem.control.rules;

import dev.tandem.control.model.Site;
import java.util.List;
import java.util.stream.IntStream;

/** A secret's value is Tandem's to make; the file does not say it as well. */
final class SecretsAreSecret implements Rule {
    @Override
    public List<Breach> check(Site site) {
        List<String> secrets = site.application().secrets();
        return IntStream.range(0, secrets.size())
                .filter(index -> site.application().environment().containsKey(secrets.get(index)))
                .mapToObj(index -> Breach.error(
                                "application.secrets[" + index + "]",
                                secrets.get(index) + " is also in application.environment; a variable has one value")
                        .restingOn("application.environment"))
                .toList();
    }
}
