using System.Text.Json.Serialization;
using NpgsqlTypes;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>Over the labels of the type <c>mood</c>, texts or integers.</summary>
public enum Mood
{
    Sad,
    SoHappy,

    [PgName("don't \"know\", {really}")]
    Unknown,
}

/// <summary>An enum as narrow as can be.</summary>
public enum Level : byte
{
    Low,
    High = 255,
}

/// <summary>Over the type <c>address</c>, whose last field it leaves out.</summary>
[PostgresComposite]
public sealed record Address(string? Street, int? Number);

/// <summary>Over the type <c>address</c>, as a struct that needs its number.</summary>
[PostgresComposite]
public readonly record struct House(int Number);

/// <summary>Over the type <c>person</c>, with composites and arrays of them within.</summary>
[PostgresComposite]
public sealed class Person
{
    public string? Name { get; init; }

    public Address? Home { get; init; }

    public Address?[]? Others { get; init; }

    public decimal? Balance { get; init; }

    public Mood? Mood { get; init; }

    public string Said => $"{Name} of {Home} and {(Others is null ? "nowhere" : string.Join(", ", Others.Select(other => other?.ToString() ?? "null")))} has {Balance}, is {Mood}";

    public override bool Equals(object? obj) => obj is Person person && person.Said == Said;

    public override int GetHashCode() => Said.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Said;
}

/// <summary>Read from json and jsonb by <see cref="SettingsJson"/>.</summary>
[PostgresJson(typeof(SettingsJson))]
public sealed record Settings(string? Theme, int Size);

[JsonSerializable(typeof(Settings))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
public sealed partial class SettingsJson : JsonSerializerContext;
