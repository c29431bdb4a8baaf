namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1004Tests
{
    [Fact]
    public void A_method() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void {|PGW1004:On|}<T>(Change<T> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_class() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners<T>
        {
            [PostgresListener("orders")] public static void {|PGW1004:On|}(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_class_around() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners<T>
        {
            public static class Inner { [PostgresListener("orders")] public static void {|PGW1004:On|}(Change<Order> change) { } }
        }
        """).ExpectMarkedDiagnostics();
}
