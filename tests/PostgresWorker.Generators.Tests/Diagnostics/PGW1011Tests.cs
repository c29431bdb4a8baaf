namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1011Tests
{
    [Fact]
    public void A_number() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Order> change, {|PGW1011:int|} limit) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_text() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Order> change, {|PGW1011:string|} text) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void An_array() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Order> change, params {|PGW1011:IDisposable[]|} services) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_second_change() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Order> change, {|PGW1011:Truncated|} truncated) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Anything() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Order> change, {|PGW1011:object|} any) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_batch_after_the_change() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Order> change, {|PGW1011:IReadOnlyList<Change<Order>>|} changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_a_transaction() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(Change<Order> change, Npgsql.NpgsqlTransaction transaction) { }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_key_that_is_no_constant() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Order> change, [Microsoft.Extensions.DependencyInjection.FromKeyedServices(new[] { 1 })] {|PGW1011:IDisposable|} service) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_a_text_with_a_key() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Order> change, [Microsoft.Extensions.DependencyInjection.FromKeyedServices("key")] string text) { }
        }
        """).ExpectMarkedDiagnostics();
}
