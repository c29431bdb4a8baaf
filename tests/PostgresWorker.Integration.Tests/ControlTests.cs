using System.Text.Json;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration;

/// <summary>What the application asks of a running worker.</summary>
public sealed class ControlTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task One_reads_ones_own_writes(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database);
        for (var id = 1; id <= 20; id++)
        {
            await database.ExecuteAsync($"INSERT INTO orders (id) VALUES ({id})");
            await worker.Control.WhenHandledAsync("shop", await database.CurrentLsnAsync(), Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
            Assert.Equal(id, worker.Inbox.Handled.Count);
        }
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_position_behind_which_nothing_is_listened_to_is_reached_though_nobody_else_writes(Capture capture)
    {
        await using var own = await ThrowAwayPostgres.StartAsync(ct: Token);
        await using var database = await TestDatabase.CreateAsync(own, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("CREATE TABLE unheard (id int); INSERT INTO unheard SELECT generate_series(1, 100)");
        var position = await database.CurrentLsnAsync();
        await worker.Control.WhenHandledAsync("shop", position, Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.True(worker.Control.GetStatus("shop").Handled >= position);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_paused_source_keeps_its_connection_and_goes_on_where_it_was(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database);
        await worker.Control.PauseAsync("shop", Token);
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT generate_series(1, 100)");
        var position = await database.CurrentLsnAsync();
        var handled = worker.Control.WhenHandledAsync("shop", position, Token);
        if (capture == Capture.Wal)
        {
            await Eventually.IsTrueAsync(() => database.ScalarAsync<bool>($"SELECT coalesce(bool_or(sent_lsn >= '{position}'), false) FROM pg_stat_replication r JOIN pg_replication_slots s ON s.active_pid = r.pid WHERE slot_name = '{database.Slot}'"), "the server has sent everything");
        }
        else
        {
            await database.WhenLookedAtAsync();
            Assert.Equal(100, await database.PendingAsync());
        }

        Assert.Empty(worker.Inbox.Attempts);
        Assert.False(handled.IsCompleted);
        Assert.Equal((SourceState.Running, true), (worker.Control.GetStatus("shop").State, worker.Control.GetStatus("shop").IsPaused));
        worker.Control.Resume("shop");
        await handled.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(Enumerable.Range(1, 100), worker.Inbox.Handled.Cast<Inserted<Order>>().Select(change => (int)change.New.Id).Order());
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task What_is_in_flight_is_shown_and_what_the_listeners_are(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        var release = new TaskCompletionSource();
        await using var worker = await RunningWorker.StartAsync(database, options => (options.MaxConcurrency, options.StatusInterval) = (2, TimeSpan.FromMilliseconds(100)), new Inbox { Handler = (_, ct) => release.Task.WaitAsync(ct) });
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT generate_series(1, 5)");
        await Eventually.IsTrueAsync(
            () => worker.Control.GetStatus("shop") is { InFlight: 5, LanesInFlight: 2, Lag: not null }, () => $"five changes are in flight, two in lanes, and not {worker.Control.GetStatus("shop")}; the log is:\n{worker.Log}");
        release.SetResult();
        await worker.Control.WhenHandledAsync("shop", await database.CurrentLsnAsync(), Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        await Eventually.IsTrueAsync(() => worker.Control.GetStatus("shop") is { InFlight: 0, LanesInFlight: 0 }, "nothing is in flight");

        var listener = Assert.Single(worker.Control.GetListeners("shop"), listener => listener.Kinds.Contains("INSERT"));
        Assert.Equal((typeof(Order).FullName, 64, OnExhausted.DeadLetter), (listener.RowType, listener.MaxAttempts, listener.OnExhausted));
        using var catalogue = JsonDocument.Parse(worker.Control.Describe());
        var source = Assert.Single(catalogue.RootElement.GetProperty("sources").EnumerateArray());
        Assert.Equal((database.Slot, capture == Capture.Wal), (source.GetProperty("slot").GetString(), source.TryGetProperty("publication", out _)));
        Assert.Contains(source.GetProperty("listeners").EnumerateArray(), one => one.GetProperty("name").GetString() == listener.Name && one.GetProperty("columns").GetArrayLength() > 1);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task What_a_paused_source_has_not_handled_comes_to_the_next_instance(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using (var paused = await RunningWorker.StartAsync(database))
        {
            await paused.Control.PauseAsync("shop", Token);
            await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
            await paused.StopAsync().WaitAsync(TimeSpan.FromSeconds(15), Token);
            Assert.Empty(paused.Inbox.Attempts);
        }

        await using var worker = await RunningWorker.StartAsync(database);
        await worker.HasHandledAsync(1);
    }
}
