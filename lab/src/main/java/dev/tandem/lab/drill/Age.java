package dev.tandem.lab.drill;

/**
 * One kind of thing that time does to a site.
 *
 * @param name in reports
 * @param sentence what is shortened, or let pass, or taken back
 * @param injection does it. What it shortens stays short until the machine is cleared; its proof is asked after a quiet time
 */
record Age(String name, String sentence, Injection injection) {}
