package dev.tandem.control.vault;

import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.model.Ipv4Address;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes keys and certificates (X.509 v3, RFC 5280; ECDSA on P-256, which every product of the site takes). */
final class Issuer {
    /** With what it is dated back, less than 825 days: more, Safari takes from nobody, not even from an added authority. */
    static final Duration LEAF_LIFETIME = Duration.ofDays(824);

    static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);

    // A machine whose clock is somewhat behind takes a new certificate, too.
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final int CURVE_BITS = 256;
    private static final int SERIAL_BITS = 127;
    private static final int LONGEST_COMMON_NAME = 64;

    private final SecureRandom random;

    Issuer(SecureRandom random) {
        this.random = random;
    }

    /** A new authority, which signs itself and may sign nothing but certificates. */
    KeyedCertificate authority(String commonName, Instant now) throws GeneralSecurityException {
        KeyPair pair = newPair();
        X500Name name = subject(commonName);
        X509v3CertificateBuilder builder = builder(name, name, pair, now, now.plus(AUTHORITY_LIFETIME));
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        } catch (IOException e) {
            throw new GeneralSecurityException("cannot encode the authority's certificate", e);
        }
        return signed(builder, pair, pair.getPrivate());
    }

    /** A new key and its certificate, good on both sides of a connection and not longer than the authority itself. */
    KeyedCertificate leaf(KeyedCertificate authority, CertificateRequest request, Instant now)
            throws GeneralSecurityException {
        KeyPair pair = newPair();
        Instant authorityEnds = authority.certificate().getNotAfter().toInstant();
        Instant ends = now.plus(LEAF_LIFETIME).isBefore(authorityEnds) ? now.plus(LEAF_LIFETIME) : authorityEnds;
        X500Name issuer = new JcaX509CertificateHolder(authority.certificate()).getSubject();
        X509v3CertificateBuilder builder =
                builder(issuer, subject(request.hostNames().getFirst()), pair, now, ends);
        try {
            addLeafExtensions(builder, request, authority, pair);
        } catch (IOException e) {
            throw new GeneralSecurityException("cannot encode the certificate " + request.name(), e);
        }
        return signed(builder, pair, authority.key());
    }

    private static void addLeafExtensions(
            X509v3CertificateBuilder builder, CertificateRequest request, KeyedCertificate authority, KeyPair pair)
            throws IOException, GeneralSecurityException {
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(request));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(pair.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                identifiers.createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
    }

    private static GeneralNames alternativeNames(CertificateRequest request) {
        List<GeneralName> names = new ArrayList<>();
        request.hostNames().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        request.addresses().stream()
                .map(Ipv4Address::toString)
                .forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static X500Name subject(String commonName) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        // Nothing judges by it where there are alternative names; a name that is too long for it is left out.
        if (commonName.length() <= LONGEST_COMMON_NAME) {
            name.addRDN(BCStyle.CN, commonName);
        }
        return name.build();
    }

    private X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, KeyPair pair, Instant now, Instant ends) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(ends),
                subject,
                pair.getPublic());
    }

    private KeyPair newPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return complete(generator.generateKeyPair());
    }

    /**
     * The same pair, the private key's encoding with the public one in it. RFC 5915 leaves that open and the JDK leaves it out;
     * GnuTLS, which Knot uses, takes no key without it.
     */
    private static KeyPair complete(KeyPair pair) throws GeneralSecurityException {
        BigInteger secret = ((ECPrivateKey) pair.getPrivate()).getS();
        SubjectPublicKeyInfo open =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        try {
            byte[] encoded = new PrivateKeyInfo(
                            open.getAlgorithm(),
                            new org.bouncycastle.asn1.sec.ECPrivateKey(
                                    CURVE_BITS, secret, open.getPublicKeyData(), null))
                    .getEncoded();
            return new KeyPair(
                    pair.getPublic(), KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (IOException e) {
            throw new GeneralSecurityException("cannot encode a key", e);
        }
    }

    private static KeyedCertificate signed(X509v3CertificateBuilder builder, KeyPair pair, PrivateKey signer)
            throws GeneralSecurityException {
        try {
            return new KeyedCertificate(
                    new JcaX509CertificateConverter()
                            .getCertificate(
                                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer))),
                    pair.getPrivate());
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("this Java cannot sign with ECDSA", e);
        }
    }
}
