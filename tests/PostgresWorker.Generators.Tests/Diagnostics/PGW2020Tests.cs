namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2020Tests
{
    [Fact]
    public void A_column_in_place_of_its_property() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", OrderBy = {|PGW2020:"customer_id"|})] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void One_of_several() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", WhenChanged = new[] { nameof(Order.Note), {|PGW2020:"Status"|} })] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void In_a_collection_expression() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", WhenChanged = [{|PGW2020:null!|}, nameof(Order.Note), {|PGW2020:""|}])] public static void On(Updated<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_property_that_is_not_mapped() => new Project("""
        namespace Shop;
        public sealed class Order { public long Id { get; set; } [System.ComponentModel.DataAnnotations.Schema.NotMapped] public long Other { get; set; } }
        public static class Listeners
        {
            [PostgresListener("orders", OrderBy = {|PGW2020:nameof(Order.Other)|})] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Only_the_wrong_attribute_is_left_out() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", OrderBy = {|PGW2020:"X"|})] [PostgresListener("bills", Name = "b")] [{|PGW1010:PostgresListener("c", Name = "b")|}]
            public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_null() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", OrderBy = null, WhenChanged = null)] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
