namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1046Tests
{
    [Theory]
    [InlineData("[Timeout({|PGW1046:0|})]")]
    [InlineData("[Timeout({|PGW1046:-2|})]")]
    [InlineData("[Timeout(milliseconds: {|PGW1046:86_400_001|})]")]
    public void Out_of_range(string attributes) => Listener(attributes).ExpectMarkedDiagnostics();

    [Theory]
    [InlineData("[Timeout(1)]")]
    [InlineData("[Timeout(86_400_000)]")]
    [InlineData("[Timeout(System.Threading.Timeout.Infinite)]")]
    [InlineData("[Timeout({|CS1503:\"long\"|})]")]
    public void Not_the_extremes_nor_what_the_compiler_says(string attributes) => Listener(attributes).ExpectMarkedDiagnostics();

    private static Project Listener(string attributes) => new($$"""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] {{attributes}} public static void On(Change<Order> change) { }
        }
        """);
}
