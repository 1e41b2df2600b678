package dev.tandem.agent;

/**
 * What became of an order.
 *
 * @param done whether it came about, and was seen to
 * @param sentence for the operator
 */
record Result(boolean done, String sentence) {}
