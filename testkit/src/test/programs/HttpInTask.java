// SPDX-License-Identifier: Apache-2.0
import static io.jvloop.task.Tasks.blocking;
import static io.jvloop.task.Tasks.createTask;
import static io.jvloop.task.Tasks.sleep;

import com.sun.net.httpserver.HttpServer;
import io.jvloop.task.Task;
import io.jvloop.task.Tasks;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An HttpClient of the JDK's in a task: a program of ProgramTest, which modules of the tests cannot see. */
class HttpInTask {
    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            try {
                Thread.sleep(100);
            } catch (InterruptedException impossible) {
                throw new AssertionError(impossible);
            }
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        int[] ticks = new int[1];
        String answer = Tasks.run(() -> {
            Task<Void> ticking = createTask(() -> {
                while (true) {
                    sleep(Duration.ofMillis(5));
                    ticks[0]++;
                }
            });
            try (HttpClient client = HttpClient.newHttpClient()) {
                String body = blocking(
                        () -> client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                                .body());
                ticking.cancel(false);
                return body;
            }
        });
        server.stop(0);
        System.out.println(answer + (ticks[0] >= 5 ? " while the loop went on" : " and the loop stood still"));
    }
}
