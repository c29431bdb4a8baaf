namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1043Tests
{
    [Theory]
    [InlineData("[Retry(On = {|PGW1043:typeof(string)|})]")]
    [InlineData("[Retry(On = {|PGW1043:typeof(System.Exception[])|})]")]
    [InlineData("[Retry(On = {|PGW1043:typeof(System.Collections.Generic.List<System.Exception>)|})]")]
    public void No_exception(string attributes) => Listener(attributes).ExpectMarkedDiagnostics();

    [Fact]
    public void One_that_cannot_be_named() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public class OpenException<T> : System.Exception;
        file sealed class LocalException : System.Exception;
        public static class Listeners
        {
            [PostgresListener("orders", Name = "a")] [Retry(On = {|PGW1043:typeof(HiddenException)|})] public static void A(Change<Order> change) { }
            [PostgresListener("orders", Name = "b")] [Retry(On = {|PGW1043:typeof(OpenException<>)|})] public static void B(Change<Order> change) { }
            [PostgresListener("orders", Name = "c")] [Retry(On = {|PGW1043:typeof(LocalException)|})] public static void C(Change<Order> change) { }
            [PostgresListener("orders", Name = "d")] [Retry(On = typeof(OpenException<int>))] public static void D(Change<Order> change) { }
            private sealed class HiddenException : System.Exception;
        }
        """).ExpectMarkedDiagnostics();

    [Theory]
    [InlineData("[Retry(On = typeof(System.Exception))]")]
    [InlineData("[Retry(On = typeof(System.Net.Http.HttpRequestException))]")]
    [InlineData("[Retry(On = null)]")]
    [InlineData("[Retry(On = typeof({|CS0246:Missing|}))]")]
    public void Not_an_exception_nor_what_the_compiler_says(string attributes) => Listener(attributes).ExpectMarkedDiagnostics();

    private static Project Listener(string attributes) => new($$"""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] {{attributes}} public static void On(Change<Order> change) { }
        }
        """);
}
