namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1044Tests
{
    [Theory]
    [InlineData("[Retry] [{|PGW1044:Retry(MaxAttempts = 2)|}]")]
    [InlineData("[Retry(On = typeof(System.IO.IOException))] [{|PGW1044:Retry(On = typeof(System.IO.IOException), MaxAttempts = 2)|}]")]
    public void Two_for_the_same(string attributes) => Listener(attributes).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_for_a_base_and_what_derives_from_it() =>
        Listener("[Retry] [Retry(On = typeof(System.Exception))] [Retry(On = typeof(System.IO.IOException))] [Retry(On = typeof(System.IO.FileNotFoundException))]").ExpectMarkedDiagnostics();

    private static Project Listener(string attributes) => new($$"""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] {{attributes}} public static void On(Change<Order> change) { }
        }
        """);
}
