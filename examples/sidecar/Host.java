// A product in Java with the engine in a process beside it. `java Host.java PYTHON SIDECAR PLAYBOOK`.

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.util.ArrayList;
import java.util.List;

public class Host {
    private final BufferedWriter in;
    private final BufferedReader out;

    Host(List<String> command) throws Exception {
        Process sidecar = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        in = sidecar.outputWriter();
        out = sidecar.inputReader();
    }

    /** One question, one answer. A process that died gives none: start it again and ask again, nothing is lost. */
    synchronized String ask(String line) throws Exception {
        in.write(line.replace("\n", " "));
        in.newLine();
        in.flush();
        String answer = out.readLine();
        if (answer == null) throw new IllegalStateException("the sidecar is gone");
        if (answer.startsWith("{\"error\"")) throw new IllegalArgumentException(answer);
        return answer;
    }

    /** The value of a key of a JSON object, as text. Your product has a JSON library for this. */
    static String value(String object, String key) {
        int depth = 0, begin = -1;
        for (int i = 0; i < object.length(); i++) {
            char c = object.charAt(i);
            if (c == '"') {
                int end = i + 1;
                while (object.charAt(end) != '"') end += object.charAt(end) == '\\' ? 2 : 1;
                if (depth == 1 && begin < 0 && object.substring(i + 1, end).equals(key) && object.charAt(end + 1) == ':') {
                    begin = end + 2;
                }
                i = end;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            if (begin > 0 && i > begin && (depth == 0 || (depth == 1 && object.charAt(i + 1) == ','))) {
                return object.substring(begin, depth == 0 ? i : i + 1).trim();
            }
        }
        return null;
    }

    public static void main(String[] args) throws Exception {
        Host host = new Host(List.of(args));
        String state = value(host.ask("""
            {"recipient": {"id": "r-77", "first_name": "Ana", "time_zone": "America/New_York", "contacts": [{"kind": "mobile",
              "value": "+14045550177", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}]}}"""), "state");
        List<String> calls = new ArrayList<>(List.of("""
            "moment": {"now": "2026-03-02T15:00:00Z"}, "event": {"event_id": "e1", "at": "2026-03-02T15:00:00Z", "type": "plan",
              "plan": {"id": "tp-1", "patient": {"id": "p-77"}, "presented_at": "2026-03-02T15:00:00Z",
              "procedures": [{"id": "pr-1", "code": "D7210", "fee": "2400.00", "status": "planned"}]}}""", """
            "moment": {"now": "2026-03-03T15:00:00Z"}"""));
        for (String call : calls) {
            String answer = host.ask("{\"state\": " + state + ", " + call + "}");
            // One transaction of yours: the state as text, the actions into the outbox, the journal, wake_at.
            state = value(answer, "state");
            String decision = value(answer, "decision");
            System.out.println(value(decision, "wake_at") + " " + (decision.contains("\"type\": \"send\"") ? "send" : "nothing"));
        }
        try {
            host.ask("{\"state\": " + state + ", \"moment\": {\"now\": \"2026-03-04\"}}");
        } catch (IllegalArgumentException refused) {
            System.out.println(value(value(refused.getMessage(), "error"), "code"));
        }
    }
}
