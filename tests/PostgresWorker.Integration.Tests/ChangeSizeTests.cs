using System.Globalization;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>A change that is larger than may be is not read, and nothing passes it.</summary>
public sealed class ChangeSizeTests(PostgresServer server)
{
    private const int Limit = 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_beyond_the_limit_halts_the_source_and_comes_when_more_is_allowed()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using (var worker = await RunningWorker.StartAsync(database, options => (options.MaxChangeBytes, options.WhenHalted) = (Limit, WhenHalted.StayUnhealthy)))
        {
            // What nobody is to have may be as large as it likes.
            await database.ExecuteAsync($"SELECT pg_logical_emit_message(true, 'somebody''s', repeat('x', {2 * Limit})), pg_logical_emit_message(false, 'somebody''s', repeat('x', {2 * Limit}))");
            await database.ExecuteAsync($"BEGIN; SELECT pg_logical_emit_message(true, 'postgres_worker.skip', ''); INSERT INTO orders (id, note) VALUES (9, repeat('x', {2 * Limit})); COMMIT");
            await database.ExecuteAsync($"INSERT INTO orders (id, note) VALUES (1, repeat('x', {Limit / 2}))");
            await worker.HasHandledAsync(1);
            await database.ExecuteAsync($"BEGIN; INSERT INTO orders (id) VALUES (2); INSERT INTO orders (id, note) VALUES (3, repeat('x', {Limit})); COMMIT");
            await Eventually.IsTrueAsync(() => worker.Control.GetStatus(Shop.Name).State == SourceState.Halted, () => $"it halts; the log is:\n{worker.Log}");
            var refusal = Assert.IsType<ChangeTooLargeException>(worker.Control.GetStatus(Shop.Name).Error);
            Assert.InRange(refusal.Bytes, Limit + 1, Limit + 200);
            Assert.Contains($"[change_too_large] A change of public.orders, {refusal.ChangeId}, is {refusal.Bytes} bytes large, and MaxChangeBytes allows no more. Set PostgresWorker:Sources:shop:MaxChangeBytes to {refusal.Bytes} or more", refusal.Message, StringComparison.Ordinal);
            Assert.True(await database.ConfirmedAsync() <= Lsn.Parse(refusal.ChangeId.Split(':')[1]), "It was passed.");
        }

        await using var next = await RunningWorker.StartAsync(database, options => options.MaxChangeBytes = 2 * Limit);
        await Eventually.IsTrueAsync(() => next.Inbox.Of<Inserted<Order>>().Any(change => change.New is { Id: 3, Note.Length: Limit }), () => $"it comes; the log is:\n{next.Log}");
    }

    /// <summary>The server sends up to 1 GB at once. Without the variable there is nothing to see that the test above does not.</summary>
    [Fact]
    public async Task Hundreds_of_megabytes_are_refused_without_being_read()
    {
        if (Environment.GetEnvironmentVariable("POSTGRESWORKER_HUGE_VALUE_MEGABYTES") is not { } megabytes)
        {
            Assert.Skip("POSTGRESWORKER_HUGE_VALUE_MEGABYTES is not set.");
            return;
        }

        await using var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable);
        await using var worker = TestWorkerProcess.Start(database, ("PostgresWorker__Sources__test__WhenHalted", "StayUnhealthy"));
        await TestWorkerProcess.IsStreamingAsync(worker, Token);
        await database.ExecuteAsync($"INSERT INTO items (id, note) VALUES (1, repeat('x', {megabytes} * 1000000))");
        var halted = await worker.LineAsync(line => line.Contains("[change_too_large]", StringComparison.Ordinal), Token);
        var peak = File.ReadLines($"/proc/{worker.ProcessId}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper!.WriteLine($"measured: a value of {megabytes} MB is refused; {peak}");
        Assert.Contains("A change of public.items", halted, StringComparison.Ordinal);
        Assert.InRange(long.Parse(peak.AsSpan(6).TrimEnd("kB").Trim(), CultureInfo.InvariantCulture), 1, 150 * 1024);
    }
}
