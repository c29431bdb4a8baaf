namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1005Tests
{
    [Fact]
    public void A_private_method() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] private static void {|PGW1005:On|}(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_method_that_says_nothing() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] static void {|PGW1005:On|}(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_protected_method() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public class Listeners
        {
            [PostgresListener("orders")] protected void {|PGW1005:On|}(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_private_class() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            private static class {|PGW1005:Inner|} { [PostgresListener("orders")] public static void On(Change<Order> change) { } [PostgresListener("others")] public static void Other(Change<Order> change) { } }
        }
        """).ExpectMarkedDiagnostics();
}
