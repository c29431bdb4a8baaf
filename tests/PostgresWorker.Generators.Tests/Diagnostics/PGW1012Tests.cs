namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1012Tests
{
    [Fact]
    public void A_local_function() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            public static void Setup() { On(null!); [{|PGW1012:PostgresListener("orders")|}] static void On(Change<Order> change) { } }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_lambda() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            public static Action<Change<Order>> On = [{|PGW1012:PostgresListener("orders")|}] (Change<Order> change) => { };
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void An_accessor() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            public static int Count { [{|PGW1012:PostgresListener("orders")|}] get => 1; }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void An_operator() => new Project("""
        namespace Shop;
        public sealed class Listeners
        {
            [{|PGW1012:PostgresListener("orders")|}] public static Listeners operator +(Listeners one) => one;
        }
        """).ExpectMarkedDiagnostics();
}
