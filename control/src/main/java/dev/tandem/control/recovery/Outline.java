package dev.tandem.control.recovery;

import dev.tandem.control.credentials.Authority;
import dev.tandem.control.credentials.Certificate;
import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.Certificates;
import dev.tandem.control.credentials.Secret;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.credentials.SiteIdentity;
import dev.tandem.control.model.Site;
import dev.tandem.control.state.desired.Component;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Words in the place of everything that a vault holds: a site that is rendered with them shows where each thing lies, and no vault is asked
 * or made for it. Never laid on a machine.
 */
public record Outline(SiteIdentity identity, Secrets secrets, Certificates certificates) {
    /** The words for a site. Each is another, stands in no other text, and needs no quoting anywhere. */
    public static Outline of(Site site) {
        List<CertificateName> names = CertificateRequest.neededBy(site).stream()
                .map(CertificateRequest::name)
                .toList();
        return new Outline(
                new SiteIdentity("0".repeat(32)),
                secrets(SecretName.neededBy(site)),
                new Certificates(
                        Arrays.stream(Authority.values())
                                .collect(Collectors.toMap(authority -> authority, authority -> word(authority.word()))),
                        names.stream()
                                .collect(Collectors.toMap(
                                        name -> name,
                                        name -> new Certificate(
                                                word(name.toString()), word("pin of " + name), Instant.EPOCH)))));
    }

    /** All of them as while they are being replaced: then they lie in the most places. */
    private static Secrets secrets(List<SecretName> names) {
        Map<SecretName, Secret> values = new TreeMap<>();
        Map<SecretName, Secret> others = new TreeMap<>();
        for (SecretName name : names) {
            values.put(name, new Secret(word(name + " in use")));
            others.put(name, new Secret(word(name + " besides")));
        }
        return new Secrets(values, others);
    }

    private static String word(String of) {
        return Component.sha256("outline: " + of);
    }
}
