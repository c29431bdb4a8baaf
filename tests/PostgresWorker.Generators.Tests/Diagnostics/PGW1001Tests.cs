namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1001Tests
{
    [Fact]
    public void Nothing() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void {|PGW1001:On|}() { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_row() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1001:Order|} order) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void The_token_first() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1001:CancellationToken|} cancellation, IDisposable late) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void The_base_of_all_changes() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1001:Change|} change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void The_rows_of_a_payload() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1001:EventPayloadData|} payload) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_batch_of_truncates() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1001:IReadOnlyList<Truncated>|} changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_batch_of_rows() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1001:IReadOnlyList<Order>|} orders) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_change_in_a_box() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1001:Lazy<Change<Order>>|} change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_type_that_is_only_called_so() => new Project("""
        namespace Shop;
        public static class Other { public sealed class Change<T>; }
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1001:Other.Change<Order>|} change) { }
        }
        """).ExpectMarkedDiagnostics();
}
