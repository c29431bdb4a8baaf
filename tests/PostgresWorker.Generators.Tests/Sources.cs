namespace PostgresWorker.Generators.Tests;

/// <summary>Sources that several tests use.</summary>
internal static partial class Sources
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

    /// <summary>Handlers' bodies with every mistake that is looked for.</summary>
    public const string Handlers = """
        using System.IO;

        namespace Shop;

        public sealed record Line(long Id);

        public sealed class LineListeners(HttpClient client)
        {
            [PostgresListener("lines")]
            public void OnLine(Change<Line> change)
            {
                var text = client.GetStringAsync("/").Result;
                Task.WaitAll(Task.Delay(1), Send(text));
                Send(text).GetAwaiter().GetResult();
                Thread.Sleep(5);
                try { _ = Send(text); Send(text); client?.GetStringAsync("/"); }
                catch (OperationCanceledException) { }
                catch { }
                new List<int> { 1 }.ForEach(async number => await Task.Delay(number));
                Later();
                async void Later() => await Send(text);
            }

            [PostgresListener("shop", "lines")]
            public Task OnOther(Inserted<Line> change, CancellationToken cancellation)
            {
                var task = client.GetStringAsync("/");
                if (task.IsCompletedSuccessfully) { return Send(task.Result); }
                using var stream = new MemoryStream();
                using (var other = new MemoryStream()) { other.Flush(); }
                return change.Row.Id switch { 1 => stream.FlushAsync(cancellation), 2 => null!, _ => cancellation.IsCancellationRequested ? default! : Task.CompletedTask };
            }

            [PostgresListener("shop", "other_lines")]
            public async ValueTask OnThird(Deleted<Line> change, CancellationToken cancellation)
            {
                var (a, b) = (client.GetStringAsync("/"), client.GetStringAsync("/"));
                await Task.WhenAll(a, b);
                await Send(a.Result + b.Result);
            }

            private static Task Send(string text) => Task.CompletedTask;
        }
        """;
}
