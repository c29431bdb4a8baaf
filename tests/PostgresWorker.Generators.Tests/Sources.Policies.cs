namespace PostgresWorker.Generators.Tests;

internal static partial class Sources
{
    /// <summary>Retries, timeouts and filters of listeners of every shape.</summary>
    public const string Policies = """
        namespace Shop;

        public sealed record Item(long Id);

        public class CarrierException : Exception
        {
            public sealed class Busy : CarrierException;
        }

        public static class ItemListeners
        {
            [PostgresListener("shop", "items")]
            [Retry(MaxAttempts = 5, MinDelayMilliseconds = 100, MaxDelayMilliseconds = 2_000, OnExhausted = OnExhausted.Park)]
            [Retry(On = typeof(CarrierException.Busy), MaxAttempts = 50, OnExhausted = OnExhausted.DeadLetter)]
            [Retry(On = typeof(CarrierException), MaxAttempts = 1)]
            [Timeout(2_500)]
            public static void OnItem(Change<Item> change) { }

            [PostgresListener("shop", "items"), Timeout(Timeout.Infinite)]
            public static void OnItems(IReadOnlyList<Change<Item>> changes) { }

            [PostgresMessage("shop", "audit"), Retry]
            public static void OnMessage(LogicalMessage message) { }

            [PostgresListener("shop", "items")]
            public static void Plain(Truncated change) { }
        }

        public static class Seen
        {
            public static List<string> Lines { get; } = [];
        }

        public abstract class Named(string name) : IChangeFilter
        {
            public async ValueTask InvokeAsync(ChangeDelivery delivery, ChangeFilterNext next, CancellationToken cancellationToken)
            {
                Seen.Lines.Add($"{name} {delivery.Listener} {delivery.Changes.Count}");
                await next(cancellationToken);
            }
        }

        public sealed class Outer() : Named("outer");

        public sealed class Inner<T>() : Named($"inner {typeof(T).Name}");

        public interface IAudit : IChangeFilter;

        [ChangeFilter<Outer>]
        public abstract class Filtered;

        [ChangeFilter<Inner<int>>]
        public sealed class FilteredListeners : Filtered
        {
            [PostgresListener("shop", "items"), ChangeFilter<Inner<string>>, ChangeFilter<IAudit>]
            public void OnItem(Change<Item> change) { }

            [PostgresListener("shop", "items")]
            public void OnItems(IReadOnlyList<Inserted<Item>> changes) { }

            [PostgresListener("shop", "payloads")]
            public static void OnPayload(EventPayload payload) { }
        }
        """;
}
