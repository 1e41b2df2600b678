package dev.tandem.lab;

import dev.tandem.lab.computer.Places;
import dev.tandem.lab.computer.Progress;

/** A program that tests kill: `up` of the test plan with the name in its first argument. */
final class UpInAProcess {
    private UpInAProcess() {}

    /** Ends with 0 when the lab is up. */
    public static void main(String[] arguments) {
        new Lab(Places.standard(), Progress.silent()).up(LabPlans.of(arguments[0]));
    }
}
