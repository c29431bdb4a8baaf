namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1002Tests
{
    [Fact]
    public void A_result() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static {|PGW1002:int|} On(Change<Order> change) => 1;
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_task_with_a_result() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static {|PGW1002:Task<int>|} On(Change<Order> change) => Task.FromResult(1);
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_value_task_with_a_result() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static {|PGW1002:ValueTask<int>|} On(Change<Order> change) => new(1);
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_reference() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static {|PGW1002:ref Task|} On(Change<Order> change) => ref Done; static Task Done = Task.CompletedTask;
        }
        """).ExpectMarkedDiagnostics();
}
