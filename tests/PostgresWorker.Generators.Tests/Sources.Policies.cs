namespace PostgresWorker.Generators.Tests;

internal static partial class Sources
{
    /// <summary>Retries and timeouts of listeners of every shape.</summary>
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
        """;
}
