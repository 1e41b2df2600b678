package dev.tandem.control.render.nginx;

import dev.tandem.control.credentials.CertificateName;
import dev.tandem.control.credentials.CertificateRequest;
import dev.tandem.control.credentials.CertificateUse;
import dev.tandem.control.layout.Endpoint;
import dev.tandem.control.layout.Layout;
import dev.tandem.control.layout.Service;
import dev.tandem.control.model.DomainName;
import dev.tandem.control.model.Ipv4Address;
import dev.tandem.control.model.Machine;
import dev.tandem.control.model.Site;
import dev.tandem.control.render.AgentFiles;
import dev.tandem.control.render.InstalledCertificate;
import dev.tandem.protocol.Role;
import io.jstach.jstache.JStache;
import io.jstach.jstache.JStachePartial;
import io.jstach.jstache.JStachePartials;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * nginx's configuration on one web machine.
 *
 * @param listen where the balancers reach it
 * @param certificate what nginx shows to balancers and to other machines' application servers
 * @param balancers the only ones whose word about the client is taken
 * @param welcome whose certificates open the way in: the balancers' and, for the question whether it is well, its own
 * @param own the machine's own application server, in the clear; empty on a machine that has none
 * @param others those of other machines
 * @param detour where this nginx finds its own way to those
 * @param healthPath what balancers ask to judge this machine
 * @param maximumBody bytes
 * @param staticMaxAge seconds
 * @param headers what every static file is sent with besides
 * @param fallback the page that answers for what the application does not know; null for none
 * @param fallbackExcept regular expressions of the paths at and below which nothing is a page
 * @param answerWithin milliseconds
 */
@JStache(path = "dev/tandem/control/render/nginx/nginx.conf.mustache")
@JStachePartials(@JStachePartial(name = "unavailable", path = "dev/tandem/control/render/nginx/unavailable.mustache"))
record NginxConfiguration(
        DomainName site,
        String publicFolder,
        Endpoint listen,
        InstalledCertificate certificate,
        List<Ipv4Address> balancers,
        List<String> welcome,
        List<Endpoint> own,
        List<Endpoint> others,
        Endpoint detour,
        String healthPath,
        long maximumBody,
        long staticMaxAge,
        List<Header> headers,
        @Nullable String fallback,
        List<String> fallbackExcept,
        long answerWithin) {

    /** A header and its value in nginx's double quotes. */
    record Header(String name, String quoted) {
        static Header of(String name, String value) {
            return new Header(name, '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
    }

    static NginxConfiguration of(Layout layout, Machine machine) {
        Site site = layout.site();
        List<Machine> balancers = layout.reaching(machine.name(), Service.WEB);
        return new NginxConfiguration(
                site.name(),
                layout.siteFolder() + "/current/public",
                layout.endpoint(machine, Service.WEB),
                NginxRenderer.IDENTITY,
                balancers.stream().map(Machine::address).toList(),
                welcome(balancers, machine),
                machine.has(Role.APP) ? List.of(layout.ownEndpoint(machine, Service.RUNNER)) : List.of(),
                layout.reachedFrom(machine.name(), Service.RUNNER).stream()
                        .filter(endpoint -> !endpoint.machine().equals(machine.name()))
                        .toList(),
                layout.ownEndpoint(machine, Service.WEB_DETOUR),
                pathOnly(site.balancer().health().path()),
                site.web().maximumBody().bytes(),
                site.web().staticMaxAge().toSeconds(),
                site.web().headers().entrySet().stream()
                        .map(header -> Header.of(header.getKey(), header.getValue()))
                        .toList(),
                site.web().fallback().orElse(null),
                site.web().fallbackExcept().stream()
                        .map(path -> path.replace(".", "\\."))
                        .toList(),
                site.balancer().timeouts().server().toMillis());
    }

    private static List<String> welcome(List<Machine> balancers, Machine machine) {
        return Stream.concat(
                        balancers.stream()
                                .map(balancer -> new CertificateName(balancer.name(), CertificateUse.BALANCER)),
                        Stream.of(new CertificateName(machine.name(), CertificateUse.WEB)))
                .map(CertificateName::internalName)
                .toList();
    }

    /** Who answers what no static file is for; with a fallback that depends on the request. */
    String applicationName() {
        return fallback == null ? "@application" : "$application";
    }

    String mediaTypes() {
        return NginxRenderer.MEDIA_TYPES;
    }

    /** Where requests for the application go first. */
    String first() {
        return own.isEmpty() ? "https://other_applications" : "http://application";
    }

    /** Whether there is somebody to ask when the machine's own application server does not take a connection. */
    boolean hasDetour() {
        return !own.isEmpty() && !others.isEmpty();
    }

    String anyRunner() {
        return CertificateRequest.ANY_RUNNER;
    }

    /** What stands for this machine when a balancer judges it. */
    String judged() {
        return own.isEmpty() ? "https://other_applications" : "http://own_application";
    }

    /** There while the machine's agent finds that users are better served elsewhere. */
    String outOfReach() {
        return AgentFiles.OUT_OF_REACH;
    }

    /** A location is a path; what follows a question mark is not part of it. */
    private static String pathOnly(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}
