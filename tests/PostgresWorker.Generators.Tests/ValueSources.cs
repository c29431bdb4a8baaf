namespace PostgresWorker.Generators.Tests;

/// <summary>Rows with every kind of value, for which a project needs Npgsql and the generator of System.Text.Json.</summary>
internal static class ValueSources
{
    public const string All = """
        #pragma warning disable CS0618 // NpgsqlCidr is obsolete, and is read all the same.
        using System.Collections;
        using System.Net;
        using System.Net.NetworkInformation;
        using System.Numerics;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using NpgsqlTypes;

        namespace Shop;

        public enum Status : byte { Open, [PgName("closed for good")] Closed }

        [Flags] public enum Marks : ulong { None, Fragile }

        [PostgresComposite] public sealed record Address(string Street, string? City, Place Place) { public string[]? Lines { get; init; } }

        [PostgresComposite] public readonly record struct Place(double Latitude, double Longitude);

        [PostgresComposite] public sealed class Pair<T> { public required T One { get; init; } public T? Other { get; set; } }

        public sealed record Settings(int Size);

        [PostgresJson(typeof(ShopJson))] public readonly record struct Price(decimal Amount);

        [JsonSerializable(typeof(Settings))]
        [JsonSerializable(typeof(Settings[]))]
        [JsonSerializable(typeof(Price))]
        internal sealed partial class ShopJson : JsonSerializerContext;

        public sealed record Scalars(
            byte A, char? B, BigInteger C, ReadOnlyMemory<byte> D, ReadOnlyMemory<byte>? E, IPAddress F, IPNetwork? G, PhysicalAddress H, BitArray? I,
            Lsn J, JsonElement K, JsonDocument? L, Dictionary<string, string?> M, IReadOnlyDictionary<string, string>? N, Status O, Marks? P);

        public sealed record Shapes(
            NpgsqlInterval A, NpgsqlInterval? B, NpgsqlInet C, NpgsqlInet? D, NpgsqlCidr E, NpgsqlPoint F, NpgsqlLine G, NpgsqlLSeg H, NpgsqlBox I,
            NpgsqlPath J, NpgsqlPolygon K, NpgsqlCircle? L);

        public sealed record Wholes(
            int[] A, int?[]? B, string?[] C, List<Guid> D, IReadOnlyList<DateOnly> E, IList<Status> F, Status?[] G, byte[][] H, NpgsqlRange<int> I,
            NpgsqlRange<DateTime>? J, NpgsqlRange<long>[] K, List<NpgsqlPoint?> L, NpgsqlRange<string> M);

        public sealed record Objects(
            Address A, Address? B, Address[] C, List<Place?> D, Place? E, Pair<int> F, Pair<string?>? G,
            [PostgresJson(typeof(ShopJson))] Settings H, [PostgresJson(typeof(ShopJson))] Settings? I, [PostgresJson(typeof(ShopJson))] Settings[] J, Price K, Price? L, Price[] M);

        public sealed class Kept
        {
            public long Id { get; set; }
            public Unchanged<string> Text { get; set; }
            public Unchanged<byte[]?> Picture { get; set; }
            public Unchanged<int?[]> Numbers { get; set; }
            [PostgresJson(typeof(ShopJson))] public Unchanged<Settings?> Settings { get; set; }
            public Unchanged<Address?> Address { get; set; }
        }

        public static class Listeners
        {
            [PostgresListener("scalars")] public static void OnScalars(Change<Scalars> change) { }
            [PostgresListener("shapes")] public static void OnShapes(Change<Shapes> change) { }
            [PostgresListener("wholes")] public static void OnWholes(Change<Wholes> change) { }
            [PostgresListener("objects")] public static void OnObjects(Change<Objects> change) { }
            [PostgresListener("kept")] public static void OnKept(Updated<Kept> change) { }
        }
        """;
}
