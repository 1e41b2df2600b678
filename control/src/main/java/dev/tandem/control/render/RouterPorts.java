package dev.tandem.control.render;

/** Where an application machine's router listens on 127.0.0.1: the router's configuration and whoever goes through it name them alike. */
public final class RouterPorts {
    /** The primary. */
    public static final int WRITE = 3306;

    /** A replica; the primary where there is none. */
    public static final int READ = 3307;

    private RouterPorts() {}
}
