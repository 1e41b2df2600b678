package dev.tandem.control.model.yaml;

import dev.tandem.control.model.Tls;
import dev.tandem.control.model.Tls.Acme;
import dev.tandem.control.model.yaml.kind.Choice;
import dev.tandem.control.model.yaml.kind.Key;
import dev.tandem.control.model.yaml.kind.Scalars;
import dev.tandem.control.model.yaml.kind.Section;
import dev.tandem.control.model.yaml.kind.Values;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code tls}. */
final class TlsSection extends Section<Tls> {
    /** Who signs; each is written as its name in lower case, with a hyphen. */
    private enum Signer {
        SITE_CA,
        ACME;

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Key<Signer> ISSUER = Key.optional(
            "issuer",
            Choice.of(Signer.values(), Signer::word),
            "site-ca",
            "Who signs the certificate that browsers see: the site's own authority, or a public one.");
    private static final Key<Optional<String>> DIRECTORY = Key.optional(
            "directory",
            Scalars.checked(
                            "an ACME directory such as https://acme-v02.api.letsencrypt.org/directory",
                            Acme.DIRECTORY,
                            Acme::checkDirectory)
                    .orNull(),
            "null",
            "With issuer acme: where the public authority is asked (RFC 8555).");
    private static final Key<Optional<String>> EMAIL = Key.optional(
            "email",
            Scalars.checked("a mail address such as hostmaster@foobar.com", Acme.EMAIL, Acme::checkEmail)
                    .orNull(),
            "null",
            "With issuer acme: whom the authority may write to.");
    private static final Key<Duration> PROPAGATION = Key.optional(
            "propagation",
            Scalars.seconds("0s", "1h"),
            "60s",
            "With issuer acme: how long a change of the zone may take until everybody sees it.");
    private static final Key<Duration> HSTS = Key.optional(
            "hsts",
            Scalars.seconds("0s", "3650d"),
            "365d",
            "How long browsers that were here refuse to come without TLS.");

    @Override
    public List<Key<?>> keys() {
        return List.of(ISSUER, DIRECTORY, EMAIL, PROPAGATION, HSTS);
    }

    @Override
    protected Tls build(Values values) {
        return new Tls(issuer(values), values.get(HSTS));
    }

    private static Tls.Issuer issuer(Values values) {
        Optional<String> directory = values.get(DIRECTORY);
        return switch (values.get(ISSUER)) {
            case SITE_CA -> {
                if (directory.isPresent()) {
                    throw new IllegalArgumentException(
                            "has a directory, which only 'issuer: acme' asks; say that, or leave the directory away");
                }
                yield new Tls.SiteAuthority();
            }
            case ACME ->
                new Acme(
                        directory.orElseThrow(() -> new IllegalArgumentException("'issuer: acme' needs a directory;"
                                + " Let's Encrypt's is https://acme-v02.api.letsencrypt.org/directory")),
                        values.get(EMAIL),
                        values.get(PROPAGATION));
        };
    }
}
