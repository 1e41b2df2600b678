package dev.tandem.control.state;

/**
 * Brings the schema up to what a release needs, once for each release and before it runs anywhere.
 *
 * @param release the release's id
 * @param application the directory of its unpacked WAR
 * @param mainClass the class in the WAR that migrates
 * @param user the system user to run as
 * @param environmentFile DATABASE_URL, DATABASE_USER and DATABASE_PASSWORD of the migrations account, as systemd reads it
 * @param identityFile the certificate and key that it shows to the database
 */
public record Migration(
        String release,
        MachinePath application,
        String mainClass,
        String user,
        MachinePath environmentFile,
        MachinePath identityFile)
        implements Item {}
