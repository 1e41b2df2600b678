package dev.tandem.control.render;

import dev.tandem.control.credentials.Certificates;
import dev.tandem.control.credentials.Secrets;
import dev.tandem.control.credentials.SiteIdentity;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.state.Tree;
import java.util.Optional;

/**
 * All that rendering needs.
 *
 * @param identity what every machine of the site carries
 * @param runner the application server as built, placed below {@code /opt/tandem/runner}
 * @param agent the database agent as built, placed below {@code /opt/tandem/agent}
 * @param release the application, placed below {@code SITE/releases}: {@code app/} is its unpacked WAR, {@code public/} its
 *     static files
 */
public record Request(
        Layout layout,
        SiteIdentity identity,
        Secrets secrets,
        Certificates certificates,
        Tree runner,
        Tree agent,
        Tree release,
        Optional<MoveHook> hook) {}
