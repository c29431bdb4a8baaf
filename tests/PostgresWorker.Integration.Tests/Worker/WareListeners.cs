using System.Collections;
using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using NpgsqlTypes;

namespace PostgresWorker.Integration.Worker;

/// <summary>The table <c>wares</c> to a typed listener and to an untyped one.</summary>
public sealed class WareListeners(Inbox inbox)
{
    [PostgresListener("wares", "wares")]
    public Task OnInserted(Inserted<Ware> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("wares", "wares")]
    public Task OnUpdated(Updated<Ware> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("wares", "wares")]
    public Task OnDeleted(Deleted<WareKey> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("wares", "wares")]
    public Task OnTruncated(Truncated change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("wares", "wares")]
    public void OnAny(EventPayload payload, ChangeContext context) => inbox.Take(payload, context);
}

/// <summary>The same table to row types that need nothing of its replica identity but the key.</summary>
public sealed class LeanWareListeners(Inbox inbox)
{
    [PostgresListener("lean", "wares")]
    public Task OnInserted(Inserted<LeanWare> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("lean", "wares")]
    public Task OnUpdated(Updated<LeanWare> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("lean", "wares")]
    public Task OnMoved(Updated<WareKey> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("lean", "wares")]
    public Task OnDeleted(Deleted<WareKey> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("lean", "wares")]
    public Task OnTruncated(Truncated change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("lean", "wares")]
    public void OnAny(EventPayload payload, ChangeContext context) => inbox.Take(payload, context);
}

/// <summary>A ware's key, as a struct: without an old row it is the default.</summary>
public readonly record struct WareKey(int Id);

public enum WareMood
{
    Calm,

    [PgName("so so")]
    SoSo,
}

public enum WareGrade
{
    Good = 1,
}

[PostgresComposite]
public sealed record WarePlace(string? Street, NpgsqlPoint? At, DateTimeOffset? Since, string?[]? Tags);

/// <summary>Every column but one.</summary>
public sealed record Ware(
    int Id, string? Name, decimal? Price, float? Weight, double? Size, WareMood? Mood, WareGrade? Grade, DateTime? Made, DateTimeOffset? Sold, DateOnly? Day, TimeOnly? Opens,
    NpgsqlInterval? Span, byte[]? Data, Guid? Token, JsonElement? Settings, string? Raw, NpgsqlInet? Host, IPNetwork? Net, PhysicalAddress? Mac, BitArray? Bits, int?[]? Numbers, IReadOnlyList<WareMood>? Moods,
    NpgsqlRange<DateTimeOffset>? During, NpgsqlRange<DateOnly>[]? Days, NpgsqlPoint? Spot, NpgsqlPath? Area, WarePlace? Place, WarePlace?[]? Places, Unchanged<string?> Large);

/// <summary>A ware without what may be stored out of line, but for a value whose absence is accepted.</summary>
public sealed record LeanWare(
    int Id, decimal? Price, float? Weight, double? Size, WareMood? Mood, WareGrade? Grade, DateTime? Made, DateTimeOffset? Sold, DateOnly? Day, TimeOnly? Opens,
    NpgsqlInterval? Span, Guid? Token, NpgsqlInet? Host, NpgsqlPoint? Spot, Unchanged<string?> Large);

internal sealed class LeanWares : ISourceNamed
{
    public static string Name => "lean";
}

internal sealed class Wares : ISourceNamed
{
    public static string Name => "wares";
}
