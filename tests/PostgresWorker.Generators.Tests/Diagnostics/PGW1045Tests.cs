namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1045Tests
{
    [Theory]
    [InlineData("[Retry(On = {|PGW1045:typeof(System.OperationCanceledException)|}, MaxAttempts = 1)]")]
    [InlineData("[Retry(On = {|PGW1045:typeof(DiscardException)|})]")]
    public void What_is_not_retried_by_it(string attributes) => Listener(attributes).ExpectMarkedDiagnostics();

    [Fact]
    public void The_listener_stays() => Assert.Contains(
        "On = typeof(global::System.OperationCanceledException)",
        Listener("[Retry(On = typeof(System.OperationCanceledException))]").Generate().Files["PostgresWorkerModule.g.cs"],
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[Retry(On = typeof(System.Threading.Tasks.TaskCanceledException))]")]
    [InlineData("[Retry(On = typeof(ListenerTimeoutException))]")]
    [InlineData("[Retry(On = typeof(RetryAfterException))]")]
    public void Not_what_is(string attributes) => Listener(attributes).ExpectMarkedDiagnostics();

    private static Project Listener(string attributes) => new($$"""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] {{attributes}} public static void On(Change<Order> change) { }
        }
        """);
}
