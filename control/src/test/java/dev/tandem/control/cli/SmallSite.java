package dev.tandem.control.cli;

import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.SecretName;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.Site;
import dev.tandem.control.model.yaml.Reading;
import dev.tandem.control.model.yaml.SiteReader;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.control.render.Request;
import dev.tandem.control.render.site.Rendering;
import dev.tandem.control.render.site.Sites;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The least site with an application that was built, in a folder; and what lies on its machines. */
public final class SmallSite {
    private static final Path LEAST = Path.of("src", "test", "resources", "sites", "least.yaml");

    private SmallSite() {}

    public static void in(Path folder) throws IOException {
        Files.copy(LEAST, folder.resolve("site.yaml"));
        Files.createDirectories(folder.resolve("public"));
        for (String program : new String[] {"runner", "agent"}) {
            Files.createDirectories(folder.resolve(program + "/target/lib"));
            Files.writeString(folder.resolve(program + "/target/" + program + ".jar"), "jar");
        }
        try (ZipOutputStream war = new ZipOutputStream(Files.newOutputStream(folder.resolve("app.war")))) {
            war.putNextEntry(new ZipEntry("WEB-INF/web.xml"));
        }
    }

    /** What a command said that was given the site's file, without the file in the commands that are to be typed next. */
    public static String withoutFile(Path folder, String said) {
        return said.replace(" --file " + folder.resolve("site.yaml"), "");
    }

    public static Site read(Path folder) {
        return ((Reading.Good) new SiteReader(folder).read(folder.resolve("site.yaml"))).site();
    }

    /** By machine and path what stands in files after this vault's apply; what a vault does not have yet it makes. */
    public static Map<String, Map<String, String>> files(Site site, Vault vault) {
        Request like = Sites.request(site);
        var secrets = vault.secrets(SecretName.neededBy(site));
        var certificates = vault.certificates(CertificateRequest.neededBy(site), Instant.now());
        Request request = new Request(
                Layout.of(site),
                vault.identity(Instant.now()),
                secrets,
                certificates,
                like.runner(),
                like.agent(),
                like.release(),
                Optional.empty());
        Map<String, Map<String, String>> files = new TreeMap<>();
        Rendering.desired(request).forEach(machine -> {
            Map<String, String> mine = new TreeMap<>();
            machine.components().stream()
                    .flatMap(component -> component.items(ManagedFile.class))
                    .forEach(file -> mine.put(file.path().value(), file.content()));
            files.put(machine.machine().value(), mine);
        });
        for (CertificateName name : certificates.values().keySet()) {
            files.get(name.machine().value())
                    .put(
                            new InstalledCertificate(name.use()).identity(),
                            certificates.get(name).pem());
        }
        return files;
    }
}
