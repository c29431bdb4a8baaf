using PostgresWorker.Integration.Server;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Worker;

/// <summary>A worker in a process of its own (tests/PostgresWorker.TestWorker), to be killed and measured.</summary>
internal static class TestWorkerProcess
{
    public const string ItemsTable =
        """
        CREATE TYPE item_state AS ENUM ('new', 'in_stock', 'sold_out');
        CREATE TABLE items (
            id bigint PRIMARY KEY,
            version int NOT NULL DEFAULT 1,
            state item_state NOT NULL DEFAULT 'new',
            price numeric(12,2) NOT NULL DEFAULT 9.99,
            changed_at timestamptz NOT NULL DEFAULT now(),
            note text)
        """;

    public static ThrowAwayProgram Start(TestDatabase database, params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_ENVIRONMENT"] = "Development",

            // A killed process would leave its diagnostics sockets behind.
            ["DOTNET_EnableDiagnostics"] = "0",
            ["ConnectionStrings__test"] = database.ConnectionString,
            ["ConnectionStrings__bank"] = database.ConnectionString,
            ["PostgresWorker__Sources__test__Slot"] = database.Slot,
            ["PostgresWorker__Sources__test__Publication"] = database.Publication,
            ["PostgresWorker__Sources__bank__Slot"] = database.Slot,
            ["PostgresWorker__Sources__bank__Publication"] = database.Publication,
            ["PostgresWorker__Sources__test__Capture"] = database.Capture.ToString(),
            ["PostgresWorker__Sources__bank__Capture"] = database.Capture.ToString(),

            // Who comes behind one that was killed waits for as long.
            ["PostgresWorker__Sources__test__LeaseDuration"] = "00:00:03",
            ["PostgresWorker__Sources__bank__LeaseDuration"] = "00:00:03",
            ["Logging__LogLevel__Default"] = "Warning",
            ["Logging__LogLevel__PostgresWorker"] = "Information",
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        return ThrowAwayProgram.StartDotnet(Path.Combine(AppContext.BaseDirectory, "PostgresWorker.TestWorker.dll"), environment);
    }

    /// <summary>Waits until the worker reads from its slot or outbox. Its own word: the server calls a slot active while it is still being made.</summary>
    public static Task IsStreamingAsync(ThrowAwayProgram worker, CancellationToken cancellationToken) => worker.LineAsync(IsStreaming, cancellationToken);

    /// <summary>Whether the worker says that it reads.</summary>
    public static bool IsStreaming(string line) =>
        line.Contains("reads changes from slot", StringComparison.Ordinal) || line.Contains("reads outbox", StringComparison.Ordinal);
}
