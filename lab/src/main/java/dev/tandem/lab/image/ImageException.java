package dev.tandem.lab.image;

import dev.tandem.lab.computer.LabException;

/** The image could not be made. No half image is left. */
public final class ImageException extends LabException {
    ImageException(String message) {
        super(message, null);
    }
}
