using System.ComponentModel.DataAnnotations.Schema;

namespace PostgresWorker.Integration.Worker;

/// <summary>A row whose names would break whatever does not quote them: quotes, dots, placeholders, keywords, capitals, and a table's name of 63 bytes.</summary>
public sealed record Odd([property: Column("sel\"ect")] long Id, [property: Column("Grüße, %s")] string Value, [property: Column("from.$1")] int? Number)
{
    /// <summary>As SQL names it.</summary>
    public const string Table = "\"we.ird \"\"sch'ema\".\"Ünï\"\"tab.le' select $1 %s {0}; -- xxxxxxxxxxxxxxxxxxxxxxxxxxxx\"";

    public const string Create =
        $$"""
        CREATE SCHEMA "we.ird ""sch'ema";
        CREATE TABLE {{Table}} ("sel""ect" bigint PRIMARY KEY, "Grüße, %s" text NOT NULL, "from.$1" int);
        ALTER TABLE {{Table}} REPLICA IDENTITY FULL
        """;
}

public sealed class OddListeners(Inbox inbox)
{
    [PostgresListener("odd", Odd.Table, Where = "\"Grüße, %s\" <> 'it''s {0}'", WhenChanged = [nameof(Odd.Value), nameof(Odd.Number)])]
    public Task OnOdd(Change<Odd> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("odd", Odd.Table, Where = "\"Grüße, %s\" <> 'it''s {0}'", Name = "by number", OrderBy = nameof(Odd.Number))]
    public Task OnNumber(Change<Odd> change, CancellationToken ct) => inbox.TakeAsync(change, ct);
}

internal sealed class OddSource : ISourceNamed
{
    public static string Name => "odd";
}
