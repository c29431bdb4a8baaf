namespace PostgresWorker.Generators.Tests;

internal static partial class Sources
{
    /// <summary>A context as System.Text.Json's own generator writes it, which does not run in these tests.</summary>
    public const string ShopJson = """
        namespace Shop;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;

        public sealed record Paid(long Id, decimal Amount);

        [JsonSerializable(typeof(Paid)), JsonSerializable(typeof(int?))]
        public sealed partial class ShopJson : JsonSerializerContext
        {
            public ShopJson() : base(null) { }
            public static ShopJson Default { get; } = new();
            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override JsonTypeInfo? GetTypeInfo(Type type) => new DefaultJsonTypeInfoResolver().GetTypeInfo(type, Options);
        }
        """;

    /// <summary>Every shape of listener to messages and payloads once.</summary>
    public const string Untyped = """
        namespace Shop;

        public static class Seen { public static List<string> Lines { get; } = []; }

        public sealed class Messages
        {
            [PostgresMessage("shop", "audit")]
            [PostgresMessage("audit", Name = "own audit")]
            public void OnAudit(LogicalMessage message, ChangeContext context) => Seen.Lines.Add($"{message.Prefix} {message.Text} {context.Table}");

            [PostgresMessage("shop", "paid", Json = typeof(ShopJson))]
            public static async Task OnPaid(LogicalMessage<Paid> message, CancellationToken cancellation)
            {
                await Task.CompletedTask;
                Seen.Lines.Add($"{message.Value.Id} {message.Value.Amount}");
            }

            [PostgresMessage("shop", "paid?", Json = typeof(ShopJson))]
            public static ValueTask OnMaybePaid(LogicalMessage<Paid?> message)
            {
                Seen.Lines.Add($"{message.Value is null}");
                return default;
            }

            [PostgresMessage("shop", "count", Json = typeof(ShopJson))]
            public static void OnCount(LogicalMessage<int?> message) => Seen.Lines.Add($"{message.Value}");
        }

        public static class Payloads
        {
            [PostgresListener("shop", "orders")]
            internal static void OnOrder(EventPayload payload, ChangeContext context) => Seen.Lines.Add($"{payload.Action} {payload.GetId()} {context.Source}");
        }
        """;
}
