package dev.tandem.lab.site;

import java.net.URI;
import java.time.Duration;

/** The site as a browser on this computer sees it: {@code tandem open}, until it is closed. */
final class OpenSite implements AutoCloseable {
    private static final Duration OPENS_WITHIN = Duration.ofSeconds(15);

    private final Launcher.Running open;
    private final URI address;

    OpenSite(SiteUnderTest site) {
        this.open = site.start("open", "--port", "0");
        SiteUnderTest.await(
                "'tandem open' prints an address",
                OPENS_WITHIN,
                () -> open.output().contains("\n") || !open.alive());
        this.address = URI.create(open.output().strip());
    }

    /** For instance {@code https://www.foobar.com:40123/}. */
    URI address() {
        return address;
    }

    @Override
    public void close() {
        open.kill();
        open.end();
    }
}
