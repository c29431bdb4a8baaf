namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1041Tests
{
    [Theory]
    [InlineData("[Retry(MaxAttempts = {|PGW1041:0|})]")]
    [InlineData("[Retry(MaxAttempts = {|PGW1041:-1|})]")]
    [InlineData("[Retry(MaxAttempts = {|PGW1041:100_001|})]")]
    [InlineData("[Retry(MinDelayMilliseconds = {|PGW1041:0|}, MaxDelayMilliseconds = {|PGW1041:-7|})]")]
    [InlineData("[Retry(MaxDelayMilliseconds = {|PGW1041:86_400_001|})]")]
    [InlineData("[Retry(OnExhausted = {|PGW1041:(OnExhausted)7|})]")]
    public void Out_of_range(string attributes) => Listener(attributes).ExpectMarkedDiagnostics();

    [Theory]
    [InlineData("[Retry(MaxAttempts = 1, MinDelayMilliseconds = 1, MaxDelayMilliseconds = 1)]")]
    [InlineData("[Retry(MaxAttempts = 100_000, MinDelayMilliseconds = 86_400_000, MaxDelayMilliseconds = 86_400_000, OnExhausted = OnExhausted.Halt)]")]
    [InlineData("[Retry]")]
    public void Not_the_extremes(string attributes) => Listener(attributes).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_what_the_compiler_says() => Listener("[Retry(MaxAttempts = {|CS0029:\"many\"|})]").ExpectMarkedDiagnostics();

    private static Project Listener(string attributes) => new($$"""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] {{attributes}} public static void On(Change<Order> change) { }
        }
        """);
}
