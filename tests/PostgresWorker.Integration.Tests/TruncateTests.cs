using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>TRUNCATE comes after everything before it and before everything behind it.</summary>
public sealed class TruncateTests(PostgresServer server)
{
    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_truncate_is_a_barrier(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE events (id bigint PRIMARY KEY)", capture: capture);
        var inbox = new Inbox { Handler = (change, ct) => Task.Delay(change is Inserted<Event> ? 20 : 0, ct) };
        await using var worker = await RunningWorker.BeginAsync<Events>(database, inbox: inbox);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO events SELECT g FROM generate_series(1, 20) g");
        await database.ExecuteAsync("TRUNCATE events RESTART IDENTITY CASCADE");
        await database.ExecuteAsync("INSERT INTO events SELECT g FROM generate_series(21, 40) g");
        await worker.HasHandledAsync(41);

        Assert.All(inbox.Handled.Take(20), change => Assert.InRange(((Inserted<Event>)change).New.Id, 1, 20));
        var truncated = Assert.IsType<Truncated>(inbox.Handled[20]);

        // A trigger is not told how.
        Assert.Equal((capture == Capture.Wal, capture == Capture.Wal), (truncated.Cascade, truncated.RestartIdentity));
        Assert.Equal(new TableName("public", "events"), truncated.Context.Table);
        Assert.All(inbox.Attempts.Skip(21), change => Assert.InRange(((Inserted<Event>)change).New.Id, 21, 40));
    }
}
