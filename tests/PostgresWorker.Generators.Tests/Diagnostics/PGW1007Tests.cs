namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1007Tests
{
    [Fact]
    public void In() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(in Change<Order> {|PGW1007:change|}) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Ref() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Order> change, ref CancellationToken {|PGW1007:cancellation|}) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Out() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Order> change, out IDisposable {|PGW1007:service|}) => throw new InvalidOperationException();
        }
        """).ExpectMarkedDiagnostics();
}
