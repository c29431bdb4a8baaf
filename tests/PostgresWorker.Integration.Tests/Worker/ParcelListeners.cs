using Npgsql;

namespace PostgresWorker.Integration.Worker;

public sealed record Parcel(long Id, int Version, string? Note)
{
    public const string Table = "CREATE TABLE parcels (id bigint PRIMARY KEY, version int NOT NULL DEFAULT 1, note text); ALTER TABLE parcels REPLICA IDENTITY FULL";
}

/// <summary>A row of a table without a key.</summary>
public sealed record Stamp(int Number, string? Note)
{
    public const string Table = "CREATE TABLE stamps (number int NOT NULL, note text)";
}

/// <summary>Listeners that park what they fail to handle.</summary>
public sealed class ParcelListeners(Depot depot)
{
    [PostgresListener("parking", "parcels", Name = "parcels"), Retry(OnExhausted = OnExhausted.Park)]
    public Task OnParcel(Change<Parcel> change, CancellationToken ct) => depot.TakeAsync("parcels", change, ct);

    [PostgresListener("parking", "parcels", Name = "beside")]
    public Task OnParcelToo(Change<Parcel> change, CancellationToken ct) => depot.TakeAsync("beside", change, ct);

    [PostgresListener("parking-batches", "parcels", Name = "batches"), Batch(8, 20), Retry(OnExhausted = OnExhausted.Park)]
    public Task OnParcels(IReadOnlyList<Change<Parcel>> changes, CancellationToken ct) => depot.TakeAsync("batches", changes, ct);

    [PostgresListener("parking-watched", "parcels", Name = "watched", WhenChanged = [nameof(Parcel.Version)]), Retry(OnExhausted = OnExhausted.Park)]
    public Task OnWatched(Change<Parcel> change, CancellationToken ct) => depot.TakeAsync("watched", change, ct);

    [PostgresListener("parking-untyped", "parcels", Name = "untyped"), Retry(OnExhausted = OnExhausted.Park)]
    public Task OnUntyped(EventPayload payload, CancellationToken ct) => depot.TakeAsync(payload, ct);

    [PostgresListener("parking-keyless", "stamps", Name = "keyless"), Retry(OnExhausted = OnExhausted.Park)]
    public Task OnStamp(Inserted<Stamp> inserted, CancellationToken ct) => depot.TakeAsync("keyless", $"{inserted.New.Number}", inserted.New.Note, ct);

    [PostgresMessage("parking-messages", "audit"), Retry(OnExhausted = OnExhausted.Park)]
    public Task OnMessage(LogicalMessage message, CancellationToken ct) => depot.TakeAsync("messages", message.Text, message.Text, ct);

    [PostgresListener("parking-once", "parcels", Name = "once"), Retry(OnExhausted = OnExhausted.Park)]
    public async Task OnOnce(Change<Parcel> change, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"INSERT INTO effects VALUES ({change.Row.Id}, {change.Row.Version})", transaction.Connection, transaction);
        await command.ExecuteNonQueryAsync(ct);
        await depot.TakeAsync("once", change, ct);
    }
}

internal sealed class Parking : ISourceNamed
{
    public static string Name => "parking";
}

internal sealed class ParkingBatches : ISourceNamed
{
    public static string Name => "parking-batches";
}

internal sealed class ParkingWatched : ISourceNamed
{
    public static string Name => "parking-watched";
}

internal sealed class ParkingUntyped : ISourceNamed
{
    public static string Name => "parking-untyped";
}

internal sealed class ParkingKeyless : ISourceNamed
{
    public static string Name => "parking-keyless";
}

internal sealed class ParkingMessages : ISourceNamed
{
    public static string Name => "parking-messages";
}

internal sealed class ParkingOnce : ISourceNamed
{
    public static string Name => "parking-once";
}
