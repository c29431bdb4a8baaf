namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1020Tests
{
    [Fact]
    public void Two() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(Change<Order> change, Npgsql.NpgsqlTransaction one, {|PGW1020:Npgsql.NpgsqlTransaction|} two) { }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_DbTransaction() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Order> change, {|PGW1020:System.Data.Common.DbTransaction|} transaction) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void An_IDbTransaction() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Order> change, {|PGW1020:System.Data.IDbTransaction|} transaction) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_one() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(IReadOnlyList<Change<Order>> changes, Npgsql.NpgsqlTransaction transaction) { }
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_a_connection_that_is_a_service() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Order> change, System.Data.Common.DbConnection connection) { }
        }
        """).ExpectMarkedDiagnostics();
}
