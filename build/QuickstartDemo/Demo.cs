using System.Diagnostics;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.QuickstartDemo;

/// <summary>Starts a server and the quickstart, makes changes, shows what the quickstart writes about them, and removes everything.</summary>
internal static class Demo
{
    private const int MaxLine = 180;

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

        await IsListeningAsync(quickstart, shop, ct);
        Say($"The quickstart (samples/Quickstart) listens to its table orders ({Seconds(sinceStart)})");

        var (made, complete) = (0, true);
        for (var round = 1; complete && (!once || round <= 2); round++)
        {
            // The quickstart's first changes show how long its code takes to be compiled; those of the second round, what a change takes.
            var expected = await shop.MakeChangesAsync(ct);
            made += expected.Length;
            complete = await AllArriveAsync(quickstart, expected, round == 1 ? sinceStart : null, ct);
            await Task.Delay(once ? TimeSpan.Zero : TimeSpan.FromSeconds(1), ct);
        }

        var exitCode = await quickstart.StopAsync(ct);
        complete &= exitCode == 0;
        Say(exitCode == 0 ? "The quickstart stopped in order" : $"The quickstart ended with exit code {exitCode}");
        Say(complete ? $"All {made} changes arrived ({Seconds(sinceStart)})" : "FAILED");
        return complete ? 0 : 1;
    }

    private static async Task IsListeningAsync(ThrowAwayProgram quickstart, Shop shop, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(s_deadline);
        try
        {
            await quickstart.UntilAsync(shop.IsListenedToAsync, deadline.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new InvalidOperationException($"The quickstart did not listen within {s_deadline.TotalSeconds} s.", e);
        }
    }

    private static async Task<bool> AllArriveAsync(ThrowAwayProgram quickstart, ExpectedLine[] expected, Stopwatch? sinceStart, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(s_deadline);
        var complete = true;
        foreach (var line in expected)
        {
            try
            {
                await quickstart.LineAsync(line.Fits, deadline.Token);
                if (sinceStart is not null && line == expected[0])
                {
                    Say($"From start to first change: {Seconds(sinceStart)}");
                }
            }
            catch (Exception e) when (e is InvalidOperationException or OperationCanceledException && !ct.IsCancellationRequested)
            {
                Say($"NOT ARRIVED: {line.Change} ('{line.Start}... {line.End}')");
                complete = false;
            }
        }

        return complete;
    }

    private static void Say(string text) => Console.WriteLine($"demo: {text}");

    // A line with an exception's stack is cut: the changes are what is to be seen.
    private static void Show(string line) => Console.WriteLine(line.Length <= MaxLine ? $"  {line}" : $"  {line.AsSpan(0, MaxLine)}...");

    private static string Seconds(Stopwatch watch) => $"{watch.Elapsed.TotalSeconds:F1} s";
}
