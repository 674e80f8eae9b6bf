import io.github.tfflows.cli.Main;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * Runs {@code tfflows fit} with each line of the standard input as its query, and prints how many
 * there were. Each must fail for a reason of a query that is not a plain SELECT. Arguments: the URL of
 * JDBC, the folder for a model.
 */
class RefusedQueries {
  private static final Pattern REASON =
      Pattern.compile(
          "is refused|returns no columns|read-only|read-write mode|in a non-volatile");

  public static void main(String[] arguments) throws Exception {
    CommandLine command = Main.commandLine();
    BufferedReader queries = new BufferedReader(new InputStreamReader(System.in));
    int count = 0;
    for (String query = queries.readLine(); query != null; query = queries.readLine()) {
      StringWriter said = new StringWriter();
      command.setErr(new PrintWriter(said, true));
      String[] words = {"fit", "--jdbc", arguments[0], "--sql", query, "--out", arguments[1]};
      int status = Main.run(command, words);
      if (status != CommandLine.ExitCode.SOFTWARE || !REASON.matcher(said.toString()).find()) {
        System.err.printf("exit code %d: %s%n%s", status, query, said);
        System.exit(1);
      }
      count++;
    }
    System.out.println(count);
  }
}
