using System.Numerics;
using System.Text.Json.Serialization;
using NpgsqlTypes;

namespace PostgresWorker.TestWorker.Shapes;

/// <summary>A row of values that are made of others, or whose readers need generic code: what Native AOT could lose.</summary>
internal sealed record Parcel(
    long Id,
    int[] Sizes,
    List<string?> Notes,
    Address Address,
    Address?[] Stops,
    [PostgresJson(typeof(ShapesJson))] Handling Handling,
    NpgsqlRange<int> Days,
    Priority Priority,
    decimal Price,
    BigInteger Units,
    Unchanged<string> Label);

/// <summary>The same row's columns that an update may not carry.</summary>
internal sealed record ParcelLabel(long Id, Priority Priority, Unchanged<string> Label);

[PostgresComposite]
internal sealed record Address(string Street, int? Number);

/// <summary>An enum over an integer column.</summary>
internal enum Priority
{
    Low = -1,
    High = 70_000,
}

internal sealed record Handling(bool Fragile, string[] Marks);

[JsonSerializable(typeof(Handling))]
[JsonSerializable(typeof(Payment))]
internal sealed partial class ShapesJson : JsonSerializerContext;
