package dev.tandem.agent.etcd;

/** etcd did not answer, or not with a decision. What was asked may have happened, or may happen later. */
public final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
