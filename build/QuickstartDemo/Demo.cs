using System.Diagnostics;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.QuickstartDemo;

/// <summary>Starts a server and the quickstart, makes changes, shows what the quickstart writes about them, and removes everything.</summary>
internal static class Demo
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(bool once, Stopwatch sinceStart, CancellationToken ct)
    {
        await using var server = await ThrowAwayPostgres.StartAsync(ct: ct);
        Say($"Postgres {server.Version} runs on port {server.Port}, for this demo only ({Seconds(sinceStart)})");

        var connectionString = server.ConnectionStringFor(Shop.Name);
        await using var shop = await Shop.CreateAsync(server.ConnectionString, connectionString, ct);

        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__shop"] = connectionString,
            ["DOTNET_ENVIRONMENT"] = "Development",
        };
        await using var quickstart = ThrowAwayProgram.StartDotnet(Path.Combine(AppContext.BaseDirectory, "Quickstart.dll"), environment, Show);

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(s_deadline);
        await WithinDeadlineAsync(quickstart.UntilAsync(shop.IsListenedToAsync, deadline.Token), "the quickstart listens", ct);
        Say($"The quickstart (samples/Quickstart) listens to its table orders ({Seconds(sinceStart)})");

        var expected = await shop.MakeChangesAsync(ct);
        await WithinDeadlineAsync(quickstart.LineAsync(expected[0].Fits, deadline.Token), $"{expected[0].Change} arrives", ct);
        Say($"From start to first change: {Seconds(sinceStart)}");

        var complete = await AllArriveAsync(quickstart, expected, deadline.Token, ct);
        while (!once && complete)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
            await shop.MakeChangesAsync(ct);
        }

        var exitCode = await quickstart.StopAsync(ct);
        complete &= exitCode == 0;
        Say(exitCode == 0 ? "The quickstart stopped in order" : $"The quickstart ended with exit code {exitCode}");
        Say(complete ? $"All {expected.Length} changes arrived ({Seconds(sinceStart)})" : "FAILED");
        return complete ? 0 : 1;
    }

    private static async Task<bool> AllArriveAsync(ThrowAwayProgram quickstart, ExpectedLine[] expected, CancellationToken deadline, CancellationToken ct)
    {
        var missing = new List<ExpectedLine>();
        foreach (var line in expected)
        {
            try
            {
                await quickstart.LineAsync(line.Fits, deadline);
            }
            catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
            {
                ct.ThrowIfCancellationRequested();
                missing.Add(line);
            }
        }

        missing.ForEach(line => Say($"NOT ARRIVED: {line.Change} ('{line.Start}... {line.End}')"));
        return missing.Count == 0;
    }

    private static async Task WithinDeadlineAsync(Task task, string what, CancellationToken ct)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new InvalidOperationException($"It took longer than {s_deadline.TotalSeconds} s until {what}.", e);
        }
    }

    private static void Say(string text) => Console.WriteLine($"demo: {text}");

    private static void Show(string line) => Console.WriteLine($"  {line}");

    private static string Seconds(Stopwatch watch) => $"{watch.Elapsed.TotalSeconds:F1} s";
}
