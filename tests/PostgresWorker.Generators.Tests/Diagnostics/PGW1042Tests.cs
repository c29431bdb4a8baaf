namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1042Tests
{
    [Fact]
    public void The_longest_is_below_the_shortest() => Listener("[Retry(MaxDelayMilliseconds = {|PGW1042:100|}, MinDelayMilliseconds = 101)]").ExpectMarkedDiagnostics();

    [Theory]
    [InlineData("[Retry(MinDelayMilliseconds = 100, MaxDelayMilliseconds = 100)]")]
    [InlineData("[Retry(MinDelayMilliseconds = 100_000)]")]
    [InlineData("[Retry(MaxDelayMilliseconds = 1)]")]
    public void Not_where_they_are_the_same_or_one_is_the_sources(string attributes) => Listener(attributes).ExpectMarkedDiagnostics();

    private static Project Listener(string attributes) => new($$"""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] {{attributes}} public static void On(Change<Order> change) { }
        }
        """);
}
