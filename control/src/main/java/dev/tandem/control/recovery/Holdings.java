package dev.tandem.control.recovery;

import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.model.Site;
import dev.tandem.control.observe.HeldFiles;
import dev.tandem.control.remote.Fleet;
import dev.tandem.control.remote.InParallel;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.desired.DesiredMachine;
import dev.tandem.protocol.MachineName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What machines hold of a site that a vault should.
 *
 * @param secrets every secret that the site needs
 * @param certificates with their keys, as they lie on machines
 * @param releases which release is in use, by machine
 */
public record Holdings(
        List<HeldSecret> secrets, Map<CertificateName, String> certificates, Map<MachineName, String> releases) {
    private static final String PURPOSE = "read the site's secrets on it";

    /** Says nothing about the keys. */
    @Override
    public String toString() {
        return "Holdings[" + secrets.size() + " secrets, " + certificates.size() + " certificates]";
    }

    /**
     * Reads them, from all machines at the same time.
     *
     * @param names the machines to ask, in the order of the site's file
     * @param outlined the site as it is rendered with {@link Outline}
     * @throws dev.tandem.control.remote.RemoteException when a machine cannot be asked
     */
    public static Holdings read(Fleet fleet, List<MachineName> names, Site site, List<DesiredMachine> outlined) {
        Outline outline = Outline.of(site);
        List<SecretTrace> traces = SecretTrace.all(outlined, outline.secrets());
        List<CertificateName> certificates = CertificateRequest.neededBy(site).stream()
                .map(CertificateRequest::name)
                .toList();
        MachinePath current = new MachinePath("/srv/" + site.name() + "/current");
        Map<MachineName, Map<String, String>> held = InParallel.map(
                names,
                Function.identity(),
                name -> HeldFiles.read(fleet.machine(name), PURPOSE, paths(name, traces, certificates, current)));
        return new Holdings(
                SecretName.neededBy(site).stream()
                        .map(name -> HeldSecret.of(name, held(name, traces, held)))
                        .toList(),
                certificates(certificates, held),
                releases(current, held));
    }

    private static List<String> paths(
            MachineName machine, List<SecretTrace> traces, List<CertificateName> certificates, MachinePath current) {
        return Stream.of(
                        traces.stream()
                                .filter(trace -> trace.machine().equals(machine))
                                .map(SecretTrace::path),
                        certificates.stream()
                                .filter(name -> name.machine().equals(machine))
                                .map(Holdings::file),
                        Stream.of(current.value()))
                .flatMap(Function.identity())
                .distinct()
                .toList();
    }

    private static String file(CertificateName name) {
        return new InstalledCertificate(name.use()).identity();
    }

    /** What each machine holds of one secret: the first place on it that has a value speaks for it. */
    private static List<HeldSecret.Held> held(
            SecretName name, List<SecretTrace> traces, Map<MachineName, Map<String, String>> files) {
        List<HeldSecret.Held> held = new ArrayList<>();
        files.forEach((machine, contents) -> {
            List<SecretTrace> here = traces.stream()
                    .filter(trace ->
                            trace.machine().equals(machine) && trace.name().equals(name))
                    .toList();
            value(here, false, contents)
                    .ifPresent(inUse -> held.add(new HeldSecret.Held(machine, inUse, value(here, true, contents))));
        });
        return held;
    }

    private static Optional<String> value(List<SecretTrace> traces, boolean besides, Map<String, String> contents) {
        return traces.stream()
                .filter(trace -> trace.besides() == besides)
                .flatMap(trace -> trace.valueIn(contents.getOrDefault(trace.path(), "")).stream())
                .findFirst();
    }

    private static Map<CertificateName, String> certificates(
            List<CertificateName> names, Map<MachineName, Map<String, String>> files) {
        Map<CertificateName, String> certificates = new LinkedHashMap<>();
        for (CertificateName name : names) {
            Optional.ofNullable(files.getOrDefault(name.machine(), Map.of()).get(file(name)))
                    .ifPresent(pem -> certificates.put(name, pem));
        }
        return certificates;
    }

    private static Map<MachineName, String> releases(MachinePath current, Map<MachineName, Map<String, String>> files) {
        Map<MachineName, String> releases = new LinkedHashMap<>();
        files.forEach((machine, contents) -> Optional.ofNullable(contents.get(current.value()))
                .ifPresent(target -> releases.put(machine, target.substring(target.lastIndexOf('/') + 1))));
        return releases;
    }
}
