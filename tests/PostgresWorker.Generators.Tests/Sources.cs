namespace PostgresWorker.Generators.Tests;

/// <summary>Sources that several tests use.</summary>
internal static class Sources
{
    public const string Order = """
        namespace Shop;

        public enum OrderStatus { Placed, Shipped }

        public sealed record Order(long Id, long CustomerId, OrderStatus Status, decimal Total, DateTimeOffset PlacedAt, string? Note);
        """;

    public const string OrderListeners = """
        namespace Shop;

        public interface IMailer { Task Placed(Order order, CancellationToken cancellation); }

        public sealed class OrderListeners(IMailer mailer)
        {
            [PostgresListener("shop", "orders")]
            public Task OnOrder(Change<Order> change, CancellationToken cancellation) => change switch
            {
                Inserted<Order> { New: var order } => mailer.Placed(order, cancellation),
                _ => Task.CompletedTask,
            };
        }
        """;

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

    /// <summary>Every shape of listener and row once.</summary>
    public const string Everything = """
        using System.ComponentModel.DataAnnotations.Schema;
        using Microsoft.Extensions.DependencyInjection;

        namespace Shop
        {
            public interface ILog { void Write(string line); }

            public sealed class Log : ILog
            {
                public List<string> Lines { get; } = [];
                public void Write(string line) => Lines.Add(line);
            }

            public enum Size : short { Small, [NpgsqlTypes.PgName("XL")] ExtraLarge }

            public abstract record Entity(long Id)
            {
                public DateOnly? Since { get; init; }
            }

            public sealed record Shirt(long Id, Size Size, Size? Was) : Entity(Id)
            {
                public required string @class { get; init; }
                [Column("Colour Code")] public string? Colour { get; set; }
                [NotMapped] public object? Cache { get; set; }
                public string Label => $"{Id} {Size}";
            }

            public readonly record struct Point(int X, int Y);

            public struct Measure
            {
                public double? Value { get; set; }
                public float Exact { get; set; }
            }

            public class Everything
            {
                public bool A { get; set; }
                public short B { get; set; }
                public int C { get; set; }
                public long D { get; set; }
                public float E { get; set; }
                public double F { get; set; }
                public decimal G { get; set; }
                public string H { get; set; } = "";
                public Guid I { get; set; }
                public byte[] J { get; set; } = [];
                public DateTime K { get; set; }
                public DateTimeOffset L { get; set; }
                public DateOnly M { get; set; }
                public TimeOnly N { get; set; }
                public TimeSpan O { get; set; }
                public Size P { get; set; }
            }

            internal sealed record Page<T>(T Item, long Id) where T : notnull;

            public static class Outer
            {
                internal sealed record Row(int Id);

                internal sealed class Inner(ILog log)
                {
                    [PostgresListener("rows")]
                    internal void OnRow(Change<Row> change) => log.Write($"row {change.Row.Id}");
                }
            }

            public sealed class ShirtListeners(ILog log)
            {
                [PostgresListener("shop", "shirts")]
                [PostgresListener("shop", "\"Old\".\"Sold \"\"Shirts\"\"\"", Name = "old-shirts")]
                public async ValueTask OnShirt(Change<Shirt> change, ChangeContext context, CancellationToken cancellation)
                {
                    await Task.CompletedTask;
                    log.Write($"{context.Table}: {change.Row.Id} {change.Row.Size} {change.Row.@class}");
                }
            }

            public static class StaticListeners
            {
                [PostgresListener("shop", "points")]
                public static void OnPoint(Updated<Point> change, [FromKeyedServices("audit")] ILog audit, ILog? log = null) =>
                    audit.Write($"{change.Old} -> {change.New}, {log is null}");

                [PostgresListener("shop", "points")]
                public static Task OnTruncated(Truncated change, ILog log, CancellationToken cancellation)
                {
                    log.Write($"truncated {change.Cascade}");
                    return Task.CompletedTask;
                }

                [PostgresListener("shop", "measures")]
                public static ValueTask OnMeasure(Deleted<Measure> change) => default;

                [PostgresListener("shop", "everything")]
                public static ValueTask OnEverything(Existing<Everything> change) => default;

                [PostgresListener("shop", "pages")]
                internal static ValueTask OnPage(Inserted<Page<string>?> change, [FromKeyedServices(Size.ExtraLarge)] ILog? log, [FromKeyedServices(-1)] string text) => default;
            }
        }

        namespace NpgsqlTypes
        {
            public sealed class PgNameAttribute(string name) : Attribute
            {
                public string PgName => name;
            }
        }
        """;
}
