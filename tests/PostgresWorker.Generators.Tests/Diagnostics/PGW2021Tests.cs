namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2021Tests
{
    [Fact]
    public void Inserts() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", WhenChanged = {|PGW2021:[nameof(Order.Note)]|})] public static void On(Inserted<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_batch_of_deletes() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", WhenChanged = {|PGW2021:[nameof(Order.Note)]|})] public static void On(IReadOnlyList<Deleted<Order>> changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Truncates() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", WhenChanged = {|PGW2021:["Note"]|})] public static void On(Truncated change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_a_batch_of_updates() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", WhenChanged = [nameof(Order.Note)])] public static void On(IReadOnlyList<Updated<Order>> changes) { }
        }
        """).ExpectMarkedDiagnostics();
}
