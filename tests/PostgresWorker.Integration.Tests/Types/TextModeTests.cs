using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Types;

/// <summary>A source whose rows need the text of other types asks the server for it.</summary>
public sealed class TextModeTests(PostgresServer server)
{
    [Fact]
    public async Task A_string_over_a_type_that_is_no_text_is_delivered()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE prices (id int PRIMARY KEY, price money, sold timestamptz, sizes int[])");
        await using var worker = await RunningWorker.BeginAsync<Prices>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO prices VALUES (1, 12.34, '2024-02-29 12:00Z', '{1,2}')");
        await worker.HasHandledAsync(1);
        Assert.Equal(new Price(1, "$12.34", new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero), "{1,2}"), Assert.Single(worker.Inbox.Of<Inserted<Price>>()).New);
    }
}

public sealed record Price(int Id, [property: System.ComponentModel.DataAnnotations.Schema.Column("price")] string Amount, DateTimeOffset Sold, string Sizes);

public sealed class PriceListeners(Inbox inbox)
{
    [PostgresListener("prices", "prices")]
    public Task OnPrice(Inserted<Price> price, CancellationToken ct) => inbox.TakeAsync(price, ct);
}

internal sealed class Prices : ISourceNamed
{
    public static string Name => "prices";
}
