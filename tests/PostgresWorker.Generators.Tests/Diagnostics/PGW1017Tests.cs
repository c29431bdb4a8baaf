namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1017Tests
{
    [Fact]
    public void A_single_change() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] [{|PGW1017:Batch|}] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_truncate() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] [{|PGW1017:Batch(10)|}] public static void On(Truncated change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_a_batch_of_one() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] [Batch(1)] public static void On(IReadOnlyList<Change<Order>> changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Only_the_wrong_parameter_is_said() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] [Batch] public static void On({|PGW1016:List<Change<Order>>|} changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_transaction_and_single_changes() => new Project($$"""
        {{Sources.Npgsql}}
        namespace Shop
        {
            public sealed record Order(long Id);
            public static class Listeners
            {
                [PostgresListener("orders")] [{|PGW1017:Batch|}] public static void On(Change<Order> change, Npgsql.NpgsqlTransaction transaction) { }
            }
        }
        """).ExpectMarkedDiagnostics();
}
