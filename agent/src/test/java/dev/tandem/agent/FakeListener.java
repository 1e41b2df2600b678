package dev.tandem.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** Somebody on 127.0.0.1 who answers questions over HTTPS, well or badly. */
public final class FakeListener implements AutoCloseable {
    /** How it answers. */
    public enum Manner {
        ANSWERS,
        /** With status 503. */
        REFUSES,
        /** Takes the question in and ends the connection. */
        HANGS_UP,
        /** Takes the question in and says nothing. */
        SAYS_NOTHING,
        /** With half of what it announced. */
        BREAKS_OFF
    }

    private final HttpsServer server;
    private final UnaryOperator<String> answer;
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final CountDownLatch ends = new CountDownLatch(1);
    private volatile Manner manner = Manner.ANSWERS;

    /** @param answer to the body of each question */
    public FakeListener(SSLContext context, UnaryOperator<String> answer) throws IOException {
        this.answer = answer;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.createContext("/", this::serve);
        server.start();
    }

    public void manner(Manner now) {
        manner = now;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), server.getAddress().getPort());
    }

    /** The bodies that came in. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        questions.add(question);
        byte[] bytes = answer.apply(question).getBytes(StandardCharsets.UTF_8);
        switch (manner) {
            case ANSWERS -> {
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
            case REFUSES -> {
                exchange.sendResponseHeaders(503, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
            case HANGS_UP -> throw new IOException("hangs up");
            case SAYS_NOTHING -> waitForTheEnd();
            case BREAKS_OFF -> {
                exchange.sendResponseHeaders(200, bytes.length + 10);
                exchange.getResponseBody().write(bytes);
                throw new IOException("breaks off");
            }
        }
        exchange.close();
    }

    private void waitForTheEnd() throws IOException {
        try {
            boolean _ = ends.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    @Override
    public void close() {
        ends.countDown();
        server.stop(0);
    }
}
